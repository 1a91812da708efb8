package io.steadycast.netsim.cli;

import io.steadycast.netsim.BadInput;
import io.steadycast.netsim.scenario.Outcome;
import io.steadycast.netsim.scenario.Plan;
import io.steadycast.netsim.scenario.Scenario;
import io.steadycast.netsim.scenario.suite.Suite;
import io.steadycast.netsim.scenario.suite.Suites;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** A suite that ships. */
@Command(
        name = "suite",
        description = {
            "Runs one of the suites that ship: targets, rfc8867, overseas or traces.",
            "Exit code 0: all targets met; 1: one missed; 2: wrong usage or input."
        },
        mixinStandardHelpOptions = true,
        sortOptions = false,
        usageHelpWidth = 110)
final class SuiteCommand implements Callable<Integer> {
    private static final List<String> BASELINES = List.of("B0", "B1", "B2", "B3", "B4");

    @Parameters(paramLabel = "NAME", description = "Which suite, see 'list suites'.")
    private @Nullable String name;

    @Option(
            names = "--only",
            paramLabel = "S[,S...]",
            split = ",",
            description = "Only these scenarios; T12 stands for all whose names begin with T12-.")
    private @Nullable List<String> only;

    @Option(
            names = "--traces",
            paramLabel = "FOLDER",
            description = "Recorded links of yours: for T12 as well, or for suite traces.")
    private @Nullable Path traces;

    @Mixin
    private RunOptions options = new RunOptions();

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() throws InterruptedException {
        CommandSpec own = Objects.requireNonNull(spec);
        Suite suite = Suites.byName(Objects.requireNonNull(name), NamedPaths.INSTANCE, traces);
        List<Scenario> scenarios = chosen(suite).stream().map(options::adapted).toList();
        List<String> policies = options.policies(BASELINES);
        int seeds = options.seeds(suite.seeds());
        String again = "./" + own.qualifiedName() + " " + suite.name()
                + (traces == null ? "" : " --traces " + Shell.quoted(traces.toString()))
                + options.reproduceSuffix(seeds);
        Plan plan = new Plan(
                "suite " + suite.name(),
                scenarios,
                one -> isWhole(suite, one) ? again : again + " --only " + Shell.quoted(one),
                policies,
                new Plan.Seeds(options.firstSeed(), seeds));
        List<String> notRun = new ArrayList<>(suite.notRun());
        if (scenarios.size() < suite.scenarios().size()) {
            notRun.add((suite.scenarios().size() - scenarios.size()) + " scenarios (--only)");
        }
        Outcome outcome = new PlanExecution(own, options).run(plan, suite.pools(), notRun);
        return outcome.missed() ? ExitCode.MISSED : ExitCode.OK;
    }

    private List<Scenario> chosen(Suite suite) {
        if (only == null) {
            return suite.scenarios();
        }
        List<String> problems = new ArrayList<>();
        for (String wanted : only) {
            if (suite.scenarios().stream().noneMatch(one -> matches(one, wanted))) {
                problems.add("--only " + wanted + ": no scenario of that name; there are "
                        + String.join(
                                ", ",
                                suite.scenarios().stream().map(Scenario::name).toList()));
            }
        }
        if (!problems.isEmpty()) {
            throw new BadInput(problems);
        }
        List<String> names = only;
        return suite.scenarios().stream()
                .filter(one -> names.stream().anyMatch(wanted -> matches(one, wanted)))
                .toList();
    }

    /** A group of all scenarios is run again by running all. */
    private static boolean isWhole(Suite suite, String group) {
        return suite.pools().stream()
                .anyMatch(pool -> pool.prefix().isEmpty() && pool.name().equals(group));
    }

    private static boolean matches(Scenario scenario, String wanted) {
        boolean pooled = wanted.equals("T12") || wanted.equals("T15");
        return scenario.name().equals(wanted) || (pooled && scenario.name().startsWith(wanted + "-"));
    }
}
