package io.steadycast.netsim.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class RttWindowTest {
    private static final long MS = 1_000_000L;

    @Test
    void theLargestOfOneAndAHalfSecondsCounts() {
        RttWindow window = new RttWindow();
        assertThat(window.add(0, 50 * MS)).isEqualTo(50 * MS);
        assertThat(window.add(1_000 * MS, 80 * MS)).isEqualTo(80 * MS);
        assertThat(window.add(2_500 * MS, 40 * MS)).isEqualTo(80 * MS);
        assertThat(window.add(2_501 * MS, 40 * MS)).isEqualTo(40 * MS);
        for (int i = 0; i < 30; i++) {
            long ms = 3_000 + 100L * i;
            assertThat(window.add(ms * MS, i * MS)).isEqualTo(Math.max(Math.max(i, 1), ms <= 4_001 ? 40 : 0) * MS);
        }
    }
}
