package io.steadycast.media.wire.rtp;

import io.steadycast.media.wire.Bytes;
import java.lang.foreign.MemorySegment;

/**
 * Any thread. The values inside header extension elements.
 *
 * <p>Readers take an element as {@link HeaderExtensions#find} packs it and answer {@link #ABSENT} when there is none or its length is wrong; conversions are
 * pure arithmetic.
 *
 * <pre>
 * abs-send-time       24 bits: seconds, 6.18 fixed point, wraps every 64 s
 * playout-delay       |      MIN delay (12)      |      MAX delay (12)      |  units of 10 ms
 * ssrc-audio-level    |V|  level (7), -dBov |                                  RFC 6464
 * video-orientation   |0 0 0 0 C F R1 R0|                                      3GPP TS 26.114
 * toffset             24 bits, signed, in RTP timestamp units                  RFC 5450
 * transport-cc        16 bits: transport-wide sequence number
 * abs-capture-time    64 bits: NTP (UQ32.32), optionally 64 bits: estimated clock offset (Q32.32)
 * </pre>
 */
public final class ExtensionValues {
    /** No such element, or one of a wrong length; no value has it. */
    public static final int ABSENT = Integer.MIN_VALUE;

    public static final int PLAYOUT_DELAY_UNIT_MS = 10;
    public static final int PLAYOUT_DELAY_MAX_MS = 0xFFF * PLAYOUT_DELAY_UNIT_MS;
    private static final int ABS_SEND_TIME_FRACTION_BITS = 18;
    private static final int ABS_SEND_TIME_BITS = 24;
    private static final long NS_PER_SECOND = 1_000_000_000L;
    private static final int VOICE_BIT = 0x80;

    private ExtensionValues() {}

    public static int transportSequence(MemorySegment segment, long element) {
        return hasBytes(element, 2) ? Bytes.u16(segment, HeaderExtensions.dataOffset(element)) : ABSENT;
    }

    public static int absSendTime(MemorySegment segment, long element) {
        return hasBytes(element, 3) ? Bytes.u24(segment, HeaderExtensions.dataOffset(element)) : ABSENT;
    }

    public static int absSendTimeOf(long nowNs) {
        long secondsPart = Math.floorMod(nowNs, 64 * NS_PER_SECOND);
        return (int) ((secondsPart << ABS_SEND_TIME_FRACTION_BITS) / NS_PER_SECOND) & 0xFF_FFFF;
    }

    /** From one send time to a later one (or a little earlier), at most 32 s apart. */
    public static long absSendTimeDeltaNs(int from, int to) {
        int shift = 32 - ABS_SEND_TIME_BITS;
        int difference = (to - from) << shift >> shift;
        return (difference * NS_PER_SECOND) >> ABS_SEND_TIME_FRACTION_BITS;
    }

    /** The packed 24 bits, as {@link #playoutDelay} reads and {@link RtpHeaderWriter#element24} writes them. */
    public static int playoutDelayOf(int minMs, int maxMs) {
        int max = Math.clamp(maxMs, 0, PLAYOUT_DELAY_MAX_MS) / PLAYOUT_DELAY_UNIT_MS;
        int min = Math.min(Math.clamp(minMs, 0, PLAYOUT_DELAY_MAX_MS) / PLAYOUT_DELAY_UNIT_MS, max);
        return min << 12 | max;
    }

    public static int playoutDelay(MemorySegment segment, long element) {
        return hasBytes(element, 3) ? Bytes.u24(segment, HeaderExtensions.dataOffset(element)) : ABSENT;
    }

    public static int playoutDelayMinMs(int packed) {
        return (packed >> 12) * PLAYOUT_DELAY_UNIT_MS;
    }

    public static int playoutDelayMaxMs(int packed) {
        return (packed & 0xFFF) * PLAYOUT_DELAY_UNIT_MS;
    }

    /** 0 (loudest) to 127 (silence), in -dBov. The two-byte form may carry padding after it (RFC 6464 section 3). */
    public static int audioLevel(MemorySegment segment, long element) {
        return hasAtLeast(element, 1) ? Bytes.u8(segment, HeaderExtensions.dataOffset(element)) & 0x7F : ABSENT;
    }

    public static boolean voiceActivity(MemorySegment segment, long element) {
        return hasAtLeast(element, 1) && (Bytes.u8(segment, HeaderExtensions.dataOffset(element)) & VOICE_BIT) != 0;
    }

    public static int audioLevelOf(int level, boolean voice) {
        return (level & 0x7F) | (voice ? VOICE_BIT : 0);
    }

    /** The whole byte: rotation in its two low bits, flip and camera above. */
    public static int videoOrientation(MemorySegment segment, long element) {
        return hasAtLeast(element, 1) ? Bytes.u8(segment, HeaderExtensions.dataOffset(element)) : ABSENT;
    }

    public static int rotationDegrees(int videoOrientation) {
        return (videoOrientation & 0x03) * 90;
    }

    /** Signed, in RTP timestamp units. */
    public static int transmissionOffset(MemorySegment segment, long element) {
        return hasBytes(element, 3) ? Bytes.s24(segment, HeaderExtensions.dataOffset(element)) : ABSENT;
    }

    /** Capture time as NTP (UQ32.32), or 0 when absent: zero is "unknown" in NTP too. */
    public static long absCaptureTimeNtp(MemorySegment segment, long element) {
        return hasAtLeast(element, 8) ? Bytes.u64(segment, HeaderExtensions.dataOffset(element)) : 0;
    }

    /** mid, rid or repaired-rid equal to the known bytes. */
    public static boolean textEquals(MemorySegment segment, long element, byte[] known) {
        return element != HeaderExtensions.NONE
                && Bytes.matches(
                        segment, HeaderExtensions.dataOffset(element), HeaderExtensions.dataBytes(element), known);
    }

    private static boolean hasBytes(long element, int dataBytes) {
        return element != HeaderExtensions.NONE && HeaderExtensions.dataBytes(element) == dataBytes;
    }

    private static boolean hasAtLeast(long element, int dataBytes) {
        return element != HeaderExtensions.NONE && HeaderExtensions.dataBytes(element) >= dataBytes;
    }
}
