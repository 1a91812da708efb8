package io.steadycast.signaling.plane;

/**
 * One layer of a published track as it runs now. Sizes are 0 until a keyframe told them.
 *
 * @param rank 0 is the lowest quality
 * @param rid empty if the track is not simulcast by rid
 * @param use whether it is sent, and wanted
 */
public record LayerInfo(int rank, String rid, PictureSize size, double framesPerSecond, long bitrateBps, LayerUse use) {
    public LayerInfo {
        Checks.range(rank, 0, LayerChoice.MAX_RANK, "a layer's rank");
        Checks.range(bitrateBps, 0, Long.MAX_VALUE, "a bit rate");
    }

    /** False while the publisher sends nothing on it. */
    public boolean active() {
        return use.active();
    }

    /** Width and height in pixels; 0 x 0 means unknown. */
    public record PictureSize(int widthPx, int heightPx) {
        public static final PictureSize UNKNOWN = new PictureSize(0, 0);

        public PictureSize {
            Checks.range(widthPx, 0, 65_536, "a width");
            Checks.range(heightPx, 0, 65_536, "a height");
        }
    }
}
