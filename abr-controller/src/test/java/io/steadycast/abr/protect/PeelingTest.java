package io.steadycast.abr.protect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class PeelingTest {
    /** One packet and one of parity is a copy. */
    @Test
    void knowsACopyWhenItSeesOne() {
        int whole = 4;
        assertThat(Peeling.share(whole)).isEqualTo(1.0);
        assertThat(Peeling.residual(0.1, 1, 1, whole)).isCloseTo(0.01, within(0.001));
        assertThat(Peeling.residual(0.3, 1, 1, whole)).isCloseTo(0.09, within(0.003));
    }

    @Test
    void repairsMoreWithMoreAndLessOfMore() {
        for (double packets : new double[] {1, 2, 3, 6, 12, 32}) {
            for (double loss = 0.01; loss <= 0.5; loss += 0.03) {
                for (int share = 1; share < Peeling.shareCount(); share++) {
                    assertThat(Peeling.residual(loss, 1, packets, share))
                            .as("%s packets at %s, share %d", packets, loss, share)
                            .isLessThanOrEqualTo(1e-4 + 1.05 * Peeling.residual(loss, 1, packets, share - 1));
                    assertThat(Peeling.residual(loss, 1, packets, share))
                            .isLessThanOrEqualTo(Peeling.residual(loss + 0.03, 1, packets, share))
                            .isLessThanOrEqualTo(1.001 * loss);
                }
            }
        }
    }

    @Test
    void isWeakerInBursts() {
        assertThat(Peeling.residual(0.2, 4, 8, 2)).isGreaterThan(Peeling.residual(0.2, 1, 8, 2));
    }
}
