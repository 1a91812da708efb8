package io.steadycast.media.engine.egress;

import io.steadycast.abr.control.FrameClass;

/**
 * Confined to its shard. How a viewer's picture begins: whether it has the first one, that is every packet of a keyframe arrived, as far as feedback tells, and how
 * those behind it follow, by the timestamps that the viewer is told, which in a replay run faster than the host's clock. Where feedback does not tell, the first picture
 * is believed after {@value #BELIEVED_MS} ms.
 */
final class FirstPicture {
    private static final int BELIEVED_MS = 2_000;
    private static final long NONE = -1;
    private static final double MS_PER_S = 1_000;

    private final double ticksPerMs;
    private long nextSeq = NONE;
    private long beginNs;
    private boolean shown;
    private long newest = Long.MIN_VALUE;
    private boolean first = true;
    private long gap;

    FirstPicture(int clockRate) {
        ticksPerMs = clockRate / MS_PER_S;
    }

    /** Another source. */
    void reset() {
        nextSeq = NONE;
        shown = false;
    }

    /** A packet goes out for the first time. */
    void onPacket(long nowNs, long viewerSeq, long extTimestamp, boolean keyframe) {
        if (extTimestamp <= newest) {
            return;
        }
        if (keyframe && !shown) {
            // The viewer has nothing of an earlier one, and will begin with this.
            beginNs = nextSeq == NONE ? nowNs : beginNs;
            nextSeq = viewerSeq;
            first = true;
        }
        gap = first ? 0 : extTimestamp - newest;
        first = false;
        newest = extTimestamp;
    }

    /** Looks at what arrived since the last time. */
    void onTick(long nowNs, SentLog sentLog, long endSeq) {
        if (shown || nextSeq == NONE) {
            return;
        }
        shown = nowNs - beginNs > BELIEVED_MS * 1_000_000L;
        while (!shown && nextSeq < endSeq) {
            int slot = sentLog.find(nextSeq);
            if (slot < 0 || sentLog.state(slot) != SentLog.SENT) {
                return;
            }
            if (sentLog.frameClass(slot) != FrameClass.KEY) {
                shown = true;
            } else if (sentLog.hasArrived(slot)) {
                nextSeq++;
            } else {
                return;
            }
        }
    }

    /** The next packet of the first keyframe that did not arrive yet, as far as is known, in a circle; -1 if there is none. */
    long missingAfter(long viewerSeq, SentLog sentLog) {
        if (shown || nextSeq == NONE) {
            return NONE;
        }
        long seq = Math.max(viewerSeq + 1, nextSeq);
        int slot = sentLog.find(seq);
        return slot >= 0 && sentLog.frameClass(slot) == FrameClass.KEY ? seq : nextSeq;
    }

    /** It left, and is not known to be there. */
    boolean isAwaited() {
        return !shown && nextSeq != NONE;
    }

    boolean isShown() {
        return shown;
    }

    /** Between the last two that went out; 0 while only what a viewer begins with did. */
    double gapMs() {
        return gap / ticksPerMs;
    }

    /** Of the newest one. */
    double clockMs() {
        return newest == Long.MIN_VALUE ? 0 : newest / ticksPerMs;
    }
}
