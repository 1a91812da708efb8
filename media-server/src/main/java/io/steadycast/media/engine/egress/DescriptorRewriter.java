package io.steadycast.media.engine.egress;

import io.steadycast.media.engine.log.Codec;
import io.steadycast.media.wire.Bytes;
import java.lang.foreign.MemorySegment;

/**
 * Any thread. Copies the head of a payload with other picture numbers in it, as wide as they were.
 *
 * <pre>
 * VP8 (RFC 7741 section 4.2)                VP9 (RFC 9628 section 4.2)
 *      0 1 2 3 4 5 6 7                           0 1 2 3 4 5 6 7
 *     +-+-+-+-+-+-+-+-+                         +-+-+-+-+-+-+-+-+
 *     |X|R|N|S|R| PID |                         |I|P|L|F|B|E|V|Z|
 *     +-+-+-+-+-+-+-+-+                         +-+-+-+-+-+-+-+-+
 * X:  |I|L|T|K| RSV   |                     I:  |M| PICTURE ID  |
 *     +-+-+-+-+-+-+-+-+                         +-+-+-+-+-+-+-+-+
 * I:  |M| PictureID   |                     M:  | EXTENDED PID  |
 *     +-+-+-+-+-+-+-+-+                         +-+-+-+-+-+-+-+-+
 *     |   PictureID   |                     L:  | TID |U| SID |D|
 *     +-+-+-+-+-+-+-+-+                         +-+-+-+-+-+-+-+-+
 * L:  |   TL0PICIDX   |                     !F: |   TL0PICIDX   |
 *     +-+-+-+-+-+-+-+-+                         +-+-+-+-+-+-+-+-+
 * T/K:|TID|Y| KEYIDX  |
 *     +-+-+-+-+-+-+-+-+
 * </pre>
 */
final class DescriptorRewriter {
    /** No head is longer. */
    private static final int MAX_BYTES = 6;

    private DescriptorRewriter() {}

    /** Bytes that were copied and rewritten at {@code target}; the rest of the payload follows unchanged. 0 when nothing has to change. */
    static int rewrite(Codec codec, long deltas, MemorySegment source, long offset, int payloadBytes, Target target) {
        return switch (codec) {
            case VP8 -> vp8(deltas, source, offset, payloadBytes, target);
            case VP9 -> vp9(deltas, source, offset, payloadBytes, target);
            case OPUS, H264, AV1 -> 0;
        };
    }

    /** Where the rewritten head goes. */
    static final class Target {
        MemorySegment segment = MemorySegment.NULL;
        long offset;
    }

    private static int vp8(long deltas, MemorySegment source, long offset, int payloadBytes, Target target) {
        if (payloadBytes < MAX_BYTES + 1 || (Bytes.u8(source, offset) & 0x80) == 0) {
            return 0;
        }
        Bytes.copy(source, offset, target.segment, target.offset, MAX_BYTES);
        int flags = Bytes.u8(source, offset + 1);
        int at = 2;
        if ((flags & 0x80) != 0) {
            at += pictureId(deltas, source, offset + at, target.segment, target.offset + at);
        }
        if ((flags & 0x40) != 0) {
            int tl0 = PictureIds.tl0PicIdx(Bytes.u8(source, offset + at), deltas);
            Bytes.putU8(target.segment, target.offset + at, tl0);
            at++;
        }
        if ((flags & 0x30) != 0) {
            int byteOfKey = Bytes.u8(source, offset + at);
            int key = (flags & 0x10) != 0 ? PictureIds.keyIdx(byteOfKey & 0x1F, deltas) : byteOfKey & 0x1F;
            Bytes.putU8(target.segment, target.offset + at, (byteOfKey & 0xE0) | key);
            at++;
        }
        return at;
    }

    private static int vp9(long deltas, MemorySegment source, long offset, int payloadBytes, Target target) {
        if (payloadBytes < MAX_BYTES) {
            return 0;
        }
        Bytes.copy(source, offset, target.segment, target.offset, MAX_BYTES);
        int flags = Bytes.u8(source, offset);
        int at = 1;
        if ((flags & 0x80) != 0) {
            at += pictureId(deltas, source, offset + at, target.segment, target.offset + at);
        }
        if ((flags & 0x20) != 0) {
            at++;
            if ((flags & 0x10) == 0) {
                int tl0 = PictureIds.tl0PicIdx(Bytes.u8(source, offset + at), deltas);
                Bytes.putU8(target.segment, target.offset + at, tl0);
                at++;
            }
        }
        return at;
    }

    private static int pictureId(
            long deltas, MemorySegment source, long offset, MemorySegment target, long targetOffset) {
        int first = Bytes.u8(source, offset);
        if ((first & 0x80) == 0) {
            Bytes.putU8(target, targetOffset, PictureIds.pictureId(first, deltas) & 0x7F);
            return 1;
        }
        int wide = Bytes.u16(source, offset) & 0x7FFF;
        Bytes.putU16(target, targetOffset, 0x8000 | PictureIds.pictureId(wide, deltas));
        return 2;
    }
}
