package io.steadycast.benchmarks.forward;

import io.steadycast.benchmarks.floor.Floor;
import io.steadycast.benchmarks.floor.FloorProcess;
import io.steadycast.benchmarks.generator.Generator;
import io.steadycast.benchmarks.peer.MeasuredServer;
import io.steadycast.benchmarks.peer.SteadycastServer;
import io.steadycast.benchmarks.process.Cores;
import io.steadycast.media.crypto.CryptoChoice;
import io.steadycast.media.net.SocketDrops;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code bench forward}: what a forwarded packet costs, how long it takes, and how many viewers one core carries. */
@Command(
        name = "forward",
        description =
                "One core of this server under growing numbers of viewers: CPU per packet, loss, latency, memory.",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        usageHelpWidth = 100)
public final class ForwardCommand implements Callable<Integer> {
    private static final int USAGE = 2;
    private static final int FAILED = 1;
    private static final int MOST_VIEWERS = 4_000;

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--publishers",
            paramLabel = "N",
            defaultValue = "1",
            description = "Hosts, each in a room of its own (default ${DEFAULT-VALUE}).")
    private int publishers;

    @Option(
            names = "--viewers",
            paramLabel = "N",
            split = ",",
            defaultValue = "50,100,200,400,800",
            description = "Viewers of each host, ascending (default ${DEFAULT-VALUE}).")
    private List<Integer> viewers;

    @Option(
            names = "--seconds",
            paramLabel = "S",
            defaultValue = "20",
            description = "Of each measurement (default ${DEFAULT-VALUE}).")
    private int seconds;

    @Option(
            names = "--warm-up",
            paramLabel = "S",
            defaultValue = "15",
            description = "Seconds under the first load before anything is measured (default ${DEFAULT-VALUE}).")
    private int warmUp;

    @Option(
            names = "--limit-steps",
            paramLabel = "N",
            defaultValue = "6",
            description = "Measurements of 5 s that the search for the most viewers may take, 0 for no search"
                    + " (default ${DEFAULT-VALUE}).")
    private int limitSteps;

    @Option(
            names = "--floor",
            description =
                    "Also what sending and encrypting alone take on the server's core: sendto, sendmmsg, segments, AES-GCM.")
    private boolean withFloor;

    @Option(
            names = "--set",
            paramLabel = "KEY=VALUE",
            description = "A setting of the server under steadycast, as udp.transport=epoll; may be repeated.")
    private List<String> settings = List.of();

    @Option(names = "--json", paramLabel = "FILE", description = "All figures.")
    private @Nullable Path json;

    @SuppressWarnings("NullAway.Init") // set by picocli
    public ForwardCommand() {}

    @Override
    public Integer call() throws InterruptedException {
        String wrong = wrongOption();
        if (wrong != null) {
            spec.commandLine().getErr().println("bench forward: " + wrong);
            return USAGE;
        }
        try {
            Cores cores = Cores.ofThisMachine();
            cores.pinThisProcess();
            try {
                measure(cores, new ForwardTable(spec.commandLine().getOut()));
            } finally {
                cores.releaseThisProcess();
            }
            return 0;
        } catch (IOException e) {
            spec.commandLine().getErr().println("bench forward: " + e.getMessage());
            return FAILED;
        }
    }

    private void measure(Cores cores, ForwardTable table) throws IOException, InterruptedException {
        table.head();
        List<ForwardRun.Result> results = new ArrayList<>();
        try (MeasuredServer server = SteadycastServer.start(cores.server(), settings)) {
            results.add(new ForwardRun(server, plan(), table).run());
        }
        Floor floor = withFloor ? floor(cores.server(), table) : null;
        results.forEach(result -> table.line(verdict(result)));
        Ratios.lines(results, floor).forEach(table::line);
        if (json != null) {
            ForwardJson.write(results, floor, json);
        }
    }

    private static Floor floor(int core, ForwardTable table) throws IOException, InterruptedException {
        SocketDrops drops = new SocketDrops();
        AtomicLong lost = new AtomicLong();
        try (Generator receiver = new Generator()) {
            drops.poll((port, count) -> {});
            Floor floor = FloorProcess.measure(
                    core,
                    receiver.port(),
                    Generator.idleAddress(),
                    CryptoChoice.best().library());
            drops.poll((port, count) -> lost.addAndGet(port == receiver.port() ? count : 0));
            if (lost.get() > 0) {
                table.line("the floor's receiver lost " + lost.get() + " datagrams: sending was cheaper than it is");
            }
            return floor;
        }
    }

    private ForwardRun.Plan plan() {
        return new ForwardRun.Plan(publishers, viewers, seconds, warmUp, limitSteps);
    }

    private static String verdict(ForwardRun.Result result) {
        String text =
                "%s: %d viewers with loss < 0.1 %% and P99 < 20 ms".formatted(result.description(), result.carried());
        if (!result.ended().isEmpty()) {
            return text + ", more could not be told: " + result.ended();
        }
        return result.failed().isPresent()
                ? text + ", not " + result.failed().getAsInt()
                : text + ", more were not tried";
    }

    private @Nullable String wrongOption() {
        String wrong = outside("--publishers", publishers, 1, 100);
        wrong = wrong != null ? wrong : outside("--seconds", seconds, 1, 600);
        wrong = wrong != null ? wrong : outside("--warm-up", warmUp, 0, 600);
        wrong = wrong != null ? wrong : outside("--limit-steps", limitSteps, 0, 20);
        for (String setting : settings) {
            wrong = wrong != null || setting.indexOf('=') > 0 ? wrong : "--set: KEY=VALUE, not '" + setting + "'";
        }
        int last = 0;
        for (int number : viewers) {
            wrong = wrong != null ? wrong : outside("--viewers", number, 1, MOST_VIEWERS / Math.max(1, publishers));
            if (wrong == null && number <= last) {
                wrong = "--viewers: ascending numbers, not " + number + " after " + last;
            }
            last = number;
        }
        return wrong;
    }

    private static @Nullable String outside(String option, int value, int least, int most) {
        return value < least || value > most ? "%s: %d to %d, not %d".formatted(option, least, most, value) : null;
    }
}
