package io.steadycast.media.engine.egress;

import io.steadycast.media.engine.log.PacketInfo;

/**
 * Confined to its shard. Keeps picture numbers contiguous over switches and dropped temporal layers: VP8's PictureID, TL0PICIDX and KEYIDX (RFC
 * 7741 section 4.2), VP9's PictureID and TL0PICIDX (RFC 9628 section 4.2), the frame number of the dependency descriptor.
 *
 * <p>libwebrtc holds a VP8 frame back as long as a picture id before it is missing (rtp_vp8_ref_finder.cc), so a frame that is dropped on
 * purpose takes its number with it. The differences are one long, so that a repair or a retransmission is rewritten as its frame was.
 */
final class PictureIds {
    private static final int PICTURE_ID_MASK = 0x7FFF;
    private static final int TL0_MASK = 0xFF;
    private static final int KEY_MASK = 0x1F;
    private static final int FRAME_MASK = 0xFFFF;
    private static final int TL0_SHIFT = 15;
    private static final int KEY_SHIFT = 23;
    private static final int FRAME_SHIFT = 28;

    /** VP9 and the dependency descriptor name what a frame refers to; their numbers may have gaps. */
    private final boolean closesGaps;

    private int pictureDelta;
    private int tl0Delta;
    private int keyDelta;
    private int frameDelta;

    private boolean started;
    private int lastPicture = -1;
    private int lastTl0 = -1;
    private int lastKey = -1;
    private int lastFrame = -1;
    /** A picture is what shares a timestamp: 7-bit picture ids wrap too soon to tell newer from older. */
    private long newestTimestamp = Long.MIN_VALUE;

    PictureIds(boolean closesGaps) {
        this.closesGaps = closesGaps;
    }

    /** The keyframe with which another encoding, another source or a replay begins: it gets the numbers after the last ones. */
    void onSwitch(PacketInfo keyframe) {
        newestTimestamp = Long.MIN_VALUE;
        if (!started) {
            return;
        }
        pictureDelta = follow(lastPicture, keyframe.pictureId, PICTURE_ID_MASK, pictureDelta);
        tl0Delta = follow(lastTl0, keyframe.tl0PicIdx, TL0_MASK, tl0Delta);
        keyDelta = follow(lastKey, keyframe.keyIdx, KEY_MASK, keyDelta);
        frameDelta = follow(lastFrame, keyframe.frameNumber, FRAME_MASK, frameDelta);
    }

    /** A packet that is dropped on purpose: the first one of a picture takes the picture's number out. */
    void onDropped(PacketInfo info) {
        if (closesGaps && info.pictureId >= 0 && info.extTimestamp > newestTimestamp) {
            newestTimestamp = info.extTimestamp;
            pictureDelta = pictureDelta - 1 & PICTURE_ID_MASK;
        }
    }

    /** A packet that goes out in order, under the current {@link #deltas}. */
    void onForwarded(PacketInfo info) {
        started = true;
        if (info.pictureId >= 0 && info.extTimestamp > newestTimestamp) {
            newestTimestamp = info.extTimestamp;
            lastPicture = info.pictureId + pictureDelta & PICTURE_ID_MASK;
        }
        if (info.tl0PicIdx >= 0) {
            lastTl0 = info.tl0PicIdx + tl0Delta & TL0_MASK;
        }
        if (info.keyIdx >= 0) {
            lastKey = info.keyIdx + keyDelta & KEY_MASK;
        }
        if (info.frameNumber >= 0) {
            lastFrame = info.frameNumber + frameDelta & FRAME_MASK;
        }
    }

    /**
     * Whether frames that went out name themselves, so that a receiver finds out what it misses even if no sequence number does. {@code described}:
     * the viewer gets the dependency descriptor.
     */
    boolean nameFrames(boolean described) {
        return lastPicture >= 0 || (described && lastFrame >= 0);
    }

    /** Current differences, packed. */
    long deltas() {
        return pictureDelta
                | (long) tl0Delta << TL0_SHIFT
                | (long) keyDelta << KEY_SHIFT
                | (long) frameDelta << FRAME_SHIFT;
    }

    /** 15 bits; of them the rewriter writes as many as the source did. */
    static int pictureId(int source, long deltas) {
        return (int) (source + (deltas & PICTURE_ID_MASK)) & PICTURE_ID_MASK;
    }

    static int tl0PicIdx(int source, long deltas) {
        return (int) (source + (deltas >> TL0_SHIFT)) & TL0_MASK;
    }

    static int keyIdx(int source, long deltas) {
        return (int) (source + (deltas >> KEY_SHIFT)) & KEY_MASK;
    }

    static int frameNumber(int source, long deltas) {
        return (int) (source + (deltas >> FRAME_SHIFT)) & FRAME_MASK;
    }

    static boolean changesFrameNumber(long deltas) {
        return (deltas >> FRAME_SHIFT & FRAME_MASK) != 0;
    }

    private static int follow(int last, int source, int mask, int unchanged) {
        return last < 0 || source < 0 ? unchanged : last + 1 - source & mask;
    }
}
