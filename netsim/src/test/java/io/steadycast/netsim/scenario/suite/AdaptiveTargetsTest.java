package io.steadycast.netsim.scenario.suite;

import static org.assertj.core.api.Assertions.assertThat;

import io.steadycast.netsim.BadInput;
import io.steadycast.netsim.scenario.Metric;
import io.steadycast.netsim.scenario.PathChoice;
import io.steadycast.netsim.scenario.Plan;
import io.steadycast.netsim.scenario.Progress;
import io.steadycast.netsim.scenario.Runner;
import io.steadycast.netsim.scenario.Scenario;
import io.steadycast.netsim.scenario.ScenarioOutcome;
import io.steadycast.netsim.scenario.Target;
import io.steadycast.netsim.scenario.file.Paths;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * Holds the adaptive policy to the absolute targets that it meets, with few seeds: what is gained is not lost again unnoticed. Not gated, since they are missed today or
 * too near to their bounds for three seeds: what is not in {@link #GATED}, and all comparisons with baselines, which take
 * minutes. The whole is {@code ./steadycast netsim suite targets --policy adaptive,B0,B1,B2,B3,B4 --seeds 20}.
 */
final class AdaptiveTargetsTest {
    private static final int SEEDS = 3;

    private static final Map<String, List<Metric>> GATED = Map.ofEntries(
            Map.entry("T1", List.of(Metric.STALL_200, Metric.DELAY_P95, Metric.OVERHEAD, Metric.GAPS_200)),
            Map.entry("T2", List.of(Metric.DELAY_P95, Metric.OVERHEAD)),
            Map.entry("T3", List.of(Metric.STALL_200, Metric.DELAY_P95)),
            Map.entry("T4", List.of(Metric.DELAY_P95, Metric.OVERHEAD)),
            Map.entry("T5", List.of(Metric.DELAY_P95, Metric.OVERHEAD)),
            Map.entry("T6", List.of(Metric.STALL_200, Metric.DELAY_P95, Metric.OVERHEAD)),
            Map.entry("T7", List.of(Metric.STALL_200, Metric.DELAY_P95)),
            Map.entry("T8", List.of(Metric.DELAY_P95, Metric.OVERHEAD)),
            Map.entry("T8-400", List.of(Metric.STALL_200, Metric.DELAY_P95, Metric.OVERHEAD)),
            Map.entry("T9", List.of(Metric.DELAY_P95, Metric.PAUSE_COUNT, Metric.MEAN_FPS)),
            Map.entry("T10", List.of(Metric.QUEUE_SETTLE, Metric.RISE_TIME, Metric.ESTIMATE_UTILISATION)),
            Map.entry("T10-layered", List.of(Metric.SWITCHES_PER_STEP)),
            Map.entry(
                    "T11",
                    List.of(Metric.QUEUE_SETTLE, Metric.RISE_TIME, Metric.ESTIMATE_UTILISATION, Metric.FALSE_BACKOFFS)),
            Map.entry("T11-layered", List.of(Metric.SWITCHES_PER_STEP)),
            Map.entry("T15-rtt_changing", List.of()));

    /** Of RFC 8867's cases, with a source of any rate. */
    private static final Map<String, List<Metric>> STANDARD = Map.of(
            "5.1", List.of(Metric.STEP_CONVERGENCE, Metric.QUEUE_SETTLE, Metric.ESTIMATE_UTILISATION),
            "5.1-owd100", List.of(Metric.STEP_CONVERGENCE, Metric.ESTIMATE_UTILISATION),
            "5.2", List.of(Metric.JAIN),
            "5.3", List.of(Metric.STEP_CONVERGENCE, Metric.QUEUE_SETTLE, Metric.ESTIMATE_UTILISATION),
            "5.4", List.of(Metric.JAIN),
            "5.6", List.of(Metric.FAIR_SHARE, Metric.CROSS_SHARE),
            "5.8", List.of(Metric.JAIN));

    /** Targets that are missed today: no worse than this, so that the way to them does not lead backwards. Each goes when its target is met. */
    private static final Map<String, List<Target>> NO_WORSE = Map.of(
            "T2", List.of(Target.atMost(Metric.STALL_200, 0.5)),
            "T4", List.of(Target.atMost(Metric.STALL_200, 1)),
            "T5", List.of(Target.atMost(Metric.STALL_200, 1.6)),
            "T8", List.of(Target.atMost(Metric.STALL_200, 1.6)),
            "T9", List.of(Target.atMost(Metric.STALL_400, 2.5), Target.atMost(Metric.AUDIO_RESIDUAL, 1.15)),
            "T15-rtt_changing", List.of(Target.atLeast(Metric.ALPHARTC, 73), Target.atLeast(Metric.MEAN_FPS, 22.5)));

    private static final Paths NO_PATHS = new Paths() {
        @Override
        public List<String> profiles() {
            return List.of();
        }

        @Override
        public PathChoice profile(String name) {
            throw new BadInput("the targets need no profile");
        }

        @Override
        public PathChoice trace(String file) {
            throw new BadInput("the targets need no trace");
        }

        @Override
        public boolean isGym(String file) {
            return false;
        }
    };

    @Test
    void whatTheAdaptivePolicyMeetsItGoesOnMeeting() throws InterruptedException {
        check("targets", GATED, NO_WORSE);
    }

    @Test
    void theStandardCasesThatTheAdaptivePolicyMeetsItGoesOnMeeting() throws InterruptedException {
        check("rfc8867", STANDARD, Map.of());
    }

    private static void check(String suite, Map<String, List<Metric>> met, Map<String, List<Target>> noWorse)
            throws InterruptedException {
        List<Scenario> scenarios = Suites.byName(suite, NO_PATHS, null).scenarios().stream()
                .filter(scenario -> met.containsKey(scenario.name()))
                .map(scenario -> gated(scenario, met, noWorse))
                .toList();
        assertThat(scenarios.stream().map(Scenario::name)).containsExactlyInAnyOrderElementsOf(met.keySet());
        String again = "./steadycast netsim suite " + suite + " --policy adaptive --seeds " + SEEDS + " --only ";
        Plan plan = new Plan("gate", scenarios, name -> again + name, List.of("adaptive"), new Plan.Seeds(1, SEEDS));
        List<String> missed = new ArrayList<>();
        int judged = 0;
        for (ScenarioOutcome outcome : new Runner(2, Progress.NONE).run(plan)) {
            for (Target target : outcome.scenario().targets()) {
                double mean =
                        outcome.policies().getFirst().summary(target.metric()).mean();
                double bound = ((Target.Reference.Absolute) target.reference()).value();
                judged++;
                if (!target.comparison().holds(mean, bound)) {
                    missed.add(outcome.scenario().name() + ": " + target.text() + ", measured " + mean + "; again: "
                            + again + outcome.scenario().name());
                }
            }
        }
        int gated = met.values().stream().mapToInt(List::size).sum();
        assertThat(judged)
                .isEqualTo(
                        gated + noWorse.values().stream().mapToInt(List::size).sum());
        assertThat(missed).isEmpty();
    }

    private static Scenario gated(Scenario scenario, Map<String, List<Metric>> met, Map<String, List<Target>> noWorse) {
        List<Metric> metrics = met.getOrDefault(scenario.name(), List.of());
        List<Target> targets = new ArrayList<>(noWorse.getOrDefault(scenario.name(), List.of()));
        for (Target target : scenario.targets()) {
            if (target.reference() instanceof Target.Reference.Absolute && metrics.contains(target.metric())) {
                targets.add(target);
            }
        }
        return scenario.withTargets(targets);
    }
}
