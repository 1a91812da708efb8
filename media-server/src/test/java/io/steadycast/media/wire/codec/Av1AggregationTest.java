package io.steadycast.media.wire.codec;

import static org.assertj.core.api.Assertions.assertThat;

import io.steadycast.media.wire.Segments;
import java.lang.foreign.MemorySegment;
import org.junit.jupiter.api.Test;

class Av1AggregationTest {
    private final FrameInfo info = new FrameInfo();

    @Test
    void newSequenceIsAKeyframe() {
        // W=2: a sequence header OBU of 3 bytes with its length, a frame OBU without
        assertThat(parse("28 03 080000 30 AABB")).isTrue();
        assertThat(info.keyframe).isTrue();
        assertThat(info.startOfFrame).isTrue();
        assertThat(info.switchPoint).isTrue();
        assertThat(info.descriptorBytes).isEqualTo(1);
    }

    @Test
    void layersComeFromTheFirstExtensionHeader() {
        assertThat(parse("10 34 48 AA")).isTrue();
        assertThat(info.keyframe).isFalse();
        assertThat(info.temporalId).isEqualTo(2);
        assertThat(info.spatialId).isEqualTo(1);
    }

    @Test
    void continuationIsNoStartAndItsFirstBytesNoObuHeader() {
        assertThat(parse("80 02 3448 02 3448")).isTrue();
        assertThat(info.startOfFrame).isFalse();
        assertThat(info.temporalId).isEqualTo(2);
        assertThat(parse("90 34 48")).isTrue();
        assertThat(info.temporalId).isZero();
    }

    @Test
    void rejectsContradictionAndOverrun() {
        for (String hex : new String[] {"", "10", "88 00", "00 02 30", "00 8080808080 00", "20 02 30", "00 FF"}) {
            assertThat(parse(hex)).as(hex).isFalse();
        }
    }

    private boolean parse(String hex) {
        MemorySegment p = Segments.hex(hex);
        return Av1Aggregation.parse(p, 0, Segments.size(p), info);
    }
}
