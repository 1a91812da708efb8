package io.steadycast.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.steadycast.netsim.cli.NamedPaths;
import io.steadycast.netsim.emulate.NamedPath;
import io.steadycast.netsim.scenario.Scenario;
import io.steadycast.netsim.scenario.suite.Suites;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** The bench itself, in small: that it runs, and that an adaptive viewer on a bad network sees moving pictures. Its figures on a shared machine are no judgement. */
final class BrowserBenchIT {
    private static final int DURATION_MS = 6_000;

    @Test
    void anAdaptiveViewerSeesMovingPicturesAtTenPercentLoss() throws IOException {
        try (BrowserStage stage = BrowserStage.open("chromium")) {
            stage.begin("adaptive");
            BrowserStage.Result seen = watch(stage);
            assertThat(seen.figures().fps()).isGreaterThan(15);
            assertThat(seen.figures().stallPercent()).isLessThan(25);
            assertThat(seen.figures().height()).isGreaterThan(100);
            assertThat(seen.figures().overheadPercent()).isBetween(1.0, 100.0);
            assertThat(seen.why()).contains("Path ", "loss ");
        }
    }

    /** Firefox has no RED; without copies it conceals 8 %. */
    @Test
    void aViewerWithoutRedHearsNearlyAllAtTenPercentLoss() throws IOException {
        try (BrowserStage stage = BrowserStage.open("firefox")) {
            stage.begin("adaptive");
            assertThat(watch(stage).figures().concealedPercent()).isLessThan(4);
        }
    }

    private static BrowserStage.Result watch(BrowserStage stage) throws IOException {
        Scenario condition = Suites.byName("targets", NamedPaths.INSTANCE, null).scenarios().stream()
                .filter(one -> one.name().equals("T2"))
                .findFirst()
                .orElseThrow();
        NamedPath path =
                new NamedPath("T2", condition.cast().viewers().getFirst().path().spec());
        BrowserStage.Result seen = stage.watch(path, 1, DURATION_MS);
        System.out.println("browsers, T2:" + System.lineSeparator() + seen.text());
        return seen;
    }
}
