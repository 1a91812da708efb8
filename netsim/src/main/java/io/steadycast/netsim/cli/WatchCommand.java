package io.steadycast.netsim.cli;

import io.steadycast.netsim.client.WatchRun;
import io.steadycast.netsim.client.WatchSettings;
import java.net.URI;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code watch}: viewers over the real network. */
@Command(
        name = "watch",
        description = "Watches a room as so many browsers would, over the real network, and reports what each saw.",
        mixinStandardHelpOptions = true,
        usageHelpWidth = 110)
final class WatchCommand implements Callable<Integer> {
    private static final int MAX_COUNT = 10_000;

    @Option(names = "--whep", required = true, paramLabel = "URL", description = "The room's WHEP endpoint.")
    private @Nullable URI whep;

    @Option(
            names = "--count",
            defaultValue = "1",
            paramLabel = "N",
            description = "Viewers (default ${DEFAULT-VALUE}).")
    private int count;

    @Option(
            names = "--ramp",
            defaultValue = "0s",
            paramLabel = "DURATION",
            converter = DurationConverter.class,
            description = "Spread the joins evenly over this time.")
    private Duration ramp = Duration.ZERO;

    @Mixin
    private final ClientOptions options = new ClientOptions();

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        CommandSpec self = Objects.requireNonNull(spec);
        URI url = ClientOptions.http(self, "--whep", Objects.requireNonNull(whep));
        ClientOptions.range(self, "--count", count, MAX_COUNT);
        WatchRun run = new WatchRun(new WatchSettings(url, options.token(), count, options.duration(), ramp));
        return options.run(self, run::stop, run::run);
    }
}
