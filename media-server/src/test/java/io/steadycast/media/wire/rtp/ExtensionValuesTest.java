package io.steadycast.media.wire.rtp;

import static org.assertj.core.api.Assertions.assertThat;

import io.steadycast.media.wire.Segments;
import java.lang.foreign.MemorySegment;
import org.junit.jupiter.api.Test;

class ExtensionValuesTest {
    private static final long SECOND_NS = 1_000_000_000L;

    private final MemorySegment packet = Segments.hex("90 60 0001 00000002 00000003 BEDE0008"
            + "11BEEF 22123456 32014032 40A5 5043 62FFFFFE 77E6E6E6E6 00000001 0000");
    private final int length = Segments.size(packet);

    @Test
    void readsEachKind() {
        assertThat(ExtensionValues.transportSequence(packet, element(1))).isEqualTo(0xBEEF);
        assertThat(ExtensionValues.absSendTime(packet, element(2))).isEqualTo(0x123456);
        int delay = ExtensionValues.playoutDelay(packet, element(3));
        assertThat(ExtensionValues.playoutDelayMinMs(delay)).isEqualTo(200);
        assertThat(ExtensionValues.playoutDelayMaxMs(delay)).isEqualTo(500);
        assertThat(ExtensionValues.audioLevel(packet, element(4))).isEqualTo(0x25);
        assertThat(ExtensionValues.voiceActivity(packet, element(4))).isTrue();
        int orientation = ExtensionValues.videoOrientation(packet, element(5));
        assertThat(ExtensionValues.rotationDegrees(orientation)).isEqualTo(270);
        assertThat(ExtensionValues.transmissionOffset(packet, element(6))).isEqualTo(-2);
        assertThat(ExtensionValues.absCaptureTimeNtp(packet, element(7))).isEqualTo(0xE6E6E6E6_00000001L);
    }

    @Test
    void wrongLengthAndAbsenceAreTheSame() {
        assertThat(ExtensionValues.transportSequence(packet, element(2))).isEqualTo(ExtensionValues.ABSENT);
        assertThat(ExtensionValues.absSendTime(packet, element(1))).isEqualTo(ExtensionValues.ABSENT);
        assertThat(ExtensionValues.playoutDelay(packet, element(9))).isEqualTo(ExtensionValues.ABSENT);
        assertThat(ExtensionValues.audioLevel(packet, element(9))).isEqualTo(ExtensionValues.ABSENT);
        assertThat(ExtensionValues.voiceActivity(packet, element(9))).isFalse();
        assertThat(ExtensionValues.absCaptureTimeNtp(packet, element(2))).isZero();
    }

    @Test
    void absSendTimeWrapsEvery64Seconds() {
        assertThat(ExtensionValues.absSendTimeOf(0)).isZero();
        assertThat(ExtensionValues.absSendTimeOf(SECOND_NS)).isEqualTo(1 << 18);
        assertThat(ExtensionValues.absSendTimeOf(65 * SECOND_NS)).isEqualTo(1 << 18);
        assertThat(ExtensionValues.absSendTimeOf(-SECOND_NS)).isEqualTo(63 << 18);
        assertThat(ExtensionValues.absSendTimeDeltaNs(63 << 18, 1 << 18)).isEqualTo(2 * SECOND_NS);
        assertThat(ExtensionValues.absSendTimeDeltaNs(1 << 18, 63 << 18)).isEqualTo(-2 * SECOND_NS);
        int from = ExtensionValues.absSendTimeOf(123_456_789_000L);
        int to = ExtensionValues.absSendTimeOf(123_456_789_000L + 17_000_000);
        assertThat(ExtensionValues.absSendTimeDeltaNs(from, to)).isBetween(16_992_000L, 17_008_000L);
    }

    @Test
    void playoutDelayIsClamped() {
        int packed = ExtensionValues.playoutDelayOf(-5, 1_000_000);
        assertThat(ExtensionValues.playoutDelayMinMs(packed)).isZero();
        assertThat(ExtensionValues.playoutDelayMaxMs(packed)).isEqualTo(40_950);
        int crossed = ExtensionValues.playoutDelayOf(300, 100);
        assertThat(ExtensionValues.playoutDelayMinMs(crossed)).isEqualTo(100);
    }

    @Test
    void audioLevelByte() {
        assertThat(ExtensionValues.audioLevelOf(127, true)).isEqualTo(0xFF);
        assertThat(ExtensionValues.audioLevelOf(3, false)).isEqualTo(3);
    }

    private long element(int id) {
        return HeaderExtensions.find(packet, 0, length, id);
    }
}
