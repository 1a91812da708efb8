package io.steadycast.live.stack;

import io.steadycast.live.browser.Installed;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;

/**
 * Confined to the test's thread. A network namespace behind a pair of virtual Ethernet devices in which no UDP leaves, as in offices and hotels whose firewalls know
 * the web only. Needs root.
 */
public final class TcpOnlyNetwork implements AutoCloseable {
    /** RFC 2544 appendix C.2.2: addresses for tests of networks. */
    private static final String SUBNET = "198.18.%d.%d";

    private final String name;
    private final String outside;

    private TcpOnlyNetwork(String name, String outside) {
        this.name = name;
        this.outside = outside;
    }

    public static TcpOnlyNetwork open() {
        long pid = ProcessHandle.current().pid();
        int third = (int) (pid % 250);
        String outside = SUBNET.formatted(third, 1);
        TcpOnlyNetwork network = new TcpOnlyNetwork("tcponly" + pid, outside);
        try {
            ip("netns", "add", network.name);
            ip("link", "add", "to" + pid, "type", "veth", "peer", "name", "eth0", "netns", network.name);
            ip("addr", "add", outside + "/30", "dev", "to" + pid);
            ip("link", "set", "to" + pid, "up");
            network.inside("addr", "add", SUBNET.formatted(third, 2) + "/30", "dev", "eth0");
            network.inside("link", "set", "lo", "up");
            network.inside("link", "set", "eth0", "up");
            network.inside("rule", "add", "pref", "10", "ipproto", "udp", "prohibit");
            return network;
        } catch (RuntimeException e) {
            network.close();
            throw e;
        }
    }

    /** This host's address as it is seen from inside. */
    public String outsideAddress() {
        return outside;
    }

    /** A program that runs {@code program} inside, its open files and arguments kept. */
    public Path wrapped(Path program) {
        try {
            Path script = Files.createTempFile(name, ".sh");
            Files.writeString(
                    script,
                    "#!/bin/sh\nexec ip netns exec " + name + " " + program + " \"$@\"\n",
                    StandardCharsets.US_ASCII);
            Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwx------"));
            script.toFile().deleteOnExit();
            return script;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void inside(String... arguments) {
        run(List.of("ip", "-n", name), arguments);
    }

    private static void ip(String... arguments) {
        run(List.of("ip"), arguments);
    }

    private static void run(List<String> program, String... arguments) {
        Installed.require("/usr/sbin/ip", "iproute2");
        List<String> command = new java.util.ArrayList<>(program);
        command.addAll(List.of(arguments));
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw new AssertionError(String.join(" ", command) + ": " + said);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** The devices go with it. */
    @Override
    public void close() {
        ip("netns", "del", name);
    }
}
