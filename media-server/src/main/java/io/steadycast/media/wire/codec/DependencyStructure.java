package io.steadycast.media.wire.codec;

/**
 * Confined to its {@link DependencyDescriptorReader}. The template dependency structure of a stream (AV1 RTP payload format, appendix A.8.2): which layers there
 * are, what each template refers to, and which decode targets and chains it serves.
 *
 * <p>All arrays have the largest size that the bit fields allow, so a structure is filled again and again without an allocation.
 */
final class DependencyStructure {
    static final int MAX_TEMPLATES = 64;
    static final int MAX_TARGETS = 32;
    static final int MAX_CHAINS = 32;
    static final int MAX_SPATIAL = 4;
    static final int MAX_TEMPORAL = 8;
    /** The format sets no bound; libwebrtc keeps five, an encoder has eight reference slots. */
    static final int MAX_FRAME_DIFFS = 16;

    private static final int SAME_LAYER = 0;
    private static final int NEXT_TEMPORAL = 1;
    private static final int NEXT_SPATIAL = 2;

    boolean present;
    int templateIdOffset;
    int templateCount;
    int targetCount;
    int chainCount;
    int spatialLayers;
    boolean resolutionsPresent;

    final int[] spatialId = new int[MAX_TEMPLATES];
    final int[] temporalId = new int[MAX_TEMPLATES];
    /** Two bits for each decode target, the first in the lowest bits. */
    final long[] dtis = new long[MAX_TEMPLATES];

    final int[] frameDiffCount = new int[MAX_TEMPLATES];
    final int[] frameDiffs = new int[MAX_TEMPLATES * MAX_FRAME_DIFFS];
    final int[] chainDiffs = new int[MAX_TEMPLATES * MAX_CHAINS];
    final int[] protectedBy = new int[MAX_TARGETS];
    final int[] targetSpatialId = new int[MAX_TARGETS];
    final int[] targetTemporalId = new int[MAX_TARGETS];
    final int[] widthPx = new int[MAX_SPATIAL];
    final int[] heightPx = new int[MAX_SPATIAL];

    /** template_dependency_structure(); false if it is cut off or exceeds a bound. */
    boolean parse(BitReader bits) {
        present = false;
        templateIdOffset = bits.intBits(6);
        targetCount = bits.intBits(5) + 1;
        boolean whole = layers(bits) && targetIndications(bits) && diffs(bits) && chains(bits);
        if (!whole) {
            return false;
        }
        targetLayers();
        resolutionsPresent = bits.flag();
        for (int layer = 0; resolutionsPresent && layer < spatialLayers; layer++) {
            widthPx[layer] = bits.intBits(16) + 1;
            heightPx[layer] = bits.intBits(16) + 1;
        }
        present = !bits.failed();
        return present;
    }

    static int dti(long packed, int target) {
        return (int) (packed >>> (2 * target)) & 0x03;
    }

    private boolean layers(BitReader bits) {
        int spatial = 0;
        int temporal = 0;
        templateCount = 0;
        while (templateCount < MAX_TEMPLATES) {
            spatialId[templateCount] = spatial;
            temporalId[templateCount] = temporal;
            templateCount++;
            switch (bits.intBits(2)) {
                case SAME_LAYER -> {}
                case NEXT_TEMPORAL -> temporal++;
                case NEXT_SPATIAL -> {
                    temporal = 0;
                    spatial++;
                }
                default -> {
                    spatialLayers = spatial + 1;
                    return !bits.failed();
                }
            }
            if (bits.failed() || spatial >= MAX_SPATIAL || temporal >= MAX_TEMPORAL) {
                return false;
            }
        }
        return false;
    }

    private boolean targetIndications(BitReader bits) {
        for (int template = 0; template < templateCount; template++) {
            dtis[template] = readDtis(bits, targetCount);
        }
        return !bits.failed();
    }

    static long readDtis(BitReader bits, int targets) {
        long packed = 0;
        for (int target = 0; target < targets; target++) {
            packed |= bits.bits(2) << (2 * target);
        }
        return packed;
    }

    private boolean diffs(BitReader bits) {
        for (int template = 0; template < templateCount; template++) {
            int count = 0;
            while (bits.flag()) {
                if (count == MAX_FRAME_DIFFS) {
                    return false;
                }
                frameDiffs[template * MAX_FRAME_DIFFS + count++] = bits.intBits(4) + 1;
            }
            frameDiffCount[template] = count;
        }
        return !bits.failed();
    }

    private boolean chains(BitReader bits) {
        chainCount = bits.nonSymmetric(targetCount + 1);
        if (chainCount == 0 || chainCount > targetCount) {
            return chainCount == 0 && !bits.failed();
        }
        for (int target = 0; target < targetCount; target++) {
            protectedBy[target] = bits.nonSymmetric(chainCount);
        }
        for (int template = 0; template < templateCount; template++) {
            for (int chain = 0; chain < chainCount; chain++) {
                chainDiffs[template * MAX_CHAINS + chain] = bits.intBits(4);
            }
        }
        return !bits.failed();
    }

    /** decode_target_layers(): a target's layers are the highest among the templates that it contains. */
    private void targetLayers() {
        for (int target = 0; target < targetCount; target++) {
            int spatial = 0;
            int temporal = 0;
            for (int template = 0; template < templateCount; template++) {
                if (dti(dtis[template], target) != DependencyDescriptorReader.NOT_PRESENT) {
                    spatial = Math.max(spatial, spatialId[template]);
                    temporal = Math.max(temporal, temporalId[template]);
                }
            }
            targetSpatialId[target] = spatial;
            targetTemporalId[target] = temporal;
        }
    }
}
