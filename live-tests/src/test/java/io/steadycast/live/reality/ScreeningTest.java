package io.steadycast.live.reality;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;

/** What three runs can tell, by hand. */
final class ScreeningTest {
    private static List<Figures> runs(double lossPercent, double... stallPercent) {
        return DoubleStream.of(stallPercent)
                .mapToObj(stall -> new Figures(1_200, lossPercent, stall, stall, 25, 0, 0, 0, 100))
                .toList();
    }

    @Test
    void whatRepeatsItselfIsOfUse() {
        assertThat(Screening.refusal(List.of(runs(5, 10, 11), runs(5, 12, 11), runs(5, 9, 10))))
                .isEmpty();
    }

    @Test
    void twoOutcomesAreTooManyForThreeRuns() {
        // Of each seed a variance of 50, times 1.5 for the mean of two it is held against: 5 is the error of a mean of
        // three.
        assertThat(Screening.refusal(List.of(runs(5, 10, 20), runs(5, 20, 10), runs(5, 10, 20))))
                .hasValueSatisfying(why ->
                        assertThat(why).contains("stall").contains("15.00").contains("10.00"));
    }

    @Test
    void differencesBetweenSeedsDoNotMatterForBothSidesHaveThem() {
        assertThat(Screening.refusal(List.of(runs(5, 0, 0), runs(5, 30, 30), runs(5, 60, 60))))
                .isEmpty();
    }

    @Test
    void nothingTellsNothing() {
        assertThat(Screening.refusal(List.of(runs(0, 0, 0), runs(0.1, 0.5, 0.5))))
                .hasValue("nothing happens");
    }
}
