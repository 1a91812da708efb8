package io.steadycast.netsim.scenario.suite;

import static org.assertj.core.api.Assertions.assertThat;

import io.steadycast.netsim.cli.NamedPaths;
import io.steadycast.netsim.scenario.Metric;
import io.steadycast.netsim.scenario.Plan;
import io.steadycast.netsim.scenario.Progress;
import io.steadycast.netsim.scenario.RunResult;
import io.steadycast.netsim.scenario.Runner;
import io.steadycast.netsim.scenario.Scenario;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the adaptive policy makes of a policer, end to end; and that it sees none where there is none. */
final class PolicedPathTest {
    private static final int SEEDS = 3;
    private static final String TOLD = "a policer drops";

    /** Before policers were told apart, ten seconds of a minute stood still. */
    @ParameterizedTest
    @CsvSource({"p90, 3", "p99, 4"})
    void aPolicerIsNamedAndHardlyFreezesAnything(String severity, double stallPercent) throws InterruptedException {
        String name = "ph-prepaid-policed:" + severity;
        String again = "again: ./steadycast netsim run --profile " + name + " --policy adaptive --explain --seed ";
        double stalled = 0;
        for (int seed = 1; seed <= SEEDS; seed++) {
            RunResult run = run("overseas", name, seed);
            stalled += run.mean().value(Metric.STALL_200) / SEEDS;
            assertThat(run.first().decisions())
                    .as(again + seed)
                    .anyMatch(decision -> decision.text().contains(TOLD));
        }
        assertThat(stalled).as(again + "1 --seeds " + SEEDS).isLessThan(stallPercent);
    }

    @ParameterizedTest
    @ValueSource(strings = {"T2", "T3", "T4", "T5", "T6", "T7", "T8", "T10", "T11"})
    void randomLossAndFullQueuesAreNoPolicers(String condition) throws InterruptedException {
        for (int seed = 1; seed <= SEEDS; seed++) {
            assertThat(run("targets", condition, seed).first().decisions())
                    .as("%s by the adaptive policy, seed %d", condition, seed)
                    .isNotEmpty()
                    .noneMatch(decision -> decision.text().contains(TOLD));
        }
    }

    /** Decisions are kept of the first seed of a plan. */
    private static RunResult run(String suite, String name, int seed) throws InterruptedException {
        List<Scenario> scenarios = Suites.byName(suite, NamedPaths.INSTANCE, null).scenarios().stream()
                .filter(scenario -> scenario.name().equals(name))
                .map(scenario -> scenario.withTargets(List.of()))
                .toList();
        assertThat(scenarios).hasSize(1);
        Plan plan = new Plan("policed", scenarios, same -> same, List.of("adaptive"), new Plan.Seeds(seed, 1));
        return new Runner(1, Progress.NONE)
                .run(plan)
                .getFirst()
                .policies()
                .getFirst()
                .runs()
                .getFirst();
    }
}
