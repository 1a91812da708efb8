package io.steadycast.media.engine.egress;

import io.steadycast.abr.control.FrameClass;

/**
 * Confined to its shard. Whether a viewer of a source has its first picture: every packet of the keyframe that it starts from arrived, as far as feedback tells. Where
 * feedback does not tell, it is believed after {@value #BELIEVED_MS} ms.
 */
final class FirstPicture {
    private static final int BELIEVED_MS = 2_000;
    private static final long NONE = -1;

    private long nextSeq = NONE;
    private long beginNs;
    private boolean shown;

    /** Another source. */
    void reset() {
        nextSeq = NONE;
        shown = false;
    }

    /** A keyframe goes out from this number on; a later one counts only if the viewer had nothing of the earlier. */
    void onBegin(long nowNs, long firstSeq) {
        beginNs = nextSeq == NONE ? nowNs : beginNs;
        nextSeq = firstSeq;
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

    boolean isShown() {
        return shown;
    }
}
