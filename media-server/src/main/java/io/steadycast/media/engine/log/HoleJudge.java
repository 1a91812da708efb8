package io.steadycast.media.engine.log;

/**
 * Confined to its shard. Whether a packet that never came can have mattered: from its neighbours in the log it is often clear that only an upper
 * temporal layer was hit, which heals by itself at the next base frame and is not worth a keyframe.
 */
public final class HoleJudge {
    private static final int REACH = 32;

    private final PacketView before = new PacketView();
    private final PacketView after = new PacketView();

    /** Whether the picture is broken from here on and stays so: no keyframe has begun since. True when in doubt. */
    public boolean breaksPicture(TrackLog log, long missing) {
        return log.keyframe() <= missing && mayTouchBase(log, missing);
    }

    private boolean mayTouchBase(TrackLog log, long missing) {
        if (!find(log, missing, -1, before) || !find(log, missing, 1, after)) {
            return true;
        }
        PacketInfo left = before.info;
        PacketInfo right = after.info;
        if (left.extTimestamp == right.extTimestamp) {
            return left.temporalId == 0;
        }
        boolean leftTorn = !left.endOfFrame && left.temporalId == 0;
        boolean rightTorn = !right.startOfFrame && right.temporalId == 0;
        if (leftTorn || rightTorn) {
            return true;
        }
        int seen = right.temporalId == 0 ? 1 : 0;
        if (left.tl0PicIdx >= 0 && right.tl0PicIdx >= 0) {
            // TL0PICIDX counts base frames (RFC 7741 section 4.2): none is missing if it went on by as much as is seen.
            return (right.tl0PicIdx - left.tl0PicIdx & 0xFF) != seen;
        }
        // Frame numbers of the dependency descriptor count all frames: what is missing between two successive ones is
        // padding.
        boolean numbered = left.frameNumber >= 0 && right.frameNumber >= 0;
        return !numbered || (right.frameNumber - left.frameNumber & 0xFFFF) != 1;
    }

    private static boolean find(TrackLog log, long from, int step, PacketView into) {
        for (int i = 1; i <= REACH; i++) {
            if (log.read(from + (long) step * i, into)) {
                return true;
            }
        }
        return false;
    }
}
