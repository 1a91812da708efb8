package io.steadycast.netsim.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

final class SummaryTest {
    @Test
    void theIntervalIsStudents() {
        Summary summary = Summary.of(1, 2, 3);
        assertThat(summary.mean()).isEqualTo(2);
        // t(0.975; 2) = 4.302653, s = 1, n = 3.
        assertThat(summary.halfWidth()).isCloseTo(4.302653 / StrictMath.sqrt(3), within(1e-5));
        assertThat(summary.min()).isEqualTo(1);
        assertThat(summary.max()).isEqualTo(3);
    }

    @Test
    void whatWasNotMeasuredDoesNotCount() {
        assertThat(Summary.of(Double.NaN, 4, Double.NaN).mean()).isEqualTo(4);
        assertThat(Summary.of(Double.NaN, 4, Double.NaN).halfWidth()).isNaN();
        assertThat(Summary.of(Double.NaN)).isEqualTo(Summary.NONE);
    }

    @Test
    void pairedDifferencesSeeWhatSpreadHides() {
        double[] one = {10, 20, 30, 40};
        double[] other = {9, 18.9, 29.1, 39};
        assertThat(Summary.ofDifferences(one, other).excludesZero()).isTrue();
        assertThat(Summary.of(one).mean() - Summary.of(one).halfWidth())
                .isLessThan(Summary.of(other).mean());
    }

    @Test
    void sharesSplitByLargestRemainder() {
        assertThat(Shares.split(50, 0.4, 0.2, 0.4)).containsExactly(20, 10, 20);
        assertThat(Shares.split(10, 1, 1, 1)).containsExactly(4, 3, 3);
        assertThat(Shares.split(3, 0.9, 0.1)).containsExactly(3, 0);
    }
}
