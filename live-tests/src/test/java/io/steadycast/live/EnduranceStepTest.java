package io.steadycast.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.api.Test;

final class EnduranceStepTest {
    private static final int STEP_S = 20;

    private static EnduranceStep step(int atSeconds, double fps, int broken, double lastPictureMs, double liveMib) {
        var figures =
                new BrowserFigures(0, 0, 0, fps, fps, 540, 100, 200, new PictureAge(120, 220), 1_000, 0, 0, 0, 500, 10);
        var memory = new ServerProcess.Memory(liveMib, 12, 200);
        return new EnduranceStep(atSeconds, "T1", figures, broken, lastPictureMs, memory, "");
    }

    private static List<EnduranceStep> run(int count, IntToDoubleFunction liveMib) {
        List<EnduranceStep> steps = new ArrayList<>();
        for (int i = 1; i <= count; i++) {
            steps.add(step(i * STEP_S, 25, 0, 40, liveMib.applyAsDouble(i)));
        }
        return steps;
    }

    private static List<String> missed(List<EnduranceStep> steps) {
        return EnduranceStep.judge(steps).stream()
                .filter(verdict -> !verdict.met())
                .map(BrowserTargets.Verdict::figure)
                .toList();
    }

    @Test
    void aRunThatStaysAsItIsMeetsAll() {
        List<EnduranceStep> steps = run(60, i -> 40 + i % 3);
        assertThat(missed(steps)).isEmpty();
        assertThat(EnduranceStep.judge(steps)).hasSize(6);
    }

    @Test
    void whatFillsInTheFirstFiveMinutesIsNoGrowthAndWhatGoesOnIs() {
        assertThat(missed(run(60, i -> 40 + 4 * Math.min(i, 15)))).isEmpty();
        assertThat(missed(run(60, i -> 40 + 0.5 * i))).containsExactly("heap after a collection, MiB");
    }

    @Test
    void stuckBrokenAndSlowEndsAreMissed() {
        List<EnduranceStep> steps = run(20, i -> 40);
        steps.set(3, step(80, 10, 2, EnduranceStep.STUCK_MS, 40));
        steps.set(19, step(400, 12, 0, 40, 40));
        assertThat(missed(steps)).containsExactly("fps at the end", "stuck steps", "broken pictures");
    }

    @Test
    void aShortRunSaysNothingOfGrowth() {
        assertThat(EnduranceStep.judge(run(15, i -> i)))
                .extracting(BrowserTargets.Verdict::figure)
                .containsExactly("fps at the end", "stuck steps", "broken pictures");
    }

    @Test
    void samplesOfAMetricAreSummedByTheirLabel() throws IOException {
        String metrics = """
                # TYPE jvm_memory_used_bytes gauge
                jvm_memory_used_bytes{area="heap",id="old"} 1.5E6
                jvm_memory_used_bytes{area="heap",id="young"} 500000.0
                jvm_memory_used_bytes{area="nonheap",id="code"} 7.0
                """;
        assertThat(ServerProcess.sum(metrics, "jvm_memory_used_bytes", "area=\"heap\""))
                .isCloseTo(2e6, within(1e-6));
        assertThatThrownBy(() -> ServerProcess.sum(metrics, "jvm_memory_used", "area"))
                .hasMessageContaining("no jvm_memory_used area");
    }
}
