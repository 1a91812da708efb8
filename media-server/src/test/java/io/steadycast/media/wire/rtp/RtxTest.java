package io.steadycast.media.wire.rtp;

import static org.assertj.core.api.Assertions.assertThat;

import io.steadycast.media.wire.Segments;
import java.lang.foreign.MemorySegment;
import org.junit.jupiter.api.Test;

class RtxTest {
    @Test
    void restoresTheOriginalInPlace() {
        MemorySegment p = Segments.hex("90 E1 0009 0000AAAA 00000099 BEDE0001 10550000 FFFD 010203");
        int restored = Rtx.restore(p, 0, Segments.size(p), 96, 0x1234);
        assertThat(restored).isEqualTo(23);
        assertThat(Segments.hex(p, Rtx.OSN_BYTES, restored))
                .isEqualTo("90e0fffd0000aaaa00001234" + "bede000110550000" + "010203");
    }

    @Test
    void paddingStaysWithTheOriginal() {
        MemorySegment p = Segments.hex("A0 61 0009 0000AAAA 00000099 0001 AABB 000003");
        int restored = Rtx.restore(p, 0, Segments.size(p), 96, 1);
        assertThat(RtpHeader.payloadBytes(p, Rtx.OSN_BYTES, restored)).isEqualTo(2);
        assertThat(RtpHeader.sequenceNumber(p, Rtx.OSN_BYTES)).isEqualTo(1);
    }

    @Test
    void probesAreEmptyAndStumpsMalformed() {
        MemorySegment probe = Segments.hex("A0 61 0009 0000AAAA 00000099 000003");
        assertThat(Rtx.restore(probe, 0, Segments.size(probe), 96, 1)).isEqualTo(Rtx.EMPTY);
        MemorySegment stump = Segments.hex("80 61 0009 0000AAAA 00000099 00");
        assertThat(Rtx.restore(stump, 0, Segments.size(stump), 96, 1)).isEqualTo(RtpHeader.MALFORMED);
        MemorySegment broken = Segments.hex("8F 61 0009 0000AAAA 00000099 00");
        assertThat(Rtx.restore(broken, 0, Segments.size(broken), 96, 1)).isEqualTo(RtpHeader.MALFORMED);
    }

    @Test
    void writesTheOriginalNumber() {
        MemorySegment p = Segments.zeroed(4);
        Rtx.putOriginalSequenceNumber(p, 1, 0x1_FFFE);
        assertThat(Rtx.originalSequenceNumber(p, 1)).isEqualTo(0xFFFE);
        assertThat(Segments.hex(p, 0, 4)).isEqualTo("00fffe00");
    }
}
