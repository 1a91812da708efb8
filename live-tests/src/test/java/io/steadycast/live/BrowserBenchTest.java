package io.steadycast.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

final class BrowserBenchTest {
    private static BrowserFigures took(double percent) {
        return new BrowserFigures(0, 0, 0, 25, 25, 540, 70, 110, new PictureAge(90, 130), 1_200, 0, 0, 0, 300, percent);
    }

    private static String refusal(String... arguments) {
        ByteArrayOutputStream told = new ByteArrayOutputStream();
        PrintStream before = System.err;
        System.setErr(new PrintStream(told, true, StandardCharsets.UTF_8));
        try {
            assertThat(BenchOptions.execute("browsers", new BrowserBench(), arguments))
                    .isEqualTo(2);
        } finally {
            System.setErr(before);
        }
        return told.toString(StandardCharsets.UTF_8).strip();
    }

    @Test
    void policiesWatchInTurnOrAtTheSameTime() {
        List<String> policies = List.of("adaptive", "nack-only");
        assertThat(BrowserBench.turns(policies, false, 0)).containsExactly(List.of("adaptive"), List.of("nack-only"));
        assertThat(BrowserBench.turns(policies, false, 1))
                .as("nobody is always the first")
                .containsExactly(List.of("nack-only"), List.of("adaptive"));
        assertThat(BrowserBench.turns(policies, true, 1)).containsExactly(policies);
    }

    @Test
    void processorTimeIsJudgedPairByPair() {
        CpuPairs pairs = CpuPairs.of(List.of(took(10.4), took(33), took(10.2)), List.of(took(10), took(30), took(10)));
        assertThat(pairs.ratio()).as("the median pair's").isCloseTo(1.04, within(0.001));
        assertThat(pairs.verdict().met()).isTrue();
        assertThat(pairs.words().en()).contains("10.4/10.0 (1.04), 33.0/30.0 (1.10), 10.2/10.0 (1.02)");
        assertThat(CpuPairs.of(List.of(took(10.6)), List.of(took(10))).verdict().toString())
                .isEqualTo("MISSED server CPU over nack-only's <= 1.05, measured 1.06");
        assertThat(CpuPairs.of(List.of(took(10), took(12)), List.of(took(10), took(10)))
                        .ratio())
                .isCloseTo(1.1, within(0.001));
    }

    @Test
    void whatAHostSentIsToldOfTheTimeBetween() {
        HostSent before = new HostSent(1_000, List.of(1_000.0, 5_000.0), List.of(10.0, 8.0));
        HostSent between = new HostSent(3_000, List.of(26_000.0, 105_000.0), List.of(60.0, 56.0)).since(before);
        assertThat(between.kbps()).containsExactly(100.0, 400.0);
        assertThat(between.fps()).as("of the layer with the fewest").isEqualTo(24);
    }

    @Test
    void wrongUsageIsOneLineThatNamesTheOption() {
        assertThat(refusal()).isEqualTo("browsers: --conditions T1,T2,... or --cpu-pairs N is needed");
        assertThat(refusal("--conditions", "T1", "--cpu-pairs", "2")).contains("--cpu-pairs has its own condition");
        assertThat(refusal("--conditions", "T1", "--policy", "bold")).contains("--policy bold: legal are adaptive");
        assertThat(refusal("--conditions", "T1", "--policy", "fixed,fixed")).contains("each at most once");
        assertThat(refusal("--conditions", "T1", "--runs", "0")).contains("--runs 0: must be 1 to 100");
        assertThat(refusal("--conditions", "T1", "--duration", "2h")).contains("--duration 2h: must be 1s to 3600s");
        assertThat(refusal("--conditions", "T99")).contains("--conditions T99: no condition");
        assertThat(refusal("--conditions", "T1", "--json", "/nowhere/f")).contains("--json /nowhere/f: cannot be");
    }
}
