package io.steadycast.media.engine.log;

import java.util.Arrays;

/**
 * Confined to its shard. What is known of one RTP packet beyond its bytes: a reusable struct, filled by the publisher's side, stored in the
 * header of a {@link TrackLog} slot and read back by the viewers' side. -1 means "not in this packet".
 */
public final class PacketInfo {
    private static final int KEYFRAME = 2;
    /** Above the flags: {@link #paddingBytes}. */
    private static final int PADDING_SHIFT = 16;

    public long extSeq;
    public long extTimestamp;
    public long arrivalNs;

    public boolean marker;
    public boolean keyframe;
    public boolean startOfFrame;
    public boolean endOfFrame;
    /** A receiver may start decoding this packet's temporal (or spatial) layer here if it decoded all lower ones so far. */
    public boolean switchPoint;
    /** From this frame on all higher temporal layers may be entered. */
    public boolean opensUpperLayers;

    /** No frame of a higher spatial layer refers to it, in this picture or a later one. */
    public boolean ownLayerOnly;
    /** No other frame refers to this one. */
    public boolean discardable;
    /** A number without media (RFC 3550 padding, probes). It is no hole: viewers close the gap. */
    public boolean padding;
    /** The payload is RED (RFC 2198) around Opus. */
    public boolean red;

    public int payloadType;
    public int spatialId;
    public int temporalId;
    public int pictureId;
    public int tl0PicIdx;
    public int keyIdx;
    /** Frame number of the dependency descriptor. */
    public int frameNumber;
    /** RFC 6464: 0 is loudest, 127 is silence. */
    public int audioLevel;

    /** From the start of the RTP packet; this is also the length of its header with CSRCs and extensions. */
    public int payloadOffset;

    /** Without RTP padding. */
    public int payloadLength;

    /** RTP padding (RFC 3550 section 5.1) behind the payload, of ours: see {@link EvenLengths}. */
    public int paddingBytes;

    /** Where each {@link PassedExtension} lies: offset from the start of the RTP packet << 8 | length; -1 if absent. */
    private final int[] extensions = new int[PassedExtension.COUNT];

    public PacketInfo() {
        clear();
    }

    /** Makes it the description of a packet of which nothing is known. */
    public void clear() {
        extSeq = -1;
        extTimestamp = 0;
        arrivalNs = 0;
        setFlags(0);
        payloadType = -1;
        spatialId = 0;
        temporalId = 0;
        pictureId = -1;
        tl0PicIdx = -1;
        keyIdx = -1;
        frameNumber = -1;
        audioLevel = -1;
        payloadOffset = 0;
        payloadLength = 0;
        Arrays.fill(extensions, -1);
    }

    public boolean has(PassedExtension extension) {
        return extensions[extension.index()] >= 0;
    }

    /** From the start of the RTP packet to the extension's data (behind its id and length); only if it {@link #has} it. */
    public int extensionOffset(PassedExtension extension) {
        return extensions[extension.index()] >>> 8;
    }

    public int extensionLength(PassedExtension extension) {
        return extensions[extension.index()] & 0xff;
    }

    /** RFC 8285: an element's data has 0 to 255 bytes. */
    public void extension(PassedExtension extension, int offset, int length) {
        extensions[extension.index()] = offset << 8 | (length & 0xff);
    }

    int packedExtension(int index) {
        return extensions[index];
    }

    void packedExtension(int index, int packed) {
        extensions[index] = packed;
    }

    static boolean isKeyframe(int flags) {
        return (flags & KEYFRAME) != 0;
    }

    int flags() {
        return (marker ? 1 : 0)
                | (keyframe ? KEYFRAME : 0)
                | (startOfFrame ? 4 : 0)
                | (endOfFrame ? 8 : 0)
                | (switchPoint ? 16 : 0)
                | (discardable ? 32 : 0)
                | (padding ? 64 : 0)
                | (red ? 128 : 0)
                | (opensUpperLayers ? 256 : 0)
                | (ownLayerOnly ? 512 : 0)
                | paddingBytes << PADDING_SHIFT;
    }

    void setFlags(int flags) {
        marker = (flags & 1) != 0;
        keyframe = isKeyframe(flags);
        startOfFrame = (flags & 4) != 0;
        endOfFrame = (flags & 8) != 0;
        switchPoint = (flags & 16) != 0;
        discardable = (flags & 32) != 0;
        padding = (flags & 64) != 0;
        red = (flags & 128) != 0;
        opensUpperLayers = (flags & 256) != 0;
        ownLayerOnly = (flags & 512) != 0;
        paddingBytes = flags >>> PADDING_SHIFT;
    }
}
