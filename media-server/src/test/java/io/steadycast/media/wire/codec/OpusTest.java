package io.steadycast.media.wire.codec;

import static org.assertj.core.api.Assertions.assertThat;

import io.steadycast.media.wire.Segments;
import java.lang.foreign.MemorySegment;
import org.junit.jupiter.api.Test;

class OpusTest {
    @Test
    void redWithTwoBlocks() {
        // block headers: PT 111, offsets 1920 and 960, lengths 3 and 2; primary PT 111
        MemorySegment p = Segments.hex("EF 1E0003 EF 0F0002 6F 010203 0405 AABBCC");
        int length = Segments.size(p);
        assertThat(OpusRed.redundantBlocks(p, 0, length)).isEqualTo(2);
        assertThat(OpusRed.blockPayloadType(p, 0, 0)).isEqualTo(111);
        assertThat(OpusRed.timestampOffset(p, 0, 0)).isEqualTo(1920);
        assertThat(OpusRed.timestampOffset(p, 0, 1)).isEqualTo(960);
        assertThat(OpusRed.blockBytes(p, 0, 1)).isEqualTo(2);
        assertThat(OpusRed.blockOffset(p, 0, 2, 0)).isEqualTo(9);
        assertThat(OpusRed.blockOffset(p, 0, 2, 1)).isEqualTo(12);
        assertThat(OpusRed.primaryOffset(p, 0, length)).isEqualTo(14);
    }

    @Test
    void redWithThePrimaryAlone() {
        MemorySegment p = Segments.hex("6F AA");
        assertThat(OpusRed.redundantBlocks(p, 0, 2)).isZero();
        assertThat(OpusRed.primaryOffset(p, 0, 2)).isEqualTo(1);
    }

    @Test
    void redRejectsWhatIsCutOff() {
        for (String hex :
                new String[] {"", "EF", "EF 1E0003", "EF 1E0003 6F 0102", "EF 1E0000 EF", "80000000".repeat(40)}) {
            MemorySegment p = Segments.hex(hex);
            assertThat(OpusRed.primaryOffset(p, 0, Segments.size(p))).as(hex).isEqualTo(-1);
        }
    }

    @Test
    void tocDurations() {
        assertThat(duration("78 00")).as("CELT config 15 is hybrid 20 ms").isEqualTo(960);
        assertThat(duration("FC FF FE")).as("CELT 20 ms stereo, DTX").isEqualTo(960);
        assertThat(duration("E0 00")).as("CELT 2.5 ms").isEqualTo(120);
        assertThat(duration("18 00")).as("SILK 60 ms").isEqualTo(2880);
        assertThat(duration("09 00")).as("two of SILK 20 ms").isEqualTo(1920);
        assertThat(duration("FB 06 00")).as("six of 20 ms").isEqualTo(5760);
        assertThat(duration("FB 07 00")).as("140 ms").isEqualTo(-1);
        assertThat(duration("FB 00")).isEqualTo(-1);
        assertThat(duration("FB")).isEqualTo(-1);
        assertThat(duration("")).isEqualTo(-1);
        assertThat(OpusToc.stereo(Segments.hex("FC"), 0)).isTrue();
        assertThat(OpusToc.stereo(Segments.hex("F8"), 0)).isFalse();
    }

    @Test
    void shortPacketsAreSilence() {
        assertThat(OpusToc.dtx(1)).isTrue();
        assertThat(OpusToc.dtx(2)).isTrue();
        assertThat(OpusToc.dtx(3)).isFalse();
    }

    private static int duration(String hex) {
        MemorySegment p = Segments.hex(hex);
        return OpusToc.durationSamples(p, 0, Segments.size(p));
    }
}
