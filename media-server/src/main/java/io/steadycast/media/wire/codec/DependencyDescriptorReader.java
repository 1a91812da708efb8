package io.steadycast.media.wire.codec;

import java.lang.foreign.MemorySegment;

/**
 * Confined to its stream. Reads the dependency descriptor (AV1 RTP payload format, appendix A), which tells layers and dependencies of a frame without a look
 * into the codec. Frames name a template of a structure that only keyframes carry, so the reader keeps the last one.
 *
 * <pre>
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |S|E|template id|         frame number          |   mandatory: start and end of frame, template, number
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |T|A|D|F|C| [structure] [active targets] [dtis] [fdiffs] [chains]   extended, if more than 3 bytes
 * +-+-+-+-+-+-+-...
 * </pre>
 *
 * <p>A structure is read into a spare one and taken over only when the whole descriptor was good and its frame is not older than that of the structure in use;
 * so neither a malformed packet nor a late retransmission harms the stream. Everything but {@link #parse} speaks of the last descriptor that was accepted.
 */
public final class DependencyDescriptorReader {
    public static final int MANDATORY_BYTES = 3;

    /** Decode target indications (appendix A.4). */
    public static final int NOT_PRESENT = 0;

    public static final int DISCARDABLE = 1;
    public static final int SWITCH = 2;
    public static final int REQUIRED = 3;

    private final BitReader bits = new BitReader();
    private final int[] frameDiffs = new int[DependencyStructure.MAX_FRAME_DIFFS];
    private final int[] chainDiffs = new int[DependencyStructure.MAX_CHAINS];

    private DependencyStructure current = new DependencyStructure();
    private DependencyStructure spare = new DependencyStructure();
    /** The structure of the last descriptor: {@link #current}, or {@link #spare} for a late keyframe. */
    private DependencyStructure used = current;

    private int structureFrame;
    private long activeTargets;

    private boolean structurePresent;
    private boolean customDtis;
    private boolean customDiffs;
    private boolean customChains;
    private int template;
    private int frameNumber;
    private long dtis;
    private int frameDiffCount;
    private long frameActiveTargets;

    /**
     * Reads the element's data. False if it is malformed or names a template of a structure that never came; start and end of the frame are filled even then,
     * as long as the mandatory bytes are there.
     */
    public boolean parse(MemorySegment segment, long offset, int lengthBytes, FrameInfo out) {
        out.reset();
        if (lengthBytes < MANDATORY_BYTES) {
            return false;
        }
        bits.start(segment, offset, lengthBytes);
        out.startOfFrame = bits.flag();
        out.endOfFrame = bits.flag();
        int templateId = bits.intBits(6);
        frameNumber = bits.intBits(16);
        structurePresent = false;
        customDtis = false;
        customDiffs = false;
        customChains = false;
        used = current;
        frameActiveTargets = activeTargets;
        if (lengthBytes > MANDATORY_BYTES && !extended()) {
            return false;
        }
        if (!used.present || !frameDefinition(templateId) || bits.failed()) {
            return false;
        }
        takeOver();
        fill(out);
        return true;
    }

    /** Forgets the structure, when the stream starts anew. */
    public void reset() {
        current.present = false;
        spare.present = false;
    }

    /** The structure came with this descriptor: the first packet of a keyframe. */
    public boolean structurePresent() {
        return structurePresent;
    }

    /** 16 bits, one more with each frame in decoding order over all layers. */
    public int frameNumber() {
        return frameNumber;
    }

    public int spatialLayers() {
        return used.spatialLayers;
    }

    public int decodeTargets() {
        return used.targetCount;
    }

    /** A bit for each decode target that the sender currently produces, the first in the lowest. */
    public long activeDecodeTargets() {
        return frameActiveTargets;
    }

    public int targetSpatialId(int target) {
        return used.targetSpatialId[target];
    }

    public int targetTemporalId(int target) {
        return used.targetTemporalId[target];
    }

    /** What this frame is to the decode target: {@link #NOT_PRESENT}, {@link #DISCARDABLE}, {@link #SWITCH} or {@link #REQUIRED}. */
    public int dti(int target) {
        return DependencyStructure.dti(dtis, target);
    }

    /** The decode target for a choice of layers: the highest that does not exceed it, or -1. */
    public int targetFor(int maxSpatialId, int maxTemporalId) {
        int best = -1;
        int bestRank = -1;
        for (int target = 0; target < used.targetCount; target++) {
            int spatial = used.targetSpatialId[target];
            int temporal = used.targetTemporalId[target];
            int rank = spatial * DependencyStructure.MAX_TEMPORAL + temporal;
            if (spatial <= maxSpatialId && temporal <= maxTemporalId && rank > bestRank) {
                best = target;
                bestRank = rank;
            }
        }
        return best;
    }

