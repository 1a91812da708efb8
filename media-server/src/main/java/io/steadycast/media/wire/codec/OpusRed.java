package io.steadycast.media.wire.codec;

import io.steadycast.media.wire.Bytes;
import java.lang.foreign.MemorySegment;

/**
 * Any thread. Redundant audio data (RFC 2198 section 3), as browsers wrap Opus in {@code red/48000}: older frames before the primary one.
 *
 * <pre>
 *  0                   1                    2                   3
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3  4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+    0 1 2 3 4 5 6 7
 * |F|   block PT  |  timestamp offset         |   block length    |   +-+-+-+-+-+-+-+-+
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+   |0|   Block PT  |  the last, primary
 *                                                                     +-+-+-+-+-+-+-+-+
 * </pre>
 */
public final class OpusRed {
    /** Bound of redundant blocks; libwebrtc sends one or two, at most nine by field trial. */
    public static final int MAX_BLOCKS = 32;

    public static final int BLOCK_HEADER_BYTES = 4;

    /** Of 14 bits: 341 ms at 48 kHz. */
    public static final int MAX_OFFSET = 0x3FFF;

    /** Of 10 bits. */
    public static final int MAX_BLOCK_BYTES = 0x3FF;

    private static final int FOLLOWS_BIT = 0x80;

    private OpusRed() {}

    /** Redundant blocks before the primary one; -1 if the payload is malformed. The other accessors need an answer of 0 or more. */
    public static int redundantBlocks(MemorySegment segment, long offset, int lengthBytes) {
        int header = 0;
        int data = 0;
        for (int blocks = 0; blocks <= MAX_BLOCKS; blocks++) {
            if (header >= lengthBytes) {
                return -1;
            }
            if ((Bytes.u8(segment, offset + header) & FOLLOWS_BIT) == 0) {
                return header + 1 + data <= lengthBytes ? blocks : -1;
            }
            if (header + BLOCK_HEADER_BYTES > lengthBytes) {
                return -1;
            }
            data += Bytes.u16(segment, offset + header + 2) & 0x3FF;
            header += BLOCK_HEADER_BYTES;
        }
        return -1;
    }

    public static int blockPayloadType(MemorySegment segment, long offset, int block) {
        return Bytes.u8(segment, header(offset, block)) & 0x7F;
    }

    /** Ticks before the packet's RTP timestamp. */
    public static int timestampOffset(MemorySegment segment, long offset, int block) {
        return Bytes.u16(segment, header(offset, block) + 1) >> 2;
    }

    public static int blockBytes(MemorySegment segment, long offset, int block) {
        return Bytes.u16(segment, header(offset, block) + 2) & 0x3FF;
    }

    /** Where a block's data begins, counted from the payload's start; the primary block is that of index {@code redundantBlocks}. */
    public static int blockOffset(MemorySegment segment, long offset, int redundantBlocks, int block) {
        int at = redundantBlocks * BLOCK_HEADER_BYTES + 1;
        for (int i = 0; i < block; i++) {
            at += blockBytes(segment, offset, i);
        }
        return at;
    }

    /** Where the primary encoding begins, counted from the payload's start; -1 if the payload is malformed. */
    public static int primaryOffset(MemorySegment segment, long offset, int lengthBytes) {
        int blocks = redundantBlocks(segment, offset, lengthBytes);
        return blocks < 0 ? -1 : blockOffset(segment, offset, blocks, blocks);
    }

    /** The header of a redundant block, so many ticks older than the packet; its data comes behind all headers. */
    public static void putBlock(MemorySegment segment, long offset, int payloadType, int ticks, int lengthBytes) {
        Bytes.putU8(segment, offset, FOLLOWS_BIT | payloadType);
        Bytes.putU16(segment, offset + 1, ticks << 2 | lengthBytes >> 8);
        Bytes.putU8(segment, offset + 3, lengthBytes);
    }

    /** The last header. */
    public static void putPrimary(MemorySegment segment, long offset, int payloadType) {
        Bytes.putU8(segment, offset, payloadType);
    }

    private static long header(long offset, int block) {
        return offset + (long) BLOCK_HEADER_BYTES * block;
    }
}
