package io.steadycast.media.wire.codec;

import io.steadycast.media.wire.Bytes;
import java.lang.foreign.MemorySegment;

/**
 * Any thread. The VP8 payload descriptor (RFC 7741 section 4.2) and the first bytes of the payload header behind it (section 4.3).
 *
 * <pre>
 *       0 1 2 3 4 5 6 7                       0 1 2 3 4 5 6 7
 *      +-+-+-+-+-+-+-+-+                     +-+-+-+-+-+-+-+-+
 *      |X|R|N|S|R| PID | (REQUIRED)          |Size0|H| VER |P|
 *      +-+-+-+-+-+-+-+-+                     +-+-+-+-+-+-+-+-+
 * X:   |I|L|T|K| RSV   | (OPTIONAL)          |     Size1     |
 *      +-+-+-+-+-+-+-+-+                     +-+-+-+-+-+-+-+-+
 * I:   |M| PictureID   | (OPTIONAL)          |     Size2     |
 *      +-+-+-+-+-+-+-+-+                     +-+-+-+-+-+-+-+-+
 *      |   PictureID   | (M)                 : start code, width and height
 *      +-+-+-+-+-+-+-+-+                     : of keyframes (RFC 6386 section 9.1)
 * L:   |   TL0PICIDX   | (OPTIONAL)
 *      +-+-+-+-+-+-+-+-+
 * T/K: |TID|Y| KEYIDX  | (OPTIONAL)
 *      +-+-+-+-+-+-+-+-+
 * </pre>
 *
 * <p>The end of a frame is the RTP marker; only the first packet of a keyframe says that it is one.
 */
public final class Vp8Descriptor {
    /** The longest descriptor that {@link #rewrite} makes. */
    public static final int MAX_BYTES = 6;

    private static final int X_BIT = 0x80;
    private static final int N_BIT = 0x20;
    private static final int S_BIT = 0x10;
    private static final int PARTITION_MASK = 0x07;
    private static final int I_BIT = 0x80;
    private static final int L_BIT = 0x40;
    private static final int T_BIT = 0x20;
    private static final int K_BIT = 0x10;
    private static final int M_BIT = 0x80;
    private static final int Y_BIT = 0x20;
    private static final int INTER_FRAME_BIT = 0x01;
    private static final int START_CODE = 0x9D012A;
    private static final int KEYFRAME_HEADER_BYTES = 10;

    private Vp8Descriptor() {}

    /** False if the descriptor does not fit the payload or nothing follows it. */
    public static boolean parse(MemorySegment segment, long offset, int lengthBytes, FrameInfo out) {
        out.reset();
        if (lengthBytes < 1) {
            return false;
        }
        int required = Bytes.u8(segment, offset);
        int extended = (required & X_BIT) != 0 && lengthBytes > 1 ? Bytes.u8(segment, offset + 1) : 0;
        int descriptorBytes = descriptorBytes(segment, offset, lengthBytes);
        if (descriptorBytes < 0 || descriptorBytes >= lengthBytes) {
            return false;
        }
        out.descriptorBytes = descriptorBytes;
        out.discardable = (required & N_BIT) != 0;
        out.startOfFrame = (required & S_BIT) != 0 && (required & PARTITION_MASK) == 0;
        long at = offset + 2;
        if ((extended & I_BIT) != 0) {
            boolean wide = (Bytes.u8(segment, at) & M_BIT) != 0;
            out.pictureIdBits = wide ? 15 : 7;
            out.pictureId = wide ? Bytes.u16(segment, at) & 0x7FFF : Bytes.u8(segment, at);
            at += wide ? 2 : 1;
        }
        if ((extended & L_BIT) != 0) {
            out.tl0PicIdx = Bytes.u8(segment, at++);
        }
        if ((extended & (T_BIT | K_BIT)) != 0) {
            layers(extended, Bytes.u8(segment, at), out);
        }
        if (out.startOfFrame) {
            payloadHeader(segment, offset + descriptorBytes, lengthBytes - descriptorBytes, out);
        }
        return true;
    }

    private static void layers(int extended, int value, FrameInfo out) {
        if ((extended & T_BIT) != 0) {
            out.temporalId = value >> 6;
            out.switchPoint = (value & Y_BIT) != 0;
        }
        if ((extended & K_BIT) != 0) {
            out.keyIdx = value & 0x1F;
        }
    }

