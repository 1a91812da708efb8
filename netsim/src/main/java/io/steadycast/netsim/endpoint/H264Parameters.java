package io.steadycast.netsim.endpoint;

/** Pure. H.264's sequence parameter set of a plain stream (ITU-T H.264 section 7.3.2.1.1): constrained baseline, level 3.1, this size. */
final class H264Parameters {
    private static final int MACROBLOCK_PX = 16;
    /** Of 4:2:0, cropping counts in two lines. */
    private static final int CROP_PX = 2;

    private H264Parameters() {}

    static byte[] sequence(int widthPx, int heightPx) {
        int across = (widthPx + MACROBLOCK_PX - 1) / MACROBLOCK_PX;
        int down = (heightPx + MACROBLOCK_PX - 1) / MACROBLOCK_PX;
        int cropRight = (across * MACROBLOCK_PX - widthPx) / CROP_PX;
        int cropBottom = (down * MACROBLOCK_PX - heightPx) / CROP_PX;
        BitSink bits = new BitSink();
        bits.put(8, 0x67).put(8, 66).put(8, 0xE0).put(8, 31);
        // Ids and frame numbers; picture order is that of output; one reference.
        bits.exponential(0).exponential(0).exponential(2).exponential(1).put(1, 0);
        bits.exponential(across - 1).exponential(down - 1).put(1, 1).put(1, 1);
        if (cropRight > 0 || cropBottom > 0) {
            bits.put(1, 1).exponential(0).exponential(cropRight).exponential(0).exponential(cropBottom);
        } else {
            bits.put(1, 0);
        }
        // No usability information, then the stop bit.
        bits.put(1, 0).put(1, 1);
        return bits.bytes();
    }
}
