package io.steadycast.media.wire.rtp;

import io.steadycast.media.wire.Bytes;
import java.lang.foreign.MemorySegment;

/**
 * Any thread. The RTP header (RFC 3550 section 5.1) where it lies.
 *
 * <pre>
 *  0                   1                   2                   3
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |V=2|P|X|  CC   |M|     PT      |       sequence number         |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |                           timestamp                           |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |           synchronization source (SSRC) identifier            |
 * +=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+
 * |            contributing source (CSRC) identifiers             |
 * |                             ....                              |
 * +=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+
 * |      defined by profile       |           length              |
 * |                        header extension                       |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * </pre>
 *
 * <p>Field accessors look only at the first {@link #FIXED_BYTES}; {@link #headerBytes} and {@link #payloadBytes} judge the whole packet.
 */
public final class RtpHeader {
    public static final int FIXED_BYTES = 12;

    /** Answer of the length accessors for a packet that must be dropped. */
    public static final int MALFORMED = -1;

    private static final int VERSION_2 = 0x80;
    private static final int PADDING_BIT = 0x20;
    private static final int EXTENSION_BIT = 0x10;
    private static final int MARKER_BIT = 0x80;
    private static final int EXTENSION_HEADER_BYTES = 4;

    private RtpHeader() {}

    public static int version(MemorySegment segment, long offset) {
        return Bytes.u8(segment, offset) >> 6;
    }

    public static boolean padding(MemorySegment segment, long offset) {
        return (Bytes.u8(segment, offset) & PADDING_BIT) != 0;
    }

    public static boolean extension(MemorySegment segment, long offset) {
        return (Bytes.u8(segment, offset) & EXTENSION_BIT) != 0;
    }

    public static int csrcCount(MemorySegment segment, long offset) {
        return Bytes.u8(segment, offset) & 0x0F;
    }

    public static boolean marker(MemorySegment segment, long offset) {
        return (Bytes.u8(segment, offset + 1) & MARKER_BIT) != 0;
    }

    public static int payloadType(MemorySegment segment, long offset) {
        return Bytes.u8(segment, offset + 1) & 0x7F;
    }

    public static int sequenceNumber(MemorySegment segment, long offset) {
        return Bytes.u16(segment, offset + 2);
    }

    /** Unsigned, in ticks of the payload type's clock. */
    public static long timestamp(MemorySegment segment, long offset) {
        return Bytes.u32(segment, offset + 4);
    }

    /** Unsigned. */
    public static long ssrc(MemorySegment segment, long offset) {
        return Bytes.u32(segment, offset + 8);
    }

    public static long csrc(MemorySegment segment, long offset, int index) {
        return Bytes.u32(segment, offset + FIXED_BYTES + 4L * index);
    }

    public static void setPadding(MemorySegment segment, long offset, boolean padding) {
        int first = Bytes.u8(segment, offset);
        Bytes.putU8(segment, offset, padding ? first | PADDING_BIT : first & ~PADDING_BIT);
    }

    static void setExtension(MemorySegment segment, long offset) {
        Bytes.putU8(segment, offset, Bytes.u8(segment, offset) | EXTENSION_BIT);
    }

    public static void setMarker(MemorySegment segment, long offset, boolean marker) {
        Bytes.putU8(segment, offset + 1, markerAndType(marker, payloadType(segment, offset)));
    }

    public static void setPayloadType(MemorySegment segment, long offset, int payloadType) {
        Bytes.putU8(segment, offset + 1, markerAndType(marker(segment, offset), payloadType));
    }

    public static void setSequenceNumber(MemorySegment segment, long offset, int sequenceNumber) {
        Bytes.putU16(segment, offset + 2, sequenceNumber);
    }

    public static void setTimestamp(MemorySegment segment, long offset, long timestamp) {
        Bytes.putU32(segment, offset + 4, timestamp);
    }

    public static void setSsrc(MemorySegment segment, long offset, long ssrc) {
        Bytes.putU32(segment, offset + 8, ssrc);
    }

    /** The second byte of the header, as {@link #write} takes it. */
    public static int markerAndType(boolean marker, int payloadType) {
        return (marker ? MARKER_BIT : 0) | (payloadType & 0x7F);
    }

    /** Writes the fixed part without padding, CSRCs or extension; counters may be extended ones, their low bits go out. */
    public static void write(
            MemorySegment segment, long offset, int markerAndType, long sequenceNumber, long timestamp, long ssrc) {
        Bytes.putU8(segment, offset, VERSION_2);
        Bytes.putU8(segment, offset + 1, markerAndType);
        Bytes.putU16(segment, offset + 2, (int) sequenceNumber);
        Bytes.putU32(segment, offset + 4, timestamp);
        Bytes.putU32(segment, offset + 8, ssrc);
    }

    /** Bytes before the payload: fixed part, CSRCs and extension; {@link #MALFORMED} if the packet is not a whole, well-padded RTP packet. */
    public static int headerBytes(MemorySegment segment, long offset, int lengthBytes) {
        int header = encryptedHeaderBytes(segment, offset, lengthBytes);
        if (header < 0) {
            return MALFORMED;
        }
        return paddingFits(segment, offset, lengthBytes, header) ? header : MALFORMED;
    }

    /**
     * Bytes before the payload without a look at the padding, for packets whose end is still encrypted: RTP padding lies inside what SRTP encrypts
     * (RFC 3711 section 3.1).
     */
    public static int encryptedHeaderBytes(MemorySegment segment, long offset, int lengthBytes) {
        if (lengthBytes < FIXED_BYTES || version(segment, offset) != 2) {
            return MALFORMED;
        }
        int header = extensionStart(segment, offset);
        if (extension(segment, offset)) {
            if (header + EXTENSION_HEADER_BYTES > lengthBytes) {
                return MALFORMED;
            }
            header += EXTENSION_HEADER_BYTES + 4 * Bytes.u16(segment, offset + header + 2);
        }
        return header <= lengthBytes ? header : MALFORMED;
    }

    /** Bytes of padding at the end, its count included; only for a packet that {@link #headerBytes} accepted. */
    public static int paddingBytes(MemorySegment segment, long offset, int lengthBytes) {
        return padding(segment, offset) ? Bytes.u8(segment, offset + lengthBytes - 1) : 0;
    }

    /** Bytes between header and padding; zero for a pure padding packet (a bandwidth probe), {@link #MALFORMED} as {@link #headerBytes} says. */
    public static int payloadBytes(MemorySegment segment, long offset, int lengthBytes) {
        int header = headerBytes(segment, offset, lengthBytes);
        return header < 0 ? MALFORMED : lengthBytes - header - paddingBytes(segment, offset, lengthBytes);
    }

    /** Where the extension's own header begins, counted from the packet's start. */
    static int extensionStart(MemorySegment segment, long offset) {
        return FIXED_BYTES + 4 * csrcCount(segment, offset);
    }

    private static boolean paddingFits(MemorySegment segment, long offset, int lengthBytes, int header) {
        if (!padding(segment, offset)) {
            return true;
        }
        int padding = lengthBytes > header ? Bytes.u8(segment, offset + lengthBytes - 1) : 0;
        return padding > 0 && padding <= lengthBytes - header;
    }
}
