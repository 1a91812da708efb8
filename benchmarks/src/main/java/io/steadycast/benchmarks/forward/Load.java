package io.steadycast.benchmarks.forward;

import io.steadycast.benchmarks.generator.Generator;
import io.steadycast.benchmarks.generator.Window;
import io.steadycast.benchmarks.peer.MeasuredServer;
import io.steadycast.benchmarks.process.Hiccups;
import io.steadycast.benchmarks.process.ProcessUse;
import io.steadycast.media.net.SocketDrops;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import org.HdrHistogram.Histogram;

/** Confined to its run. Hosts and viewers at one server: as many as asked for, then a measurement. */
final class Load implements AutoCloseable {
    private static final int JOINS_AT_A_TIME = 8;

    private final MeasuredServer server;
    private final Generator generator;
    private final List<Generator.Opened> hosts = new ArrayList<>();
    private final Deque<Generator.Opened> viewers = new ArrayDeque<>();
    private final SocketDrops drops = new SocketDrops();

    Load(MeasuredServer server, int publishers) throws IOException, InterruptedException {
        this.server = server;
        this.generator = new Generator();
        for (int i = 0; i < publishers; i++) {
            String room = room(i);
            hosts.add(generator.publish(ours -> server.publish(room, ours)));
        }
    }

    private static String room(int host) {
        return "bench-" + (host + 1);
    }

    Generator generator() {
        return generator;
    }

    /** Viewers join or leave until there are so many, spread evenly over the hosts. */
    void grow(int target) throws IOException, InterruptedException {
        while (viewers.size() > target) {
            generator.close(viewers.removeLast());
        }
        List<Future<Generator.Opened>> joins = new ArrayList<>();
        Semaphore atATime = new Semaphore(JOINS_AT_A_TIME);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = viewers.size(); i < target; i++) {
                int host = i % hosts.size();
                joins.add(threads.submit(() -> {
                    atATime.acquire();
                    try {
                        return generator.watch(hosts.get(host), ours -> server.watch(room(host), ours));
                    } finally {
                        atATime.release();
                    }
                }));
            }
        }
        IOException failed = null;
        for (Future<Generator.Opened> join : joins) {
            try {
                viewers.addLast(join.get());
            } catch (ExecutionException e) {
                failed = e.getCause() instanceof IOException io ? io : new IOException(e.getCause());
            }
        }
        if (failed != null) {
            throw failed;
        }
    }

    Row measure(int seconds) throws IOException, InterruptedException {
        var _ = dropsOf(0);
        var _ = server.pauses();
        Generator.Health before = generator.health();
        ProcessUse serverBefore = ProcessUse.of(server.pid());
        ProcessUse oursBefore = ProcessUse.of(ProcessHandle.current().pid());
        long beganNs = System.nanoTime();
        Window window;
        Histogram hiccups;
        try (Hiccups probe = new Hiccups()) {
            window = generator.measure(seconds * 1_000L);
            hiccups = probe.end();
        }
        ProcessUse serverAfter = ProcessUse.of(server.pid());
        ProcessUse oursAfter = ProcessUse.of(ProcessHandle.current().pid());
        double tookNs = System.nanoTime() - beganNs;
        long[] lost = dropsOf(generator.port());
        Generator.Health after = generator.health();
        double serverCores = (serverAfter.cpuNs() - serverBefore.cpuNs()) / tookNs;
        double generatorCores = (oursAfter.cpuNs() - oursBefore.cpuNs()) / tookNs;
        return new Row(
                server.name(),
                hosts.size(),
                viewers.size(),
                new Row.Packets(
                        window.expected(), window.delivered(), after.otherPackets() - before.otherPackets(), lost[1]),
                seconds,
                serverCores,
                generatorCores,
                Row.Latency.of(window.latencyUs()),
                hiccups.getValueAtPercentile(99.9) / 1_000.0,
                serverAfter.residentBytes(),
                server.pauses(),
                note(generatorCores, lost[0], after.sendFailures() - before.sendFailures(), after));
    }

    private String note(double cores, long drops, long failures, Generator.Health health) {
        String limited = "generator-limited at " + viewers.size();
        if (cores > Row.GENERATOR_LIMIT) {
            return "%s: its core is %.0f %% busy".formatted(limited, 100 * cores);
        }
        if (drops > 0 || failures > 0) {
            return limited + ": its socket lost " + drops + " in and " + failures + " out";
        }
        if (health.misaligned() > 0 || health.refused() > 0) {
            return "invalid: %d packets of other frames than their headers told, %d that the keys do not open"
                    .formatted(health.misaligned(), health.refused());
        }
        return "";
    }

    /** Since the last call: of our socket, and of all others together. */
    private long[] dropsOf(int ourPort) {
        long[] sums = new long[2];
        drops.poll((port, lost) -> sums[port == ourPort ? 0 : 1] += lost);
        return sums;
    }

    @Override
    public void close() {
        generator.close();
    }
}
