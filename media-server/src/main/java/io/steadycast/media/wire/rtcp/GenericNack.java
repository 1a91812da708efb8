package io.steadycast.media.wire.rtcp;

import io.steadycast.media.wire.Bytes;
import java.lang.foreign.MemorySegment;

/**
 * Any thread. Generic NACK (RFC 4585 section 6.2.1).
 *
 * <pre>
 *  0                   1                   2                   3
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |V=2|P|  FMT=1  |  PT=RTPFB=205 |             length            |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |                     SSRC of packet sender                     |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |                      SSRC of media source                     |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |            PID                |             BLP               |  repeated
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * </pre>
 *
 * <p>Every entry stands for up to 17 packets; slot {@code i} of the message is bit {@code i % 17} of entry {@code i / 17}. Iterate with
 * {@code for (int i = first(s, o, l); i >= 0; i = next(s, o, l, i)) use(lostSequence(s, o, i));}
 */
public final class GenericNack {
    public static final int NONE = -1;
    private static final int ENTRY_BYTES = 4;
    private static final int SLOTS = 17;
    private static final int TYPE = RtcpHeader.typeAndFormat(RtcpHeader.TRANSPORT_FEEDBACK, RtcpHeader.FMT_NACK);

    private GenericNack() {}

    public static boolean valid(MemorySegment segment, long offset, int lengthBytes) {
        return lengthBytes >= RtcpHeader.FEEDBACK_BYTES + ENTRY_BYTES;
    }

    public static long mediaSsrc(MemorySegment segment, long offset) {
        return RtcpHeader.mediaSsrc(segment, offset);
    }

    /** The first slot, or {@link #NONE}. */
    public static int first(MemorySegment segment, long offset, int lengthBytes) {
        return next(segment, offset, lengthBytes, -1);
    }

    /** The next slot whose packet is reported lost, or {@link #NONE}. */
    public static int next(MemorySegment segment, long offset, int lengthBytes, int slot) {
        int slots = (lengthBytes - RtcpHeader.FEEDBACK_BYTES) / ENTRY_BYTES * SLOTS;
        for (int i = slot + 1; i < slots; i++) {
            int bit = i % SLOTS;
            if (bit == 0 || (Bytes.u16(segment, entry(offset, i) + 2) >> (bit - 1) & 1) != 0) {
                return i;
            }
        }
        return NONE;
    }

    /** 16 bits. */
    public static int lostSequence(MemorySegment segment, long offset, int slot) {
        return (Bytes.u16(segment, entry(offset, slot)) + slot % SLOTS) & 0xFFFF;
    }

    /** Starts a message without entries; answers its length so far. */
    public static int begin(MemorySegment segment, long offset, long senderSsrc, long mediaSsrc) {
        RtcpHeader.writeFeedback(segment, offset, TYPE, RtcpHeader.FEEDBACK_BYTES, senderSsrc, mediaSsrc);
        return RtcpHeader.FEEDBACK_BYTES;
    }

    /**
     * Adds a lost packet to the message of {@code lengthBytes}; numbers come in ascending order, extended or 16 bits. Answers the new length, which stays the
     * same when the last entry's bit mask could take it; the caller keeps it inside its buffer.
     */
    public static int add(MemorySegment segment, long offset, int lengthBytes, long sequenceNumber) {
        if (lengthBytes > RtcpHeader.FEEDBACK_BYTES) {
            long last = offset + lengthBytes - ENTRY_BYTES;
            int distance = (int) (sequenceNumber - Bytes.u16(segment, last)) & 0xFFFF;
            if (distance == 0) {
                return lengthBytes;
            }
            if (distance < SLOTS) {
                Bytes.putU16(segment, last + 2, Bytes.u16(segment, last + 2) | 1 << (distance - 1));
                return lengthBytes;
            }
        }
        Bytes.putU16(segment, offset + lengthBytes, (int) sequenceNumber);
        Bytes.putU16(segment, offset + lengthBytes + 2, 0);
        int grown = lengthBytes + ENTRY_BYTES;
        Bytes.putU16(segment, offset + 2, grown / 4 - 1);
        return grown;
    }

    /** A whole message from a sorted list; at most {@code 12 + 4 * count} bytes. */
    public static int write(
            MemorySegment segment, long offset, long senderSsrc, long mediaSsrc, long[] sequenceNumbers, int count) {
        int lengthBytes = begin(segment, offset, senderSsrc, mediaSsrc);
        for (int i = 0; i < count; i++) {
            lengthBytes = add(segment, offset, lengthBytes, sequenceNumbers[i]);
        }
        return lengthBytes;
    }

    private static long entry(long offset, int slot) {
        return offset + RtcpHeader.FEEDBACK_BYTES + (long) ENTRY_BYTES * (slot / SLOTS);
    }
}
