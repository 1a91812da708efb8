package io.steadycast.media.wire.codec;

import io.steadycast.media.wire.Bytes;
import java.lang.foreign.MemorySegment;

/**
 * Any thread. The first byte of an Opus packet (RFC 6716 section 3.1).
 *
 * <pre>
 *  0 1 2 3 4 5 6 7
 * +-+-+-+-+-+-+-+-+
 * | config  |s| c |
 * +-+-+-+-+-+-+-+-+
 * </pre>
 */
public final class OpusToc {
    public static final int CLOCK_RATE = 48_000;

    /** RFC 6716 section 3.2.5: a packet holds at most 120 ms. */
    public static final int MAX_SAMPLES = CLOCK_RATE * 120 / 1000;

    /** libopus sends one byte of TOC, at most one more, while there is nothing to hear. */
    private static final int DTX_MAX_BYTES = 2;

    private OpusToc() {}

    /** Nothing but silence inside: discontinuous transmission. */
    public static boolean dtx(int payloadBytes) {
        return payloadBytes <= DTX_MAX_BYTES;
    }

    public static boolean stereo(MemorySegment segment, long offset) {
        return (Bytes.u8(segment, offset) & 0x04) != 0;
    }

    /** Of one frame, at 48 kHz. */
    public static int frameSamples(MemorySegment segment, long offset) {
        int config = Bytes.u8(segment, offset) >> 3;
        if (config < 12) {
            // SILK: 10, 20, 40, 60 ms.
            return (config & 0x03) == 3 ? 2880 : 480 << (config & 0x03);
        }
        if (config < 16) {
            // Hybrid: 10, 20 ms.
            return 480 << (config & 0x01);
        }
        // CELT: 2.5, 5, 10, 20 ms.
        return 120 << (config & 0x03);
    }

    /** Frames in the packet, or -1 if it is malformed (RFC 6716 section 3.4). */
    public static int frameCount(MemorySegment segment, long offset, int lengthBytes) {
        if (lengthBytes < 1) {
            return -1;
        }
        int code = Bytes.u8(segment, offset) & 0x03;
        if (code < 3) {
            return code == 0 ? 1 : 2;
        }
        int count = lengthBytes < 2 ? 0 : Bytes.u8(segment, offset + 1) & 0x3F;
        return count == 0 || count * frameSamples(segment, offset) > MAX_SAMPLES ? -1 : count;
    }

    /** Of the whole packet, at 48 kHz, or -1 if it is malformed. */
    public static int durationSamples(MemorySegment segment, long offset, int lengthBytes) {
        int frames = frameCount(segment, offset, lengthBytes);
        return frames < 0 ? -1 : frames * frameSamples(segment, offset);
    }
}
