package io.steadycast.netsim.emulate;

import io.steadycast.netsim.link.spec.Direction;
import io.steadycast.netsim.link.spec.Happening;
import io.steadycast.netsim.link.spec.PathSpec;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongFunction;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Any thread. Paths in real time, between real clients and a real server: clients send to {@link #addresses}, the server sees one socket for each client. Bytes pass
 * unchanged.
 */
public final class Emulator implements AutoCloseable {
    /** All clients, those to come too. */
    public static final int ALL = 0;
    /** 2 KiB each: more than four seconds at 100 Mbit/s. */
    private static final int MAX_PACKETS = 1 << 15;

    private static final long ANSWER_WITHIN_MS = 5_000;

    private final List<Inlet> fronts = new ArrayList<>();
    private final HarnessDrops drops = new HarnessDrops();
    private final Lateness lateness = new Lateness();
    private final Outlet outlet = new Outlet(drops, lateness);
    private final Audit audit = new Audit();
    private final PauseWatch pauses = new PauseWatch();
    private final ScheduledExecutorService watch = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("emulate-watch").daemon().factory());
    private final AtomicBoolean closed = new AtomicBoolean();
    private final long startNs = System.nanoTime();
    private final ReceiveLoop receiver;
    private final ReleaseLoop releaser;
    private final Sockets sockets;
    private final Wishes wishes;
    private final Clients clients;

    private @Nullable ScheduledFuture<?> autoOff;
    private long autoOffAtNs;

    private Emulator(EmulatorConfig config) throws IOException {
        PacketRings rings = new PacketRings(MAX_PACKETS);
        wishes = new Wishes(config);
        // Both loops begin in start(), after all that they refer to is here.
        Runnable[] wake = new Runnable[1];
        receiver = new ReceiveLoop(rings, drops, () -> wake[0].run());
        sockets = new Sockets(receiver, drops);
        clients = new Clients(sockets, rings, outlet, drops, wishes);
        releaser = new ReleaseLoop(rings, clients, config.spin());
        wake[0] = releaser::wake;
    }

    /** Throws, with words fit for the operator, where a port cannot be had. */
    public static Emulator open(EmulatorConfig config) throws IOException {
        Emulator emulator = new Emulator(config);
        try {
            for (EmulatorConfig.Port port : config.ports()) {
                emulator.listen(port);
            }
        } catch (IOException | RuntimeException refused) {
            emulator.close();
            throw refused;
        }
        emulator.start();
        return emulator;
    }

    private void listen(EmulatorConfig.Port port) throws IOException {
        try {
            Inlet front = Inlet.front(port.listen(), port.server());
            fronts.add(front);
            sockets.opened(front);
        } catch (IOException refused) {
            throw new IOException(
                    "cannot listen on UDP " + Endpoints.text(port.listen()) + ": " + refused.getMessage(), refused);
        }
    }

    private void start() {
        receiver.start();
        releaser.start();
        var _ = watch.scheduleAtFixedRate(sockets::countKernelDrops, 1, 1, TimeUnit.SECONDS);
    }

    /** Where clients send to, one for each configured port. */
    public List<InetSocketAddress> addresses() {
        List<InetSocketAddress> addresses = new ArrayList<>();
        for (Inlet front : fronts) {
            try {
                addresses.add(front.address());
            } catch (IOException gone) {
                throw new IllegalStateException("closed", gone);
            }
        }
        return addresses;
    }

    public EmulatorState state() {
        Lateness.Figures late = lateness.figures();
        sockets.countKernelDrops();
        HarnessDrops.Counts lost = drops.counts();
        PauseWatch.Pauses paused = pauses.pauses();
        return call(nowNs -> new EmulatorState(
                nowNs - startNs,
                wishes.active(),
                autoOffLeftNs(nowNs),
                wishes.mix().toString(),
                clients.states(nowNs),
                clients.forgotten(),
                new EmulatorState.Harness(
                        late,
                        lost,
                        paused,
                        releaser.urgency(),
                        receiver.unreachable.get() + outlet.unreachable.get(),
                        clients.oldPortPackets()),
                Trust.of(late.p99Ns(), lost, paused)));
    }

    public Audit audit() {
        return audit;
    }

    /** Other paths, for one client or for {@link #ALL}. Queues and what is on its way stay. */
    public void paths(String who, int client, PathMix paths) {
        change(who, client, "profile " + paths, nowNs -> {
            wishes.draw(find(client), paths, nowNs);
            if (client == ALL) {
                wishes.mix(paths);
            }
        });
    }

    /** A change to the paths that there are, of one client or of {@link #ALL}. {@code what} is for the audit. */
    public void tune(String who, int client, String what, UnaryOperator<PathSpec> change) {
        change(who, client, what, nowNs -> {
            wishes.tune(find(client), change, nowNs);
            if (client == ALL) {
                wishes.tune(change);
            }
        });
    }

    /** Something happens now, to one client or to all that are here. */
    public void happen(String who, int client, Direction direction, Happening what) {
        change(who, client, direction + " " + what, nowNs -> wishes.happen(find(client), direction, what, nowNs));
    }

    /** Turns the impairment off or on. {@code autoOffAfter}: it ends by itself then; null: it stays. */
    public void active(String who, boolean on, @Nullable Duration autoOffAfter) {
        String what = "impairment " + (on ? "on" : "off") + (on && autoOffAfter != null ? " for " + autoOffAfter : "");
        change(who, ALL, what, nowNs -> {
            wishes.active(find(ALL), on, nowNs);
            schedule(nowNs, on ? autoOffAfter : null);
        });
    }

    private void schedule(long nowNs, @Nullable Duration after) {
        if (autoOff != null) {
            autoOff.cancel(false);
            autoOff = null;
        }
        if (after != null) {
            autoOffAtNs = nowNs + after.toNanos();
            autoOff = watch.schedule(() -> active("timer", false, null), after.toNanos(), TimeUnit.NANOSECONDS);
        }
    }

    private long autoOffLeftNs(long nowNs) {
        return autoOff == null ? -1 : Math.max(0, autoOffAtNs - nowNs);
    }

    private List<ClientPath> find(int client) {
        List<ClientPath> found = clients.find(client);
        if (client != ALL && found.isEmpty()) {
            throw new NoSuchElementException("client " + client);
        }
        return found;
    }

    private interface Change {
        void make(long nowNs);
    }

    private void change(String who, int client, String what, Change change) {
        call(nowNs -> {
            change.make(nowNs);
            return true;
        });
        audit.add(who, (client == ALL ? "all clients: " : "client " + client + ": ") + what);
    }

    /** Runs on the release thread and hands back the result, or what it threw. */
    private <T> T call(LongFunction<T> query) {
        CompletableFuture<T> answer = new CompletableFuture<>();
        Runnable command = () -> {
            try {
                answer.complete(query.apply(System.nanoTime()));
            } catch (RuntimeException refused) {
                answer.completeExceptionally(refused);
            }
        };
        if (!releaser.execute(command)) {
            throw new IllegalStateException("the emulator is closed, or has too much to do");
        }
        try {
            return answer.get(ANSWER_WITHIN_MS, TimeUnit.MILLISECONDS);
        } catch (ExecutionException failed) {
            if (failed.getCause() instanceof RuntimeException refused) {
                throw refused;
            }
            throw new IllegalStateException(failed);
        } catch (TimeoutException stuck) {
            throw new IllegalStateException("no answer within " + ANSWER_WITHIN_MS + " ms", stuck);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    /** A second call does nothing. */
    @Override
    public void close() {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        watch.shutdownNow();
        receiver.close();
        releaser.close();
        sockets.closed(fronts);
        pauses.close();
    }
}
