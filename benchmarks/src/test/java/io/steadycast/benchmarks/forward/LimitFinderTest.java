package io.steadycast.benchmarks.forward;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class LimitFinderTest {

    /** A server that carries so many; what the search found, and how often it measured. */
    private static int search(LimitFinder finder, int truth) {
        int steps = 0;
        OptionalInt next = finder.next();
        while (next.isPresent()) {
            steps++;
            finder.onRow(next.getAsInt(), next.getAsInt() <= truth);
            next = finder.next();
        }
        return steps;
    }

    @Test
    void halvesBetweenWhatWentAndWhatDidNot() {
        LimitFinder finder = new LimitFinder(10, 4_000);
        finder.onRow(100, true);
        finder.onRow(200, true);
        finder.onRow(400, false);
        assertThat(search(finder, 317)).isLessThanOrEqualTo(4);
        assertThat(finder.carried()).isBetween(290, 317);
        assertThat(finder.failed().orElseThrow()).isBetween(318, 350);
    }

    @Test
    void doublesWhileAllIsCarried() {
        LimitFinder finder = new LimitFinder(10, 4_000);
        finder.onRow(50, true);
        search(finder, 1_000);
        assertThat(finder.carried()).isBetween(900, 1_000);
    }

    @Test
    void goesBelowWhatWasMeasuredWhenThatFailed() {
        LimitFinder finder = new LimitFinder(10, 4_000);
        finder.onRow(50, false);
        search(finder, 11);
        assertThat(finder.carried()).isBetween(10, 11);
    }

    @Test
    void neverAboveTheMost() {
        LimitFinder finder = new LimitFinder(10, 300);
        finder.onRow(200, true);
        search(finder, 100_000);
        assertThat(finder.carried()).isEqualTo(300);
        assertThat(finder.failed()).isEmpty();
    }

    @Test
    void aGeneratorAtItsEndEndsTheSearch() {
        LimitFinder finder = new LimitFinder(10, 4_000);
        finder.onRow(400, true);
        finder.onGeneratorLimit();
        assertThat(finder.next()).isEmpty();
        assertThat(finder.carried()).isEqualTo(400);
    }

    @Test
    void aNumberThatWentWellByLuckIsTakenBack() {
        LimitFinder finder = new LimitFinder(10, 4_000);
        finder.onRow(400, true);
        finder.onRow(300, false);
        assertThat(finder.carried()).isZero();
        search(finder, 200);
        assertThat(finder.carried()).isBetween(180, 200);
    }

    @Test
    void takesNoMoreStepsThanAllowed() {
        LimitFinder finder = new LimitFinder(2, 4_000);
        finder.onRow(1, true);
        assertThat(search(finder, 3_000)).isEqualTo(2);
    }
}
