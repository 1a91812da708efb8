package io.steadycast.netsim.endpoint;

import java.util.ArrayList;
import java.util.List;

/** Confined to its endpoint. Keeps the long pauses between pictures, and finds out why each was as long. */
final class GapMeter {
    private static final int MAX_GAPS = 4_096;

    /** A picture that can be decoded so much before its time was not waited for. */
    private static final long READY_NS = 5_000_000L;

    private final List<Gap> gaps = new ArrayList<>();
    private long overflow;
    private long lastNs;
    private long lastCaptureNs;
    private long lastHeldNs;
    private int lastEncoding = -1;
    private long intervalNs = Long.MAX_VALUE;

    /** A picture was shown then. */
    void onShown(ReceivedFrame frame, long readyNs) {
        long captureNs = frame.truth.captureNs;
        long heldNs = frame.wantedNs - captureNs;
        if (lastEncoding >= 0) {
            long stepNs = captureNs - lastCaptureNs;
            if (stepNs > 0) {
                intervalNs = Math.min(intervalNs, stepNs);
            }
            if (readyNs - lastNs >= GapList.MIN_GAP_NS) {
                keep(new Gap(lastNs, readyNs - lastNs, why(frame, stepNs, heldNs - lastHeldNs)));
            }
        }
        lastNs = readyNs;
        lastCaptureNs = captureNs;
        lastHeldNs = heldNs;
        lastEncoding = frame.truth.encoding;
    }

    private void keep(Gap gap) {
        if (gaps.size() == MAX_GAPS) {
            overflow++;
        } else {
            gaps.add(gap);
        }
    }

    private Gap.Why why(ReceivedFrame frame, long stepNs, long heldMoreNs) {
        int missing =
                stepNs <= 0 || intervalNs == Long.MAX_VALUE ? 0 : (int) (Math.round((double) stepNs / intervalNs) - 1);
        long lateNs = frame.continuousNs - frame.wantedNs;
        Gap.Cause cause;
        if (frame.truth.encoding != lastEncoding) {
            cause = Gap.Cause.SWITCH;
        } else if (frame.keyframe) {
            cause = Gap.Cause.KEYFRAME;
        } else if (lateNs > -READY_NS) {
            cause = frame.waitedNacked ? Gap.Cause.REPAIR : Gap.Cause.DELIVERY;
        } else {
            cause = heldMoreNs > missing * intervalNs ? Gap.Cause.DELAY_RAISED : Gap.Cause.MISSING;
        }
        return new Gap.Why(cause, missing, lateNs, heldMoreNs, frame.waitedTemporalId);
    }

    /** With the time since the last picture, if that is long. */
    GapList list(long nowNs) {
        List<Gap> all = new ArrayList<>(gaps);
        if (lastEncoding >= 0 && nowNs - lastNs >= GapList.MIN_GAP_NS) {
            all.add(new Gap(lastNs, nowNs - lastNs, Gap.Why.OPEN));
        }
        return new GapList(all, overflow);
    }
}
