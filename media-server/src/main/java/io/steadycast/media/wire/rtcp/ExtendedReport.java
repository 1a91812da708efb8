package io.steadycast.media.wire.rtcp;

import io.steadycast.media.wire.Bytes;
import java.lang.foreign.MemorySegment;

/**
 * Any thread. XR (RFC 3611) with the two blocks that measure a round trip from the receiver's side: RRTR (section 4.4) asks, DLRR (section 4.5) answers.
 *
 * <pre>
 *  0                   1                   2                   3
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |V=2|P|reserved |   PT=XR=207   |             length            |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |                              SSRC                             |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 *
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |     BT=4      |   reserved    |       block length = 2        |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |              NTP timestamp, most significant word             |
 * |             NTP timestamp, least significant word             |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 *
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |     BT=5      |   reserved    |         block length          |
 * +=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+
 * |                 SSRC_1 (SSRC of first receiver)               |
 * |                         last RR (LRR)                         |
 * |                   delay since last RR (DLRR)                  |  repeated
 * +=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+
 * </pre>
 *
 * <p>A block is its absolute offset. Iterate with {@code for (long b = first(s, o, l); b != NONE; b = next(s, o, l, b))}; a block that leaves the packet ends
 * the iteration.
 */
public final class ExtendedReport {
    public static final long NONE = -1;
    public static final int HEADER_BYTES = 8;
    public static final int RECEIVER_REFERENCE_TIME = 4;
    public static final int DELAY_SINCE_LAST_RR = 5;

    private static final int BLOCK_HEADER_BYTES = 4;
    private static final int RRTR_BYTES = 12;
    private static final int SUB_BLOCK_BYTES = 12;

    private ExtendedReport() {}

    public static boolean valid(MemorySegment segment, long offset, int lengthBytes) {
        return lengthBytes >= HEADER_BYTES;
    }

    public static long senderSsrc(MemorySegment segment, long offset) {
        return RtcpHeader.senderSsrc(segment, offset);
    }

    public static long first(MemorySegment segment, long offset, int lengthBytes) {
        return bounded(segment, offset + HEADER_BYTES, offset + lengthBytes);
    }

    public static long next(MemorySegment segment, long offset, int lengthBytes, long block) {
        return bounded(segment, block + blockBytes(segment, block), offset + lengthBytes);
    }

    public static int blockType(MemorySegment segment, long block) {
        return Bytes.u8(segment, block);
    }

    /** With its header. */
    public static int blockBytes(MemorySegment segment, long block) {
        return BLOCK_HEADER_BYTES + 4 * Bytes.u16(segment, block + 2);
    }

    /** Whether the block is an RRTR of the right length. */
    public static boolean isReceiverReference(MemorySegment segment, long block) {
        return blockType(segment, block) == RECEIVER_REFERENCE_TIME && blockBytes(segment, block) == RRTR_BYTES;
    }

    /** NTP, UQ32.32; only for {@link #isReceiverReference}. */
    public static long receiverNtp(MemorySegment segment, long block) {
        return Bytes.u64(segment, block + BLOCK_HEADER_BYTES);
    }

    /** Sub-blocks of a DLRR block, 0 for other types. */
    public static int delayCount(MemorySegment segment, long block) {
        boolean delays = blockType(segment, block) == DELAY_SINCE_LAST_RR;
        return delays ? (blockBytes(segment, block) - BLOCK_HEADER_BYTES) / SUB_BLOCK_BYTES : 0;
    }

    public static long delaySsrc(MemorySegment segment, long block, int index) {
        return Bytes.u32(segment, subBlock(block, index));
    }

    /** Middle 32 bits of the RRTR's NTP time. */
    public static long lastReceiverReference(MemorySegment segment, long block, int index) {
        return Bytes.u32(segment, subBlock(block, index) + 4);
    }

    /** In 1/65536 s. */
    public static long delaySinceLastReceiverReference(MemorySegment segment, long block, int index) {
        return Bytes.u32(segment, subBlock(block, index) + 8);
    }

    /** Starts a report without blocks; answers its length so far. */
    public static int begin(MemorySegment segment, long offset, long senderSsrc) {
        RtcpHeader.write(segment, offset, 0, RtcpHeader.EXTENDED_REPORT, HEADER_BYTES);
        Bytes.putU32(segment, offset + 4, senderSsrc);
        return HEADER_BYTES;
    }

    /** Adds an RRTR block to a report of {@code lengthBytes}; answers the new length. */
    public static int addReceiverReference(MemorySegment segment, long offset, int lengthBytes, long ntp) {
        long block = offset + lengthBytes;
        blockHeader(segment, block, RECEIVER_REFERENCE_TIME, RRTR_BYTES);
        Bytes.putU64(segment, block + BLOCK_HEADER_BYTES, ntp);
        return grown(segment, offset, lengthBytes + RRTR_BYTES);
    }

    /** Adds a DLRR block with {@code count} sub-blocks, written by {@link #putDelay} afterwards; answers the new length. */
    public static int addDelays(MemorySegment segment, long offset, int lengthBytes, int count) {
        int blockBytes = BLOCK_HEADER_BYTES + SUB_BLOCK_BYTES * count;
        blockHeader(segment, offset + lengthBytes, DELAY_SINCE_LAST_RR, blockBytes);
        return grown(segment, offset, lengthBytes + blockBytes);
    }

    /** Sub-block {@code index} of the DLRR block at {@code block}. */
    public static void putDelay(
            MemorySegment segment, long block, int index, long ssrc, long lastReference, long delay) {
        long sub = subBlock(block, index);
        Bytes.putU32(segment, sub, ssrc);
        Bytes.putU32(segment, sub + 4, lastReference);
        Bytes.putU32(segment, sub + 8, delay);
    }

    private static void blockHeader(MemorySegment segment, long block, int type, int blockBytes) {
        Bytes.putU8(segment, block, type);
        Bytes.putU8(segment, block + 1, 0);
        Bytes.putU16(segment, block + 2, blockBytes / 4 - 1);
    }

    private static int grown(MemorySegment segment, long offset, int packetBytes) {
        Bytes.putU16(segment, offset + 2, packetBytes / 4 - 1);
        return packetBytes;
    }

    private static long bounded(MemorySegment segment, long block, long end) {
        return block + BLOCK_HEADER_BYTES <= end && block + blockBytes(segment, block) <= end ? block : NONE;
    }

    private static long subBlock(long block, int index) {
        return block + BLOCK_HEADER_BYTES + (long) SUB_BLOCK_BYTES * index;
    }
}
