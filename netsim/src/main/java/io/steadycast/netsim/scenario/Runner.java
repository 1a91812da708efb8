package io.steadycast.netsim.scenario;

import io.steadycast.netsim.truth.Recording;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/**
 * Any thread. Runs a plan on several cores. Each run has its own simulation and depends on nothing but scenario, policy and seed, so that the outcome does not depend on
 * the number of cores; with the same seed every policy meets the same channel.
 */
public final class Runner {
    /** The oracle, against which media rates are told. */
    static final String ORACLE = "B4";

    private final int threads;
    private final Progress progress;
    private final Supplier<Recording> recordings;

    public Runner(int threads, Progress progress) {
        this(threads, progress, Recording::hashOnly);
    }

    /** Each run asks for a recording of its own. */
    public Runner(int threads, Progress progress, Supplier<Recording> recordings) {
        this.recordings = recordings;
        this.threads = threads;
        this.progress = progress;
    }

    /** A run, and where its result belongs. */
    private record Job(Scenario scenario, String policy, boolean judged, List<Future<RunResult>> results) {}

    /**
     * Runs it all.
     *
     * @throws InterruptedException when the caller gave up; no run goes on then
     */
    public List<ScenarioOutcome> run(Plan plan) throws InterruptedException {
        List<List<Job>> jobs = new ArrayList<>();
        AtomicInteger done = new AtomicInteger();
        int total = 0;
        for (Scenario scenario : plan.scenarios()) {
            List<Job> ofScenario = new ArrayList<>();
            for (String policy : policies(scenario, plan.policies())) {
                ofScenario.add(new Job(scenario, policy, judged(policy, plan.policies()), new ArrayList<>()));
                total += plan.seeds().count();
            }
            jobs.add(ofScenario);
        }
        ExecutorService pool = Executors.newFixedThreadPool(
                threads, Thread.ofPlatform().name("run-", 0).daemon().factory());
        try {
            for (List<Job> ofScenario : jobs) {
                for (int i = 0; i < plan.seeds().count(); i++) {
                    long seed = plan.seeds().first() + i;
                    for (Job job : ofScenario) {
                        job.results().add(pool.submit(counted(job, seed, i == 0, done, total)));
                    }
                }
            }
            return collect(plan, jobs);
        } finally {
            pool.shutdownNow();
        }
    }

    private Callable<RunResult> counted(Job job, long seed, boolean keepCourse, AtomicInteger done, int total) {
        return () -> {
            RunResult result = new World(job.scenario(), job.policy(), seed, recordings.get()).run(keepCourse);
            String what = job.scenario().name() + " " + job.policy() + " seed " + seed;
            progress.onRun(done.incrementAndGet(), total, what);
            return result;
        };
    }

    private static List<ScenarioOutcome> collect(Plan plan, List<List<Job>> jobs) throws InterruptedException {
        List<ScenarioOutcome> outcomes = new ArrayList<>();
        for (int i = 0; i < jobs.size(); i++) {
            Scenario scenario = plan.scenarios().get(i);
            List<PolicyOutcome> policies = new ArrayList<>();
            for (Job job : jobs.get(i)) {
                List<RunResult> runs = new ArrayList<>();
                for (Future<RunResult> result : job.results()) {
                    runs.add(get(result));
                }
                policies.add(new PolicyOutcome(job.policy(), job.judged(), runs));
            }
            outcomes.add(
                    new ScenarioOutcome(scenario, plan.reproduce().apply(scenario.name()), againstOracle(policies)));
        }
        return outcomes;
    }

    private static RunResult get(Future<RunResult> result) throws InterruptedException {
        try {
            return result.get();
        } catch (ExecutionException failed) {
            if (failed.getCause() instanceof RuntimeException bug) {
                throw bug;
            }
            throw new IllegalStateException(failed.getCause());
        }
    }

    /** What was asked for, then what the targets compare with. */
    private static Set<String> policies(Scenario scenario, List<String> asked) {
        Set<String> names = new LinkedHashSet<>(asked);
        for (Target target : scenario.targets()) {
            names.addAll(target.baselines());
        }
        return names;
    }

    /** Baselines are there to compare with, unless nothing else was asked for. */
    private static boolean judged(String policy, List<String> asked) {
        return asked.contains(policy) && (!isBaseline(policy) || asked.stream().allMatch(Runner::isBaseline));
    }

    static boolean isBaseline(String policy) {
        return policy.toUpperCase(Locale.ROOT).matches("B[0-4]");
    }

    private static List<PolicyOutcome> againstOracle(List<PolicyOutcome> policies) {
        PolicyOutcome oracle = policies.stream()
                .filter(outcome -> outcome.policy().equals(ORACLE))
                .findFirst()
                .orElse(null);
        if (oracle == null) {
            return policies;
        }
        List<PolicyOutcome> compared = new ArrayList<>();
        for (PolicyOutcome outcome : policies) {
            List<RunResult> runs = new ArrayList<>();
            for (int i = 0; i < outcome.runs().size(); i++) {
                RunResult run = outcome.runs().get(i);
                double best = oracle.runs().get(i).mean().value(Metric.MEDIA_RATE);
                MetricValues mean =
                        run.mean().with(Metric.MEDIA_VS_ORACLE, 100 * run.mean().value(Metric.MEDIA_RATE) / best);
                runs.add(new RunResult(run.seed(), mean, run.viewers(), run.first(), run.ending()));
            }
            compared.add(new PolicyOutcome(outcome.policy(), outcome.judged(), runs));
        }
        return compared;
    }
}