    private static void payloadHeader(MemorySegment segment, long payload, int payloadBytes, FrameInfo out) {
        out.interPicture = (Bytes.u8(segment, payload) & INTER_FRAME_BIT) != 0;
        if (out.interPicture) {
            return;
        }
        out.keyframe = true;
        out.switchPoint = true;
        if (payloadBytes >= KEYFRAME_HEADER_BYTES && Bytes.u24(segment, payload + 3) == START_CODE) {
            out.size(littleEndian14(segment, payload + 6), littleEndian14(segment, payload + 8));
        }
    }

    /** Two bits of scaling above each size are left out: they are the renderer's. */
    private static int littleEndian14(MemorySegment segment, long offset) {
        return Bytes.u8(segment, offset) | (Bytes.u8(segment, offset + 1) & 0x3F) << 8;
    }

    /** The descriptor's length, or -1 if the payload ends inside it. */
    public static int descriptorBytes(MemorySegment segment, long offset, int lengthBytes) {
        if (lengthBytes < 1) {
            return -1;
        }
        if ((Bytes.u8(segment, offset) & X_BIT) == 0) {
            return 1;
        }
        if (lengthBytes < 2) {
            return -1;
        }
        int extended = Bytes.u8(segment, offset + 1);
        int size = 2;
        if ((extended & I_BIT) != 0) {
            if (lengthBytes < 3) {
                return -1;
            }
            size += (Bytes.u8(segment, offset + 2) & M_BIT) != 0 ? 2 : 1;
        }
        size += (extended & L_BIT) != 0 ? 1 : 0;
        size += (extended & (T_BIT | K_BIT)) != 0 ? 1 : 0;
        return size <= lengthBytes ? size : -1;
    }

    /** New numbers for {@link #rewrite}; -1 keeps the source's own. Extended values are cut to their bits. */
    public static long numbers(long pictureId, long tl0PicIdx, long keyIdx) {
        return (pictureId < 0 ? 0xFFFF : pictureId & 0x7FFF) << 32
                | (tl0PicIdx < 0 ? 0xFFFF : tl0PicIdx & 0xFF) << 16
                | (keyIdx < 0 ? 0xFFFF : keyIdx & 0x1F);
    }

    /**
     * Copies a descriptor that {@link #parse} accepted, with new {@link #numbers} in the fields that it has; fields it lacks stay lacking. A picture id
     * always goes out with 15 bits, so that it does not change its width (RFC 7741 section 4.2) when layers of different encoders follow each other.
     *
     * @return the bytes written, at most {@link #MAX_BYTES}; the codec's data continues at the source's own descriptor length
     */
    public static int rewrite(
            MemorySegment source, long sourceOffset, MemorySegment target, long targetOffset, long numbers) {
        int required = Bytes.u8(source, sourceOffset);
        Bytes.putU8(target, targetOffset, required);
        if ((required & X_BIT) == 0) {
            return 1;
        }
        int extended = Bytes.u8(source, sourceOffset + 1);
        Bytes.putU8(target, targetOffset + 1, extended);
        long from = sourceOffset + 2;
        long to = targetOffset + 2;
        if ((extended & I_BIT) != 0) {
            boolean wide = (Bytes.u8(source, from) & M_BIT) != 0;
            int original = wide ? Bytes.u16(source, from) & 0x7FFF : Bytes.u8(source, from);
            Bytes.putU16(target, to, M_BIT << 8 | chosen(numbers >> 32, original));
            from += wide ? 2 : 1;
            to += 2;
        }
        if ((extended & L_BIT) != 0) {
            Bytes.putU8(target, to++, chosen(numbers >> 16, Bytes.u8(source, from++)));
        }
        if ((extended & (T_BIT | K_BIT)) != 0) {
            int original = Bytes.u8(source, from);
            int keyIdx = (extended & K_BIT) != 0 ? chosen(numbers, original & 0x1F) : original & 0x1F;
            Bytes.putU8(target, to++, (original & 0xE0) | keyIdx);
        }
        return (int) (to - targetOffset);
    }

    private static int chosen(long field, int original) {
        int value = (int) field & 0xFFFF;
        return value == 0xFFFF ? original : value;
    }
}