    public int frameDiffs() {
        return frameDiffCount;
    }

    /** How many frames back the reference lies. */
    public int frameDiff(int index) {
        return frameDiffs[index];
    }

    public int chains() {
        return used.chainCount;
    }

    /** How many frames back the previous frame of the chain lies; 0: this frame starts it. */
    public int chainDiff(int chain) {
        return chainDiffs[chain];
    }

    /** The chain that a decode target needs unbroken; only if there are {@link #chains}. */
    public int protectedBy(int target) {
        return used.protectedBy[target];
    }

    private boolean extended() {
        structurePresent = bits.flag();
        boolean activePresent = bits.flag();
        customDtis = bits.flag();
        customDiffs = bits.flag();
        customChains = bits.flag();
        if (structurePresent) {
            if (!spare.parse(bits)) {
                return false;
            }
            used = spare;
            frameActiveTargets = (1L << spare.targetCount) - 1;
        }
        if (activePresent) {
            if (!used.present) {
                return false;
            }
            frameActiveTargets = activeMask(used.targetCount);
        }
        return !bits.failed();
    }

    /** Bit i of the mask stands for decode target i (appendix A.8.3), the highest comes first. */
    private long activeMask(int targets) {
        return bits.bits(targets);
    }

    private boolean frameDefinition(int templateId) {
        template = (templateId + DependencyStructure.MAX_TEMPLATES - used.templateIdOffset)
                % DependencyStructure.MAX_TEMPLATES;
        if (template >= used.templateCount) {
            return false;
        }
        dtis = customDtis ? DependencyStructure.readDtis(bits, used.targetCount) : used.dtis[template];
        if (!(customDiffs ? customFrameDiffs() : templateFrameDiffs())) {
            return false;
        }
        for (int chain = 0; chain < used.chainCount; chain++) {
            chainDiffs[chain] =
                    customChains ? bits.intBits(8) : used.chainDiffs[template * DependencyStructure.MAX_CHAINS + chain];
        }
        return true;
    }

    private boolean customFrameDiffs() {
        frameDiffCount = 0;
        int size = bits.intBits(2);
        while (size != 0) {
            if (frameDiffCount == DependencyStructure.MAX_FRAME_DIFFS) {
                return false;
            }
            frameDiffs[frameDiffCount++] = bits.intBits(4 * size) + 1;
            size = bits.intBits(2);
        }
        return true;
    }

    private boolean templateFrameDiffs() {
        frameDiffCount = used.frameDiffCount[template];
        int from = template * DependencyStructure.MAX_FRAME_DIFFS;
        for (int i = 0; i < frameDiffCount; i++) {
            frameDiffs[i] = used.frameDiffs[from + i];
        }
        return true;
    }

    /** The new structure and its active targets become the stream's, unless this keyframe is older than the one in use. */
    private void takeOver() {
        if (structurePresent) {
            boolean older = current.present && (short) (frameNumber - structureFrame) < 0;
            if (older) {
                return;
            }
            spare = current;
            current = used;
            structureFrame = frameNumber;
        }
        activeTargets = frameActiveTargets;
    }

    private void fill(FrameInfo out) {
        out.spatialId = used.spatialId[template];
        out.temporalId = used.temporalId[template];
        out.interPicture = frameDiffCount > 0;
        out.keyframe = structurePresent && frameDiffCount == 0 && out.spatialId == 0;
        boolean needed = false;
        boolean switching = false;
        out.notForInterLayer = true;
        int highest = -1;
        for (int target = 0; target < used.targetCount; target++) {
            int indication = dti(target);
            needed |= indication == SWITCH || indication == REQUIRED;
            switching |= indication == SWITCH;
            out.notForInterLayer &= indication == NOT_PRESENT || used.targetSpatialId[target] <= out.spatialId;
            if (used.targetSpatialId[target] == out.spatialId && used.targetTemporalId[target] > highest) {
                highest = used.targetTemporalId[target];
                out.opensUpperLayers = indication == SWITCH;
            }
        }
        out.discardable = !needed;
        out.switchPoint = switching;
        if (structurePresent) {
            out.spatialLayers = used.spatialLayers;
        }
        if (used.resolutionsPresent) {
            fillSizes(out);
        }
    }

    private void fillSizes(FrameInfo out) {
        out.spatialLayers = used.spatialLayers;
        for (int layer = 0; layer < used.spatialLayers; layer++) {
            out.layerSize(layer, used.widthPx[layer], used.heightPx[layer]);
        }
    }
}
