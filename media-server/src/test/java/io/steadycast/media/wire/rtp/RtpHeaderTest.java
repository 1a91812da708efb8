package io.steadycast.media.wire.rtp;

import static org.assertj.core.api.Assertions.assertThat;

import io.steadycast.media.wire.Segments;
import java.lang.foreign.MemorySegment;
import org.junit.jupiter.api.Test;

class RtpHeaderTest {
    private static final String FIXED = "80 E0 FFFE F0000001 89ABCDEF";

    @Test
    void readsTheFixedPart() {
        MemorySegment p = Segments.hex(FIXED + "AABB");
        assertThat(RtpHeader.version(p, 0)).isEqualTo(2);
        assertThat(RtpHeader.marker(p, 0)).isTrue();
        assertThat(RtpHeader.payloadType(p, 0)).isEqualTo(96);
        assertThat(RtpHeader.sequenceNumber(p, 0)).isEqualTo(0xFFFE);
        assertThat(RtpHeader.timestamp(p, 0)).isEqualTo(0xF0000001L);
        assertThat(RtpHeader.ssrc(p, 0)).isEqualTo(0x89ABCDEFL);
        assertThat(RtpHeader.headerBytes(p, 0, 14)).isEqualTo(12);
        assertThat(RtpHeader.payloadBytes(p, 0, 14)).isEqualTo(2);
        assertThat(RtpHeader.paddingBytes(p, 0, 14)).isZero();
    }

    @Test
    void writesWhatItReads() {
        MemorySegment p = Segments.zeroed(20);
        RtpHeader.write(p, 4, RtpHeader.markerAndType(true, 111), 0x1_0002, 0x2_0000_0003L, 0xFFFF_FFFFL);
        assertThat(Segments.hex(p, 4, 12)).isEqualTo("80ef000200000003ffffffff");
        RtpHeader.setMarker(p, 4, false);
        RtpHeader.setPayloadType(p, 4, 45);
        RtpHeader.setSequenceNumber(p, 4, 0xABCD);
        RtpHeader.setTimestamp(p, 4, 0xDEADBEEFL);
        RtpHeader.setSsrc(p, 4, 7);
        assertThat(Segments.hex(p, 0, 20)).isEqualTo("00000000" + "802dabcddeadbeef00000007" + "00000000");
    }

    @Test
    void countsCsrcsExtensionAndPadding() {
        MemorySegment p =
                Segments.hex("B2 60 0001 00000002 00000003 11111111 22222222 BEDE0001 10AA0000 010203 000004");
        int length = Segments.size(p);
        assertThat(RtpHeader.csrcCount(p, 0)).isEqualTo(2);
        assertThat(RtpHeader.csrc(p, 0, 1)).isEqualTo(0x22222222L);
        assertThat(RtpHeader.headerBytes(p, 0, length)).isEqualTo(28);
        assertThat(RtpHeader.paddingBytes(p, 0, length)).isEqualTo(4);
        assertThat(RtpHeader.payloadBytes(p, 0, length)).isEqualTo(2);
    }

    @Test
    void purePaddingHasAnEmptyPayload() {
        MemorySegment p = Segments.hex("A0 60 0001 00000002 00000003 0000 0003");
        assertThat(RtpHeader.payloadBytes(p, 0, 15)).isEqualTo(RtpHeader.MALFORMED);
        MemorySegment whole = Segments.hex("A0 60 0001 00000002 00000003 000003");
        assertThat(RtpHeader.payloadBytes(whole, 0, 15)).isZero();
        assertThat(RtpHeader.headerBytes(whole, 0, 15)).isEqualTo(12);
    }

    @Test
    void rejectsWhatIsNotWhole() {
        assertMalformed("80 60 0001 00000002 000000");
        assertMalformed("40 60 0001 00000002 00000003 AA");
        assertMalformed("8F 60 0001 00000002 00000003 AA");
        assertMalformed("90 60 0001 00000002 00000003 BEDE");
        assertMalformed("90 60 0001 00000002 00000003 BEDE0002 00000000");
        assertMalformed("A0 60 0001 00000002 00000003");
        assertMalformed("A0 60 0001 00000002 00000003 AA00");
        assertMalformed("A0 60 0001 00000002 00000003 AA03");
        assertMalformed("");
    }

    @Test
    void encryptedPacketsAreNotJudgedByTheirPadding() {
        MemorySegment p = Segments.hex("A0 60 0001 00000002 00000003 AAFF");
        assertThat(RtpHeader.headerBytes(p, 0, 14)).isEqualTo(RtpHeader.MALFORMED);
        assertThat(RtpHeader.encryptedHeaderBytes(p, 0, 14)).isEqualTo(12);
    }

    private static void assertMalformed(String hex) {
        MemorySegment p = Segments.hex(hex);
        assertThat(RtpHeader.headerBytes(p, 0, Segments.size(p))).as(hex).isEqualTo(RtpHeader.MALFORMED);
        assertThat(RtpHeader.payloadBytes(p, 0, Segments.size(p))).as(hex).isEqualTo(RtpHeader.MALFORMED);
    }
}
