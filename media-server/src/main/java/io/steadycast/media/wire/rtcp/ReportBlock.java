package io.steadycast.media.wire.rtcp;

import io.steadycast.media.wire.Bytes;
import java.lang.foreign.MemorySegment;

/**
 * Any thread. A report block of SR and RR (RFC 3550 section 6.4.1).
 *
 * <pre>
 *  0                   1                   2                   3
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 * +=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+
 * |                 SSRC_1 (SSRC of first source)                 |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * | fraction lost |       cumulative number of packets lost       |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |           extended highest sequence number received           |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |                      interarrival jitter                      |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |                         last SR (LSR)                         |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |                   delay since last SR (DLSR)                  |
 * +=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+
 * </pre>
 *
 * <p>Accessors take the block's own offset, from {@link SenderReport#blockOffset} or {@link ReceiverReport#blockOffset}.
 */
public final class ReportBlock {
    public static final int BYTES = 24;
    public static final int MAX_COUNT = 31;
    private static final int MAX_LOST = 0x7F_FFFF;
    private static final int MIN_LOST = -0x80_0000;

    private ReportBlock() {}

    public static long ssrc(MemorySegment segment, long block) {
        return Bytes.u32(segment, block);
    }

    /** In 1/256. */
    public static int fractionLost(MemorySegment segment, long block) {
        return Bytes.u8(segment, block + 4);
    }

    /** Signed: duplicates make it negative. */
    public static int cumulativeLost(MemorySegment segment, long block) {
        return Bytes.s24(segment, block + 5);
    }

    /** Unsigned 32 bits: cycles above, sequence number below. */
    public static long highestSequence(MemorySegment segment, long block) {
        return Bytes.u32(segment, block + 8);
    }

    /** In timestamp units. */
    public static long jitter(MemorySegment segment, long block) {
        return Bytes.u32(segment, block + 12);
    }

    /** Middle 32 bits of the last SR's NTP time, 0 if none came yet. */
    public static long lastSenderReport(MemorySegment segment, long block) {
        return Bytes.u32(segment, block + 16);
    }

    /** In 1/65536 s. */
    public static long delaySinceLastSenderReport(MemorySegment segment, long block) {
        return Bytes.u32(segment, block + 20);
    }

    /** Source and loss; the cumulative count is clamped to its 24 bits, as RFC 3550 Appendix A.3 wants. */
    public static void writeLoss(MemorySegment segment, long block, long ssrc, int fractionLost, long cumulativeLost) {
        Bytes.putU32(segment, block, ssrc);
        Bytes.putU8(segment, block + 4, Math.clamp(fractionLost, 0, 255));
        Bytes.putU24(segment, block + 5, Math.clamp(cumulativeLost, MIN_LOST, MAX_LOST));
    }

    /** The rest of the block; the sequence number may be an extended one, its low 32 bits go out. */
    public static void writeReception(
            MemorySegment segment,
            long block,
            long highestSequence,
            long jitter,
            long lastSenderReport,
            long delaySinceLastSenderReport) {
        Bytes.putU32(segment, block + 8, highestSequence);
        Bytes.putU32(segment, block + 12, jitter);
        Bytes.putU32(segment, block + 16, lastSenderReport);
        Bytes.putU32(segment, block + 20, delaySinceLastSenderReport);
    }
}
