package io.steadycast.netsim.client;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** Confined to its thread; {@link #stop} from any. Sessions of one kind from the first offer to the last DELETE. */
final class ClientRun {
    private static final long SECOND_MS = 1_000;
    private static final long CLOSE_TIMEOUT_S = 15;

    private final LiveRuntime runtime;
    private final Settings settings;
    private final CountDownLatch stopped = new CountDownLatch(1);
    private final List<LiveSession> sessions = new ArrayList<>();
    private final List<String> goodbyes = new ArrayList<>();

    /**
     * What to run.
     *
     * @param endpoint of WHIP or WHEP
     * @param token for the server
     * @param count of sessions
     * @param duration from the first offer to the end; without one until {@link #stop}
     * @param ramp over which the offers are spread
     */
    record Settings(URI endpoint, Optional<String> token, int count, Optional<Duration> duration, Duration ramp) {}

    /** Looks at all sessions. */
    interface Look {
        void at(List<LiveSession> sessions) throws InterruptedException;
    }

    ClientRun(LiveRuntime runtime, Settings settings) {
        this.runtime = runtime;
        this.settings = settings;
    }

    /** Ends it before its time. */
    void stop() {
        stopped.countDown();
    }

    /**
     * Runs until the time is over, until it is stopped, or until all sessions have ended. Whoever wants to read the endpoints does so in {@code eachSecond} or in {@code
     * beforeEnd}: afterwards they are gone.
     */
    void run(Supplier<ClientRole> roles, Look eachSecond, Look beforeEnd) throws InterruptedException {
        long startMs = nowMs();
        long endMs = settings.duration().map(d -> startMs + d.toMillis()).orElse(Long.MAX_VALUE);
        List<Thread> openers = new ArrayList<>();
        for (int i = 0; i < settings.count(); i++) {
            LiveSession session = new LiveSession(runtime, settings.endpoint(), settings.token(), roles.get());
            sessions.add(session);
            long atMs = startMs + settings.ramp().toMillis() * i / settings.count();
            openers.add(Thread.ofVirtual().name("client-" + i).start(() -> open(session, atMs)));
        }
        long nextMs = startMs + SECOND_MS;
        boolean over = false;
        while (!over && nowMs() < endMs && !allEnded()) {
            over = stopped.await(
                    Math.clamp(Math.min(nextMs, endMs) - nowMs(), 0, SECOND_MS / 10), TimeUnit.MILLISECONDS);
            if (nowMs() >= nextMs) {
                nextMs += SECOND_MS;
                eachSecond.at(sessions);
            }
        }
        openers.forEach(Thread::interrupt);
        for (Thread opener : openers) {
            opener.join();
        }
        beforeEnd.at(sessions);
        close();
    }

    private void open(LiveSession session, long atMs) {
        try {
            Thread.sleep(Math.max(0, atMs - nowMs()));
            runtime.setups().acquire();
            try {
                session.open();
            } finally {
                runtime.setups().release();
            }
        } catch (ClientException e) {
            // The session tells its failure when it is asked.
        } catch (InterruptedException e) {
            // The run is over before this one began.
        }
    }

    private boolean allEnded() {
        return sessions.stream().allMatch(session -> session.ended() != null);
    }

    /** Lines of the server's about sessions that it did not let go. */
    List<String> goodbyes() {
        synchronized (goodbyes) {
            return List.copyOf(goodbyes);
        }
    }

    private void close() throws InterruptedException {
        List<Thread> closers = new ArrayList<>();
        for (LiveSession session : sessions) {
            closers.add(Thread.ofVirtual().start(() -> close(session)));
        }
        long endMs = nowMs() + CLOSE_TIMEOUT_S * SECOND_MS;
        for (Thread closer : closers) {
            closer.join(Duration.ofMillis(Math.max(1, endMs - nowMs())));
        }
    }

    private void close(LiveSession session) {
        try {
            String line = session.close();
            if (line != null) {
                synchronized (goodbyes) {
                    goodbyes.add(line);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private long nowMs() {
        return runtime.clock().nowNs() / 1_000_000L;
    }
}
