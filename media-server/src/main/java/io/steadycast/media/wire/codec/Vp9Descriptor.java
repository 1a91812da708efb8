package io.steadycast.media.wire.codec;

import io.steadycast.media.wire.Bytes;
import java.lang.foreign.MemorySegment;

/**
 * Any thread. The VP9 payload descriptor (RFC 9628 section 4.2), flexible and non-flexible mode, with its scalability structure.
 *
 * <pre>
 *       0 1 2 3 4 5 6 7                          0 1 2 3 4 5 6 7
 *      +-+-+-+-+-+-+-+-+                        +-+-+-+-+-+-+-+-+
 *      |I|P|L|F|B|E|V|Z| (REQUIRED)        V:   | N_S |Y|G|-|-|-|
 *      +-+-+-+-+-+-+-+-+                        +-+-+-+-+-+-+-+-+              -\
 * I:   |M| PICTURE ID  | (REQUIRED)        Y:   |     WIDTH     | (OPTIONAL)    .
 *      +-+-+-+-+-+-+-+-+                        +     16 bit    + (OPTIONAL)    .
 * M:   | EXTENDED PID  | (RECOMMENDED)          +-+-+-+-+-+-+-+-+               . N_S + 1 times
 *      +-+-+-+-+-+-+-+-+                        |     HEIGHT    | (OPTIONAL)    .
 * L:   | TID |U| SID |D| (Conditional)          +     16 bit    + (OPTIONAL)    .
 *      +-+-+-+-+-+-+-+-+                        +-+-+-+-+-+-+-+-+              -/
 *      |   TL0PICIDX   | (non-flexible)    G:   |      N_G      | (OPTIONAL)
 *      +-+-+-+-+-+-+-+-+          -\            +-+-+-+-+-+-+-+-+              -\
 * P,F: | P_DIFF      |N| (F)       . up to      | TID |U| R |-|-| (OPTIONAL)    . N_G times
 *      +-+-+-+-+-+-+-+-+          -/ 3 times    +-+-+-+-+-+-+-+-+              -\
 * V:   | SS            |                        |    P_DIFF     | (OPTIONAL)    . R times
 *      | ..            |                        +-+-+-+-+-+-+-+-+              -/
 *      +-+-+-+-+-+-+-+-+
 * </pre>
 *
 * <p>Start and end are those of a layer's frame; the picture ends with the RTP marker. All packets of the lowest layer of a key picture count as keyframe.
 */
public final class Vp9Descriptor {
    private static final int I_BIT = 0x80;
    private static final int P_BIT = 0x40;
    private static final int L_BIT = 0x20;
    private static final int F_BIT = 0x10;
    private static final int B_BIT = 0x08;
    private static final int E_BIT = 0x04;
    private static final int V_BIT = 0x02;
    private static final int Z_BIT = 0x01;
    private static final int MAX_REFERENCES = 3;

    private Vp9Descriptor() {}

    /** False if the descriptor does not fit the payload or nothing follows it. */
    public static boolean parse(MemorySegment segment, long offset, int lengthBytes, FrameInfo out) {
        out.reset();
        long end = offset + lengthBytes;
        if (lengthBytes < 1) {
            return false;
        }
        int flags = Bytes.u8(segment, offset);
        out.interPicture = (flags & P_BIT) != 0;
        out.startOfFrame = (flags & B_BIT) != 0;
        out.endOfFrame = (flags & E_BIT) != 0;
        out.notForInterLayer = (flags & Z_BIT) != 0;
        long at = pictureId(segment, offset + 1, end, flags, out);
        at = layers(segment, at, end, flags, out);
        at = references(segment, at, end, flags);
        if ((flags & V_BIT) != 0) {
            at = scalabilityStructure(segment, at, end, out);
        }
        if (at < 0 || at >= end) {
            return false;
        }
        out.descriptorBytes = (int) (at - offset);
        out.keyframe = !out.interPicture && !out.interLayer && out.spatialId == 0;
        out.opensUpperLayers = out.switchPoint;
        out.switchPoint |= !out.interPicture;
        return true;
    }

    /** The steps answer where they ended, or -1 once the payload was too short; -1 goes through all later steps. */
    private static long pictureId(MemorySegment segment, long at, long end, int flags, FrameInfo out) {
        if ((flags & I_BIT) == 0) {
            return at;
        }
        if (at >= end) {
            return -1;
        }
        int first = Bytes.u8(segment, at);
        if ((first & 0x80) == 0) {
            out.pictureId = first;
            out.pictureIdBits = 7;
            return at + 1;
        }
        if (at + 2 > end) {
            return -1;
        }
        out.pictureId = Bytes.u16(segment, at) & 0x7FFF;
        out.pictureIdBits = 15;
        return at + 2;
    }

    private static long layers(MemorySegment segment, long at, long end, int flags, FrameInfo out) {
        if (at < 0 || (flags & L_BIT) == 0) {
            return at;
        }
        boolean flexible = (flags & F_BIT) != 0;
        if (at + (flexible ? 1 : 2) > end) {
            return -1;
        }
        int value = Bytes.u8(segment, at);
        out.temporalId = value >> 5;
        out.switchPoint = (value & 0x10) != 0;
        out.spatialId = value >> 1 & 0x07;
        out.interLayer = (value & 0x01) != 0;
        if (flexible) {
            return at + 1;
        }
        out.tl0PicIdx = Bytes.u8(segment, at + 1);
        return at + 2;
    }

    private static long references(MemorySegment segment, long from, long end, int flags) {
        if (from < 0 || (flags & F_BIT) == 0 || (flags & P_BIT) == 0) {
            return from;
        }
        // Flexible mode counts its references in picture ids, so it has one (RFC 9628 section 4.2).
        if ((flags & I_BIT) == 0) {
            return -1;
        }
        long at = from;
        for (int i = 0; i < MAX_REFERENCES; i++) {
            if (at >= end) {
                return -1;
            }
            boolean more = (Bytes.u8(segment, at++) & 0x01) != 0;
            if (!more) {
                return at;
            }
        }
        return -1;
    }

    private static long scalabilityStructure(MemorySegment segment, long from, long end, FrameInfo out) {
        if (from < 0 || from >= end) {
            return -1;
        }
        int head = Bytes.u8(segment, from);
        int layers = (head >> 5) + 1;
        long at = from + 1;
        if ((head & 0x10) != 0) {
            if (at + 4L * layers > end) {
                return -1;
            }
            for (int layer = 0; layer < layers; layer++) {
                out.layerSize(layer, Bytes.u16(segment, at), Bytes.u16(segment, at + 2));
                at += 4;
            }
        }
        out.spatialLayers = layers;
        return (head & 0x08) != 0 ? pictureGroup(segment, at, end) : at;
    }

    /** Only skipped: a forwarder goes by the layer ids of each packet. */
    private static long pictureGroup(MemorySegment segment, long from, long end) {
        if (from >= end) {
            return -1;
        }
        int pictures = Bytes.u8(segment, from);
        long at = from + 1;
        for (int i = 0; i < pictures; i++) {
            if (at >= end) {
                return -1;
            }
            at += 1 + (Bytes.u8(segment, at) >> 2 & 0x03);
        }
        return at <= end ? at : -1;
    }
}
