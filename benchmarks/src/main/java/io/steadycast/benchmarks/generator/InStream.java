package io.steadycast.benchmarks.generator;

/**
 * Confined to the generator's loop. One SSRC as a viewer gets it. Packets stay closed: a header tells the frame by its timestamp once one packet was opened to learn
 * how the server moved timestamps, and now and then another is opened to see that this still holds and that the keys fit.
 */
final class InStream {
    private static final int WINDOW = 64;
    private static final int HALF_RANGE = 1 << 15;

    final OutStream source;
    private boolean aligned;
    private int timestampOffset;
    private int highest = -1;
    private long seen;
    private long packets;

    InStream(OutStream source) {
        this.source = source;
    }

    /** Counts a packet; whether it is the first with its number. */
    boolean onSeq(int seq) {
        packets++;
        int ahead = highest < 0 ? WINDOW : (short) (seq - highest);
        if (ahead > 0 && ahead < HALF_RANGE) {
            seen = ahead >= WINDOW ? 1 : seen << ahead | 1;
            highest = seq;
            return true;
        }
        int behind = -ahead;
        if (behind >= WINDOW) {
            return false;
        }
        long bit = 1L << behind;
        boolean isNew = (seen & bit) == 0;
        seen |= bit;
        return isNew;
    }

    long packets() {
        return packets;
    }

    int highestSeq() {
        return Math.max(0, highest);
    }

    boolean aligned() {
        return aligned;
    }

    /** What an opened packet told; false if it contradicts what was known. */
    boolean align(int timestamp, int frame) {
        int offset = timestamp - source.timestamp(frame);
        boolean agrees = !aligned || offset == timestampOffset;
        aligned = true;
        timestampOffset = offset;
        return agrees;
    }

    /** The frame that a packet with this timestamp belongs to, -1 if the host sent no such frame lately. */
    int frame(int timestamp) {
        long ticks = Integer.toUnsignedLong(timestamp - timestampOffset - source.firstTimestamp);
        long frame = ticks / source.step;
        return frame * source.step == ticks && frame <= Integer.MAX_VALUE && source.remembers((int) frame)
                ? (int) frame
                : -1;
    }
}
