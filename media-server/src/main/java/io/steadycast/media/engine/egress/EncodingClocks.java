package io.steadycast.media.engine.egress;

import io.steadycast.media.engine.log.CaptureClock;
import io.steadycast.media.engine.log.PacketInfo;
import io.steadycast.media.engine.log.TrackLog;
import java.util.Arrays;

/**
 * Confined to its shard. How far each encoding's timestamps are from the viewer's. Encodings of one camera have random offsets of their own (RFC
 * 3550 section 5.1), but their sender reports name the same capture clock: with the clocks of the encoding that is left and of the one that
 * is entered, the same picture keeps the same timestamp. Before the reports are there, arrival stands in for capture.
 */
final class EncodingClocks {
    /** Two ways of naming the same moment may differ by a jitter buffer, not by more: then the two clocks are not one. */
    private static final int PLAUSIBLE_S = 2;

    /** Sender reports round to a millisecond or so; an offset that was right once stays, so that a hundred switches do not add up. */
    private static final int SAME_MS = 10;

    private final int clockRate;
    private final CaptureClock left = new CaptureClock();
    private final CaptureClock entered = new CaptureClock();
    private boolean leftKnown;
    private long leftShift;
    private long leftTimestamp;
    private long leftArrivalNs;
    private boolean started;

    private long[] known = new long[0];
    private boolean[] isKnown = new boolean[0];

    EncodingClocks(int clockRate) {
        this.clockRate = clockRate;
    }

    /** Another source: what was known of its encodings does not hold. */
    void onSource(int encodings) {
        known = new long[encodings];
        isKnown = new boolean[encodings];
        Arrays.fill(isKnown, false);
    }

    /**
     * Remembers where the viewer's time stands on the encoding that it leaves.
     *
     * @param timestamp source timestamp of its newest packet, which came at {@code arrivalNs}
     */
    void leave(TrackLog log, long shift, long timestamp, long arrivalNs) {
        started = true;
        leftKnown = log.captureClock(left);
        leftShift = shift;
        leftTimestamp = timestamp;
        leftArrivalNs = arrivalNs;
    }

    /** What to add to the timestamps of an encoding that is entered with this packet. */
    long enter(TrackLog log, PacketInfo first) {
        if (!started) {
            return 0;
        }
        long sinceLeft = NtpTime.ticksOfNs(first.arrivalNs - leftArrivalNs, clockRate);
        long byArrival = leftTimestamp + leftShift + sinceLeft - first.extTimestamp;
        if (!leftKnown || !log.captureClock(entered)) {
            return byArrival;
        }
        long sinceReport = NtpTime.ticks(entered.ntp - left.ntp, clockRate);
        long byClock = left.extTimestamp + leftShift + sinceReport - entered.extTimestamp;
        if (Math.abs(byClock - byArrival) > (long) PLAUSIBLE_S * clockRate) {
            return byArrival;
        }
        int encoding = log.encoding();
        if (!isKnown[encoding] || Math.abs(known[encoding] - byClock) > (long) SAME_MS * clockRate / 1_000) {
            known[encoding] = byClock;
            isKnown[encoding] = true;
        }
        return known[encoding];
    }
}
