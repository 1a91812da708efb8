package io.steadycast.media.wire.fec;

import io.steadycast.media.wire.Bytes;
import java.lang.foreign.MemorySegment;

/**
 * Any thread. The FEC header of draft-ietf-payload-flexible-fec-scheme-03 (FlexFEC-03) for one protected stream, with a mask of 15, 46 or 109 packets. Later
 * versions of the draft and RFC 8627 lay it out differently; libwebrtc kept this one (flexfec_03_header_reader_writer.cc).
 *
 * <pre>
 *     0                   1                   2                   3
 *     0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 *    +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 *  0 |R|F|P|X|  CC   |M| PT recovery |        length recovery        |
 *  4 |                          TS recovery                          |
 *  8 |   SSRCCount   |                    reserved                   |
 * 12 |                             SSRC_i                            |
 * 16 |           SN base_i           |k|          Mask [0-14]        |
 * 20 |k|                   Mask [15-45] (optional)                   |
 * 24 |k|                                                             |
 *    +-+                   Mask [46-108] (optional)                  |
 * 28 |                                                               |
 *    +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * </pre>
 *
 * <p>R and F are 0. A k of 1 says that no further mask follows. Mask bit i stands for sequence number SN base + i, the most significant bit first. What follows
 * is the exclusive or of the protected packets from byte 12 on, each lengthened with zeros; "length" is a packet's without its first 12 bytes.
 */
public final class FlexFec {
    /** The widest mask. */
    public static final int MAX_SPAN = 109;

    public static final int MAX_HEADER_BYTES = 32;

    private static final int SHORT_SPAN = 15;
    private static final int MIDDLE_SPAN = 46;
    private static final int MIDDLE_BITS = MIDDLE_SPAN - SHORT_SPAN;
    private static final int LAST_BITS = MAX_SPAN - MIDDLE_SPAN;
    private static final int SHORT_BYTES = 20;
    private static final int MIDDLE_BYTES = 24;

    private static final int LENGTH_OFFSET = 2;
    private static final int TIMESTAMP_OFFSET = 4;
    private static final int SSRC_COUNT_OFFSET = 8;
    private static final int SSRC_OFFSET = 12;
    private static final int BASE_OFFSET = 16;
    private static final int MASK_OFFSET = 18;

    private static final int R_AND_F = 0xC0;
    private static final int K16 = 0x8000;
    private static final long K32 = 0x8000_0000L;
    private static final long K64 = 0x8000_0000_0000_0000L;

    private FlexFec() {}

    /** Of a header whose mask reaches over so many sequence numbers. */
    public static int headerBytes(int span) {
        if (span < 1 || span > MAX_SPAN) {
            throw new IllegalArgumentException("mask over " + span + " packets");
        }
        return span <= SHORT_SPAN ? SHORT_BYTES : span <= MIDDLE_SPAN ? MIDDLE_BYTES : MAX_HEADER_BYTES;
    }

    /** Everything but the recovery fields; {@code low} has the mask's bits 0 to 63 and {@code high} the rest, bit 0 lowest. Answers the header's length. */
    public static int writeMask(MemorySegment segment, long offset, long ssrc, int base, long low, long high) {
        int span = high != 0 ? 128 - Long.numberOfLeadingZeros(high) : 64 - Long.numberOfLeadingZeros(low);
        int bytes = headerBytes(span);
        Bytes.putU32(segment, offset + SSRC_COUNT_OFFSET, 1L << 24);
        Bytes.putU32(segment, offset + SSRC_OFFSET, ssrc);
        Bytes.putU16(segment, offset + BASE_OFFSET, base);
        int first = (int) (Long.reverse(low) >>> (64 - SHORT_SPAN));
        Bytes.putU16(segment, offset + MASK_OFFSET, bytes == SHORT_BYTES ? K16 | first : first);
        if (bytes > SHORT_BYTES) {
            long middle = Long.reverse(low >>> SHORT_SPAN) >>> (64 - MIDDLE_BITS);
            Bytes.putU32(segment, offset + SHORT_BYTES, bytes == MIDDLE_BYTES ? K32 | middle : middle);
        }
        if (bytes > MIDDLE_BYTES) {
            long last = Long.reverse(low >>> MIDDLE_SPAN | high << (64 - MIDDLE_SPAN)) >>> (64 - LAST_BITS);
            Bytes.putU64(segment, offset + MIDDLE_BYTES, K64 | last);
        }
        return bytes;
    }

    /** Begins the recovery fields. */
    public static void clearRecovery(MemorySegment segment, long offset) {
        Bytes.putU32(segment, offset, 0);
        Bytes.putU32(segment, offset + TIMESTAMP_OFFSET, 0);
    }

    /** Takes an RTP packet of this length into the recovery fields; a second time takes it out again. */
    public static void addRecovery(
            MemorySegment segment, long offset, MemorySegment rtp, long rtpOffset, int rtpBytes) {
        int flags = Bytes.u8(segment, offset) ^ Bytes.u8(rtp, rtpOffset);
        Bytes.putU8(segment, offset, flags & ~R_AND_F);
        Bytes.putU8(segment, offset + 1, Bytes.u8(segment, offset + 1) ^ Bytes.u8(rtp, rtpOffset + 1));
        int length = Bytes.u16(segment, offset + LENGTH_OFFSET) ^ (rtpBytes - PROTECTED_FROM);
        Bytes.putU16(segment, offset + LENGTH_OFFSET, length);
        long timestamp = Bytes.u32(segment, offset + TIMESTAMP_OFFSET) ^ Bytes.u32(rtp, rtpOffset + 4);
        Bytes.putU32(segment, offset + TIMESTAMP_OFFSET, timestamp);
    }

    /** Of an RTP packet: from here on its bytes are in the parity as they are, before that in the recovery fields. */
    public static final int PROTECTED_FROM = 12;
}
