package io.steadycast.benchmarks.floor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class FloorTest {
    private static final Floor FLOOR = new Floor(5.2, 5.3, 2.9, 4.0, 0.65, 0.3);

    @Test
    void theMixIsOfPicturesAndAudio() {
        assertThat(FLOOR.mixedUs()).isCloseTo((181 * 3.55 + 50 * 4.3) / 231, within(1e-9));
    }

    @Test
    void aLineIsReadAsItWasWritten() {
        assertThat(Floor.isLine(FLOOR.line())).isTrue();
        assertThat(Floor.parse(FLOOR.line())).isEqualTo(FLOOR);
        assertThat(Floor.isLine("WARNING: floor")).isFalse();
    }

    @Test
    void anotherLineIsSaid() {
        assertThatThrownBy(() -> Floor.parse("floor 1 2"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("no floor in \"floor 1 2\"");
    }
}
