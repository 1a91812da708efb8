package io.steadycast.netsim.cli;

import io.steadycast.netsim.BadInput;
import io.steadycast.netsim.emulate.Emulator;
import io.steadycast.netsim.emulate.EmulatorConfig;
import io.steadycast.netsim.emulate.Endpoints;
import io.steadycast.netsim.emulate.PathMix;
import io.steadycast.netsim.emulate.PathNames;
import io.steadycast.netsim.emulate.control.ControlServer;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** A bad network in real time, between real clients and a server. */
@Command(
        name = "link",
        description = "Puts a bad network between real clients and a server, in real time, until Ctrl-C.",
        footer = {
            "",
            "Not emulated: ICE over TCP, TURN. Let the server announce the emulator and nothing else:",
            "  ./steadycast serve --udp 10000 --announce 127.0.0.1:20000",
            "  ./steadycast netsim link --listen 20000-20001 --to 127.0.0.1:10000 --profile in-4g-city-evening"
        },
        mixinStandardHelpOptions = true,
        sortOptions = false,
        usageHelpWidth = 110)
final class LinkCommand implements Callable<Integer> {
    private static final String LOOPBACK = "127.0.0.1";

    @Option(
            names = "--listen",
            required = true,
            paramLabel = "[ADDR:]PORT[-LAST]",
            description = "Where clients send to (UDP). A range stands for as many ports of the server. Without ADDR:"
                    + " loopback when the server is there, else all addresses of this host.")
    private String listen = "";

    @Option(names = "--to", required = true, paramLabel = "HOST:PORT", description = "The server's first UDP port.")
    private String to = "";

    @Option(
            names = "--profile",
            required = true,
            paramLabel = "NAME|FILE|MIX",
            description = "What clients get: NAME, NAME:SEVERITY, a profile file, or a mix NAME=40,NAME=20.")
    private String profile = "";

    @Option(names = "--seed", paramLabel = "N", description = "The same seed makes the same channels (random).")
    private @Nullable Long seed;

    @Option(
            names = "--control",
            paramLabel = "[ADDR:]PORT",
            description = "HTTP control and a page, on loopback unless an address is given.")
    private @Nullable String control;

    @Option(names = "--json", paramLabel = "FILE", description = "Where the report goes at the end.")
    private @Nullable Path json;

    @Option(
            names = "--auto-off",
            paramLabel = "DURATION",
            converter = DurationConverter.class,
            description = "The impairment ends by itself after this time, such as 90s or 10m.")
    private @Nullable Duration autoOff;

    @Option(
            names = "--duration",
            paramLabel = "DURATION",
            converter = DurationConverter.class,
            description = "Ends after this time instead of with Ctrl-C.")
    private @Nullable Duration duration;

    @Option(
            names = "--spin",
            description = "Never sleep: releases come less late, for a core of its own (taskset -c helps).")
    private boolean spin;

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() throws InterruptedException, IOException {
        PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
        InetSocketAddress server = Endpoints.place("--to", to, 1);
        PathNames profiles = new PathNames();
        PathMix paths = profiles.mix(profile);
        long chosenSeed = seed == null ? ThreadLocalRandom.current().nextLong(1, 1_000_000_000) : seed;
        EmulatorConfig config =
                new EmulatorConfig(Endpoints.ports("--listen", listen, server), paths, chosenSeed, spin);
        try (OutputFile file = json == null ? null : OutputFile.open("--json", json);
                Emulator emulator = opened(config)) {
            LinkRun run = new LinkRun(emulator, reproduce(chosenSeed), file, out);
            try (ControlServer http = control == null ? null : served(emulator, profiles, run)) {
                if (autoOff != null) {
                    emulator.active("command line", true, autoOff);
                }
                run.announce(ways(emulator, config), http == null ? null : page(http));
                run.await(duration == null ? Long.MAX_VALUE : duration.toNanos());
            }
        }
        return ExitCode.OK;
    }

    private static String ways(Emulator emulator, EmulatorConfig config) {
        List<String> ways = new ArrayList<>();
        for (int i = 0; i < config.ports().size(); i++) {
            ways.add(Endpoints.text(emulator.addresses().get(i)) + " -> "
                    + Endpoints.text(config.ports().get(i).server()));
        }
        return String.join(", ", ways);
    }

    private static Emulator opened(EmulatorConfig config) {
        try {
            return Emulator.open(config);
        } catch (IOException refused) {
            throw new BadInput("--listen: " + refused.getMessage());
        }
    }

    private ControlServer served(Emulator emulator, PathNames profiles, LinkRun run) {
        String text = Objects.requireNonNull(control);
        InetSocketAddress at = Endpoints.place("--control", text.contains(":") ? text : LOOPBACK + ":" + text, 0);
        try {
            return ControlServer.start(
                    emulator, profiles, run::report, at.getAddress().getHostAddress(), at.getPort());
        } catch (IOException refused) {
            throw new BadInput("--control " + text + ": " + refused.getMessage());
        }
    }

    private String page(ControlServer http) {
        String text = Objects.requireNonNull(control);
        String host = text.contains(":") ? text.substring(0, text.lastIndexOf(':')) : LOOPBACK;
        return "http://" + host + ":" + http.port() + "/";
    }

    private String reproduce(long chosenSeed) {
        return "./steadycast netsim link --listen " + listen + " --to " + to + " --profile " + profile + " --seed "
                + chosenSeed;
    }
}
