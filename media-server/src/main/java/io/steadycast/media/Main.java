package io.steadycast.media;

import io.steadycast.media.config.ConfigException;
import io.steadycast.media.config.ConfigLoader;
import io.steadycast.media.config.ConfigLoader.Setting;
import io.steadycast.media.config.ServerConfig;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The command line: options over a configuration file, one ready line on standard output, and an orderly end on SIGTERM or SIGINT. */
@Command(
        name = "steadycast serve",
        description = "Serves pages, signalling and media until SIGTERM or Ctrl-C.",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        usageHelpWidth = 100)
public final class Main implements Callable<Integer> {
    /** Wrong options or configuration. */
    private static final int EXIT_USAGE = 2;
    /** The configuration is legal, but this host does not let us: a port in use, an address that is not there. */
    private static final int EXIT_CANNOT_START = 1;

    private static final int EXIT_OK = 0;

    @Option(
            names = "--http",
            paramLabel = "HOST:PORT",
            description = "Where pages and signalling are served (127.0.0.1:8080). IPv6 as [::1]:8080.")
    private @Nullable String http;

    @Option(names = "--udp", paramLabel = "BASEPORT", description = "First media port, one per loop (10000).")
    private @Nullable String udp;

    @Option(
            names = "--tcp-port",
            paramLabel = "PORT",
            description = "Media over TCP for browsers whose network lets no UDP out, 443 for instance (off).")
    private @Nullable String tcpPort;

    @Option(
            names = "--announce",
            paramLabel = "ADDR",
            split = ",",
            description = "Addresses told to browsers, ADDR:PORT or PUBLIC[:PORT]=LOCAL behind a NAT (own addresses).")
    private @Nullable List<String> announce;

    @Option(
            names = "--policy",
            paramLabel = "POLICY",
            description = "By what viewers are steered: adaptive, nack-only, nack-fixed-delay or fixed (adaptive).")
    private @Nullable String policy;

    @Option(names = "--config", paramLabel = "FILE", description = "HOCON file over the built-in reference.conf.")
    private @Nullable Path config;

    private Main() {}

    public static void main(String[] arguments) {
        CommandLine line = new CommandLine(new Main());
        int code = line.execute(arguments);
        // Whatever threads a library left behind, the process ends with the code that was decided on.
        System.exit(code);
    }

    @Override
    public Integer call() throws InterruptedException {
        ServerConfig settings;
        try {
            settings = ConfigLoader.load(config, overrides());
        } catch (ConfigException wrong) {
            wrong.problems().forEach(problem -> System.err.println("steadycast: " + problem));
            return EXIT_USAGE;
        }
        Server server;
        try {
            server = Server.start(settings);
        } catch (IOException failed) {
            System.err.println("steadycast: " + failed.getMessage());
            LoggerFactory.getLogger(Main.class).debug("start", failed);
            return EXIT_CANNOT_START;
        }
        Runtime.getRuntime().addShutdownHook(new Thread(() -> endBySignal(server), "shutdown"));
        System.out.println("ready " + server.description());
        System.out.flush();
        // Until a signal: its hook ends the process.
        new CountDownLatch(1).await();
        return EXIT_OK;
    }

    /** A signal is the ordinary way to end a server, so its exit code is 0 and not the JVM's 128 + signal number. */
    private static void endBySignal(Server server) {
        int code = EXIT_OK;
        try {
            server.close();
        } catch (RuntimeException bug) {
            LoggerFactory.getLogger(Main.class).error("shutdown", bug);
            code = EXIT_CANNOT_START;
        }
        Runtime.getRuntime().halt(code);
    }

    private List<Setting> overrides() {
        List<Setting> settings = new ArrayList<>();
        if (http != null) {
            int colon = http.lastIndexOf(':');
            String host = colon < 0 ? http : http.substring(0, colon);
            settings.add(new Setting("http.host", unbracketed(host), "--http"));
            settings.add(new Setting("http.port", colon < 0 ? "" : http.substring(colon + 1), "--http"));
        }
        if (udp != null) {
            settings.add(new Setting("udp.base-port", udp, "--udp"));
        }
        if (tcpPort != null) {
            settings.add(new Setting("tcp.port", tcpPort, "--tcp-port"));
        }
        if (announce != null) {
            settings.add(new Setting("announce", announce, "--announce"));
        }
        if (policy != null) {
            settings.add(new Setting("media.policy", policy, "--policy"));
        }
        return settings;
    }

    private static String unbracketed(String host) {
        return host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
    }
}
