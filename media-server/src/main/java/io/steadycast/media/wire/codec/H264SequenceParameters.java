package io.steadycast.media.wire.codec;

import java.lang.foreign.MemorySegment;

/**
 * Any thread. The picture size in an H.264 sequence parameter set (ITU-T H.264 section 7.3.2.1.1), the cropping applied.
 *
 * <p>Everything before the size has to be walked, with counts that come from the wire; each is bounded by what the specification allows.
 */
final class H264SequenceParameters {
    private static final int MAX_SPS_ID = 31;
    private static final int MAX_POC_CYCLE = 255;
    private static final int MACROBLOCK_PX = 16;
    /** Level 6.2 allows 139,264 macroblocks; no side is longer than sqrt(8 times that). */
    private static final int MAX_SIDE_MACROBLOCKS = 1055;

    private static final int CHROMA_444 = 3;

    private H264SequenceParameters() {}

    /** Fills width and height of {@code out}, or leaves them unknown if the set makes no sense. */
    static void parseSize(MemorySegment segment, long nalOffset, int nalBytes, FrameInfo out) {
        BitReader bits = out.bits;
        bits.startNalUnit(segment, nalOffset + 1, nalBytes - 1);
        int profile = bits.intBits(8);
        bits.bits(16);
        if (bits.unsignedGolomb() > MAX_SPS_ID) {
            return;
        }
        int chroma = hasChromaFormat(profile) ? chromaFormat(bits) : 1;
        if (chroma < 0 || !skipOrderCount(bits)) {
            return;
        }
        bits.unsignedGolomb();
        bits.bits(1);
        long widthMacroblocks = bits.unsignedGolomb() + 1;
        long heightUnits = bits.unsignedGolomb() + 1;
        boolean framesOnly = bits.flag();
        if (!framesOnly) {
            bits.bits(1);
        }
        bits.bits(1);
        long heightMacroblocks = heightUnits * (framesOnly ? 1 : 2);
        if (bits.failed() || widthMacroblocks > MAX_SIDE_MACROBLOCKS || heightMacroblocks > MAX_SIDE_MACROBLOCKS) {
            return;
        }
        crop(
                bits,
                (int) widthMacroblocks * MACROBLOCK_PX,
                (int) heightMacroblocks * MACROBLOCK_PX,
                out,
                chroma,
                framesOnly);
    }

    private static void crop(
            BitReader bits, int codedWidth, int codedHeight, FrameInfo out, int chroma, boolean framesOnly) {
        long width = codedWidth;
        long height = codedHeight;
        if (bits.flag()) {
            int unitX = chroma == 1 || chroma == 2 ? 2 : 1;
            int unitY = (chroma == 1 ? 2 : 1) * (framesOnly ? 1 : 2);
            width -= unitX * (bits.unsignedGolomb() + bits.unsignedGolomb());
            height -= unitY * (bits.unsignedGolomb() + bits.unsignedGolomb());
        }
        if (!bits.failed() && width > 0 && height > 0) {
            out.size((int) width, (int) height);
        }
    }

    private static boolean hasChromaFormat(int profile) {
        return switch (profile) {
            case 100, 110, 122, 244, 44, 83, 86, 118, 128, 138, 139, 134, 135 -> true;
            default -> false;
        };
    }

    /** chroma_format_idc, the fields behind it skipped; -1 if out of range. */
    private static int chromaFormat(BitReader bits) {
        long chroma = bits.unsignedGolomb();
        if (chroma > CHROMA_444) {
            return -1;
        }
        boolean separatePlanes = chroma == CHROMA_444 && bits.flag();
        bits.unsignedGolomb();
        bits.unsignedGolomb();
        bits.bits(1);
        if (bits.flag()) {
            int lists = chroma == CHROMA_444 ? 12 : 8;
            for (int i = 0; i < lists; i++) {
                if (bits.flag()) {
                    skipScalingList(bits, i < 6 ? 16 : 64);
                }
            }
        }
        return separatePlanes ? 0 : (int) chroma;
    }

    private static void skipScalingList(BitReader bits, int size) {
        long last = 8;
        long next = 8;
        for (int i = 0; i < size && !bits.failed(); i++) {
            if (next != 0) {
                next = (last + bits.signedGolomb() + 256) & 0xFF;
            }
            last = next == 0 ? last : next;
        }
    }

    private static boolean skipOrderCount(BitReader bits) {
        bits.unsignedGolomb();
        long type = bits.unsignedGolomb();
        if (type == 0) {
            bits.unsignedGolomb();
            return true;
        }
        if (type != 1) {
            return type == 2;
        }
        bits.bits(1);
        bits.signedGolomb();
        bits.signedGolomb();
        long cycle = bits.unsignedGolomb();
        if (cycle > MAX_POC_CYCLE) {
            return false;
        }
        for (int i = 0; i < cycle && !bits.failed(); i++) {
            bits.signedGolomb();
        }
        return true;
    }
}
