package io.steadycast.netsim.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

final class RandomLossTest {
    private static final long SEED = 7;

    @Test
    void losesAsOftenAsItIsTold() {
        var loss = new RandomLoss(SEED, 0.05);
        int lost = 0;
        for (int i = 0; i < 100_000; i++) {
            lost += loss.loses() ? 1 : 0;
        }
        assertThat(lost / 100_000.0).as("seed %d", SEED).isEqualTo(0.05, within(0.003));
    }

    @Test
    void losesTheSamePacketsAgainFromTheSameSeed() {
        var one = new RandomLoss(SEED, 0.3);
        var other = new RandomLoss(SEED, 0.3);
        for (int i = 0; i < 1000; i++) {
            assertThat(one.loses()).isEqualTo(other.loses());
        }
    }

    @Test
    void aChangeInBetweenDoesNotShiftTheSequence() {
        var steady = new RandomLoss(SEED, 0.3);
        var changed = new RandomLoss(SEED, 0.3);
        changed.probability(0);
        for (int i = 0; i < 100; i++) {
            steady.loses();
            assertThat(changed.loses()).isFalse();
        }
        changed.probability(0.3);
        for (int i = 0; i < 1000; i++) {
            assertThat(changed.loses()).isEqualTo(steady.loses());
        }
    }

    @Test
    void refusesWhatIsNoProbability() {
        assertThatThrownBy(() -> new RandomLoss(SEED, 1.01)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new RandomLoss(SEED, Double.NaN)).isInstanceOf(IllegalArgumentException.class);
    }
}
