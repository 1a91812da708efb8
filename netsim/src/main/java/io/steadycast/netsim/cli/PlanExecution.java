package io.steadycast.netsim.cli;

import io.steadycast.netsim.BadInput;
import io.steadycast.netsim.report.HtmlReport;
import io.steadycast.netsim.report.JUnitReport;
import io.steadycast.netsim.report.JsonReport;
import io.steadycast.netsim.report.TerminalReport;
import io.steadycast.netsim.scenario.Outcome;
import io.steadycast.netsim.scenario.Plan;
import io.steadycast.netsim.scenario.Runner;
import io.steadycast.netsim.scenario.ScenarioOutcome;
import io.steadycast.netsim.scenario.suite.Pool;
import io.steadycast.netsim.truth.Recording;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;

/** Confined to its command. Runs a plan: outputs are opened first, written last, and seen whole or not at all. */
final class PlanExecution {
    private final CommandSpec spec;
    private final RunOptions options;

    PlanExecution(CommandSpec spec, RunOptions options) {
        this.spec = spec;
        this.options = options;
    }

    /** Writes one kind of report. */
    private interface Writer {
        void write(Outcome outcome, Path file) throws IOException;
    }

    /** A report that was asked for. */
    private record Output(OutputFile file, Writer writer) {}

    /** Runs it all; when this returns, all reports are written. */
    Outcome run(Plan plan, List<Pool> pools, List<String> notRun) throws InterruptedException {
        return run(plan, pools, notRun, Recording::hashOnly);
    }

    /** Keeps each run as the recording that it asks for says. */
    Outcome run(Plan plan, List<Pool> pools, List<String> notRun, Supplier<Recording> recordings)
            throws InterruptedException {
        List<Output> outputs = new ArrayList<>();
        try {
            open(outputs, "--json", options.json(), JsonReport::write);
            open(outputs, "--junit", options.junit(), JUnitReport::write);
            open(outputs, "--html", options.html(), HtmlReport::write);
            var command = spec.commandLine();
            Console console = new Console(command.getErr(), Console.isTerminal());
            List<ScenarioOutcome> scenarios =
                    new ArrayList<>(new Runner(options.threads(), console, recordings).run(plan));
            pooled(plan, pools, scenarios);
            Outcome outcome = new Outcome(plan.title(), command(), scenarios, notRun);
            new TerminalReport(command.getOut(), Console.colours()).print(outcome);
            for (Output output : outputs) {
                output.writer().write(outcome, output.file().path());
            }
            for (Output output : outputs) {
                output.file().commit();
            }
            return outcome;
        } catch (IOException failed) {
            throw new BadInput("a report could not be written: " + failed.getMessage());
        } finally {
            outputs.forEach(output -> output.file().close());
        }
    }

    private static void pooled(Plan plan, List<Pool> pools, List<ScenarioOutcome> scenarios) {
        List<ScenarioOutcome> single = List.copyOf(scenarios);
        for (Pool pool : pools) {
            ScenarioOutcome together = pool.of(single, plan.reproduce().apply(pool.name()));
            if (together != null) {
                scenarios.add(together);
            }
        }
    }

    private static void open(List<Output> outputs, String option, @Nullable Path target, Writer writer) {
        if (target != null) {
            outputs.add(new Output(OutputFile.open(option, target), writer));
        }
    }

    private String command() {
        List<String> words = new ArrayList<>(List.of("./" + spec.root().name()));
        spec.commandLine().getParseResult().originalArgs().forEach(argument -> words.add(Shell.quoted(argument)));
        return String.join(" ", words);
    }
}
