package io.steadycast.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.steadycast.netsim.cli.NamedPaths;
import io.steadycast.netsim.emulate.NamedPath;
import io.steadycast.netsim.scenario.Scenario;
import io.steadycast.netsim.scenario.suite.Suites;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The bench itself, in small: that it runs, and that an adaptive viewer on a bad network sees moving pictures. Its figures on a shared machine are no judgement. */
final class BrowserBenchIT {
    private static final int DURATION_MS = 6_000;

    @Test
    void policiesWatchBesideEachOtherAndAnAdaptiveViewerSeesMovingPicturesAtTenPercentLoss() throws IOException {
        try (BrowserStage stage = BrowserStage.open("chromium")) {
            stage.begin();
            List<BrowserStage.Result> both =
                    stage.watch(Player.BARE, List.of("adaptive", "nack-only"), tenPercentLoss(), 1, DURATION_MS);
            both.forEach(seen -> System.out.println("browsers, T2:" + System.lineSeparator() + seen.text()));
            BrowserStage.Result seen = both.getFirst();
            assertThat(seen.figures().fps()).isGreaterThan(15);
            assertThat(seen.figures().stallPercent()).isLessThan(25);
            assertThat(seen.figures().height()).isGreaterThan(100);
            assertThat(seen.figures().overheadPercent()).isBetween(1.0, 100.0);
            assertThat(seen.why()).contains("Path ", "loss ").doesNotContain("playout delay 0 ms");
            assertThat(both.getLast().why()).as("steered by its own policy").contains("playout delay 0 ms");
            assertThat(both.getLast().figures().parityPercent()).isZero();
            assertThat(seen.hostFps()).isGreaterThan(10);
        }
    }

    /** Firefox has no RED; without copies it conceals 8 %. */
    @Test
    void aViewerWithoutRedHearsNearlyAllAtTenPercentLoss() throws IOException {
        try (BrowserStage stage = BrowserStage.open("firefox")) {
            stage.begin();
            assertThat(watch(stage).figures().concealedPercent()).isLessThan(4);
        }
    }

    private static BrowserStage.Result watch(BrowserStage stage) throws IOException {
        BrowserStage.Result seen = stage.watch("adaptive", tenPercentLoss(), 1, DURATION_MS);
        System.out.println("browsers, T2:" + System.lineSeparator() + seen.text());
        return seen;
    }

    private static NamedPath tenPercentLoss() {
        Scenario condition = Suites.byName("targets", NamedPaths.INSTANCE, null).scenarios().stream()
                .filter(one -> one.name().equals("T2"))
                .findFirst()
                .orElseThrow();
        return new NamedPath("T2", condition.cast().viewers().getFirst().path().spec());
    }
}
