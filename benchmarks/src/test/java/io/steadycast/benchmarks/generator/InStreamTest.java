package io.steadycast.benchmarks.generator;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class InStreamTest {
    private final OutStream source = new OutStream(1, 96, -1_000, 3_000);
    private final InStream stream = new InStream(source);

    @Test
    void aPacketCountsOnce() {
        assertThat(stream.onSeq(65_534)).isTrue();
        assertThat(stream.onSeq(65_535)).isTrue();
        assertThat(stream.onSeq(1)).isTrue();
        assertThat(stream.onSeq(0)).as("late").isTrue();
        assertThat(stream.onSeq(0)).as("repeated").isFalse();
        assertThat(stream.onSeq(65_535)).as("repeated across the wrap").isFalse();
        assertThat(stream.onSeq(500)).as("after a gap").isTrue();
        assertThat(stream.onSeq(1)).as("too old to tell").isFalse();
        assertThat(stream.highestSeq()).isEqualTo(500);
    }

    @Test
    void aTimestampTellsTheFrameOnceOnePacketWasOpened() {
        for (int i = 0; i < 20_000; i++) {
            source.beginFrame(1_000L * i);
        }
        int moved = 123_456_789;
        assertThat(stream.align(source.timestamp(19_990) + moved, 19_990)).isTrue();
        assertThat(stream.frame(source.timestamp(19_999) + moved)).isEqualTo(19_999);
        assertThat(source.sentAtNs(19_999)).isEqualTo(19_999_000);
        assertThat(stream.frame(source.timestamp(19_999) + moved + 1))
                .as("between frames")
                .isEqualTo(-1);
        assertThat(stream.frame(source.timestamp(20_000) + moved))
                .as("not sent yet")
                .isEqualTo(-1);
        assertThat(stream.frame(source.timestamp(20_000 - OutStream.REMEMBERED - 1) + moved))
                .as("forgotten")
                .isEqualTo(-1);
        assertThat(stream.align(source.timestamp(19_991) + moved + 3_000, 19_991))
                .as("a contradiction")
                .isFalse();
    }
}
