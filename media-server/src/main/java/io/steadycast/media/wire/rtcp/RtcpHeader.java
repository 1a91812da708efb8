package io.steadycast.media.wire.rtcp;

import io.steadycast.media.wire.Bytes;
import java.lang.foreign.MemorySegment;

/**
 * Any thread. The common header of RTCP packets (RFC 3550 section 6.4, feedback messages RFC 4585 section 6.1) and the numbers in it.
 *
 * <pre>
 *  0                   1                   2                   3
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |V=2|P| RC/FMT  |       PT      |             length            |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |                     SSRC of packet sender                     |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * </pre>
 */
public final class RtcpHeader {
    public static final int BYTES = 4;

    /** Header and sender SSRC, with which all but BYE and SDES without sources begin. */
    public static final int WITH_SENDER_BYTES = 8;

    /** RTPFB and PSFB: header, sender SSRC and media source SSRC. */
    public static final int FEEDBACK_BYTES = 12;

    public static final int SENDER_REPORT = 200;
    public static final int RECEIVER_REPORT = 201;
    public static final int SOURCE_DESCRIPTION = 202;
    public static final int GOODBYE = 203;
    public static final int APPLICATION = 204;
    public static final int TRANSPORT_FEEDBACK = 205;
    public static final int PAYLOAD_FEEDBACK = 206;
    public static final int EXTENDED_REPORT = 207;

    /** FMT of {@link #TRANSPORT_FEEDBACK}. */
    public static final int FMT_NACK = 1;

    public static final int FMT_TRANSPORT_CC = 15;

    /** FMT of {@link #PAYLOAD_FEEDBACK}. */
    public static final int FMT_PLI = 1;

    public static final int FMT_FIR = 4;
    public static final int FMT_APPLICATION = 15;

    private static final int VERSION_2 = 0x80;
    private static final int PADDING_BIT = 0x20;

    private RtcpHeader() {}

    public static int version(MemorySegment segment, long offset) {
        return Bytes.u8(segment, offset) >> 6;
    }

    public static boolean padding(MemorySegment segment, long offset) {
        return (Bytes.u8(segment, offset) & PADDING_BIT) != 0;
    }

    /** Number of report blocks or sources, or the FMT of a feedback message. */
    public static int count(MemorySegment segment, long offset) {
        return Bytes.u8(segment, offset) & 0x1F;
    }

    public static int type(MemorySegment segment, long offset) {
        return Bytes.u8(segment, offset + 1);
    }

    /** The whole packet, header included, as its length field says. */
    public static int packetBytes(MemorySegment segment, long offset) {
        return 4 + 4 * Bytes.u16(segment, offset + 2);
    }

    public static long senderSsrc(MemorySegment segment, long offset) {
        return Bytes.u32(segment, offset + 4);
    }

    /** Only for feedback messages. */
    public static long mediaSsrc(MemorySegment segment, long offset) {
        return Bytes.u32(segment, offset + 8);
    }

    /** Writes a header for a packet of {@code packetBytes} in all, a multiple of four. */
    static void write(MemorySegment segment, long offset, int countOrFormat, int type, int packetBytes) {
        Bytes.putU8(segment, offset, VERSION_2 | countOrFormat);
        Bytes.putU8(segment, offset + 1, type);
        Bytes.putU16(segment, offset + 2, packetBytes / 4 - 1);
    }

    static void writeFeedback(
            MemorySegment segment, long offset, int typeAndFormat, int packetBytes, long senderSsrc, long mediaSsrc) {
        write(segment, offset, typeAndFormat & 0x1F, typeAndFormat >> 8, packetBytes);
        Bytes.putU32(segment, offset + 4, senderSsrc);
        Bytes.putU32(segment, offset + 8, mediaSsrc);
    }

    /** Both numbers in one, for {@link #writeFeedback}. */
    static int typeAndFormat(int type, int format) {
        return type << 8 | format;
    }

    static void setPadding(MemorySegment segment, long offset) {
        Bytes.putU8(segment, offset, Bytes.u8(segment, offset) | PADDING_BIT);
    }
}
