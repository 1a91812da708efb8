package io.steadycast.benchmarks.generator;

import io.steadycast.media.engine.transport.Datagram;
import io.steadycast.media.wire.rtcp.RtcpCursor;
import io.steadycast.media.wire.rtcp.TransportFeedbackWriter;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One thread for all hosts and viewers. {@link #execute}, {@link #ask} and {@link #close} may be called by any thread, all else is confined to the loop's own.
 *
 * <p>It sleeps by the clock, not on the socket: a server whose every datagram wakes its receiver would pay for the waking, which on a real network it does not.
 */
final class GeneratorLoop implements AutoCloseable {
    static final int TICK_MS = 5;
    /** A session's turn comes every so many ticks: 50 ms. */
    static final int TICK_SLOTS = 10;

    /** 127.64.0.0: behind it a number for each session, never given twice. */
    private static final int FIRST_ADDRESS = 0x7F40_0000;

    private static final long MS = 1_000_000L;
    private static final long NAP_NS = MS / 2;
    /** Batches in a row before timers have their turn. */
    private static final int BATCHES_PER_TURN = 16;

    final TransportFeedbackWriter feedbackWriter = new TransportFeedbackWriter();
    final RtcpCursor cursor = new RtcpCursor();
    private final ConcurrentLinkedQueue<Runnable> commands = new ConcurrentLinkedQueue<>();
    private final CompletableFuture<WideSocket> opened = new CompletableFuture<>();
    private final List<Session> sessions = new ArrayList<>();
    private final List<Session> publishers = new ArrayList<>();
    private final Thread thread;
    private @Nullable Session[] byAddress = new Session[1024];
    private WideSocket socket;
    private volatile @Nullable Throwable failure;
    private volatile boolean closing;
    private @Nullable Window window;
    private long nextTickNs;
    private int slot;
    private long strays;

    GeneratorLoop(int port) throws IOException, InterruptedException {
        thread = Thread.ofPlatform().name("generator").daemon().unstarted(() -> run(port));
        thread.start();
        try {
            socket = opened.get();
        } catch (ExecutionException e) {
            throw new IOException("the generator's socket: " + e.getMessage(), e);
        }
    }

    static int addressOf(int sessionId) {
        return FIRST_ADDRESS + 1 + sessionId;
    }

    WideSocket socket() {
        return socket;
    }

    void execute(Runnable command) {
        commands.add(command);
    }

    /** Asks on the loop and waits for the answer. */
    <T> T ask(Supplier<T> question) throws InterruptedException {
        CompletableFuture<T> answer = new CompletableFuture<>();
        execute(() -> {
            try {
                answer.complete(question.get());
            } catch (RuntimeException e) {
                answer.completeExceptionally(e);
            }
        });
        while (true) {
            Throwable broken = failure;
            if (broken != null) {
                throw new IllegalStateException("the generator has stopped", broken);
            }
            if (answer.isDone()) {
                return answer.join();
            }
            Thread.sleep(1);
        }
    }

    long realtimeNs() {
        return socket.realtimeNs();
    }

    void flush() {
        socket.flush();
    }

    @Nullable
    Window window() {
        return window;
    }

    void setWindow(@Nullable Window next) {
        window = next;
    }

    /** Datagrams to addresses that no session has. */
    long strays() {
        return strays;
    }

    List<Session> sessions() {
        return sessions;
    }

    void add(Session session) {
        int id = session.address - FIRST_ADDRESS - 1;
        if (id >= byAddress.length) {
            byAddress = Arrays.copyOf(byAddress, Math.max(id + 1, 2 * byAddress.length));
        }
        byAddress[id] = session;
        sessions.add(session);
        session.start(System.nanoTime());
    }

    void startMedia(Session session) {
        if (session.role instanceof Publisher publisher) {
            publishers.add(session);
            publisher.start(System.nanoTime());
        }
    }

    void remove(Session session) {
        byAddress[session.address - FIRST_ADDRESS - 1] = null;
        sessions.remove(session);
        publishers.remove(session);
        session.inbox.close();
    }

    private void run(int port) {
        try (WideSocket own = new WideSocket(port)) {
            opened.complete(own);
            nextTickNs = System.nanoTime();
            while (!closing) {
                turn(own);
            }
        } catch (IOException | RuntimeException | Error e) {
            failure = e;
            opened.completeExceptionally(e);
        }
    }

    private void turn(WideSocket own) throws IOException {
        boolean more = receive(own);
        long nowNs = System.nanoTime();
        for (int i = 0; i < publishers.size(); i++) {
            Session session = publishers.get(i);
            if (session.role instanceof Publisher publisher) {
                publisher.onTurn(session, nowNs);
            }
        }
        if (nowNs >= nextTickNs) {
            tick(nowNs);
        }
        drain();
        own.flush();
        if (!more) {
            LockSupport.parkNanos(NAP_NS);
        }
    }

    /** Whether there may be more. */
    private boolean receive(WideSocket own) throws IOException {
        for (int batch = 0; batch < BATCHES_PER_TURN; batch++) {
            int count = own.receive();
            long nowNs = count > 0 ? System.nanoTime() : 0;
            for (int i = 0; i < count; i++) {
                Session session = session(own.receivedBy(i));
                if (session == null) {
                    strays++;
                } else {
                    Datagram datagram = own.datagram(i);
                    session.onDatagram(nowNs, datagram, own.arrivedNs(i));
                }
            }
            if (count < WideSocket.BATCH) {
                return false;
            }
        }
        return true;
    }

    private @Nullable Session session(int address) {
        int id = address - FIRST_ADDRESS - 1;
        return id >= 0 && id < byAddress.length ? byAddress[id] : null;
    }

    /** Each session in one slot of ten, so that a thousand of them do not all speak at once. */
    private void tick(long nowNs) {
        nextTickNs = Math.max(nextTickNs + TICK_MS * MS, nowNs);
        slot = (slot + 1) % TICK_SLOTS;
        for (int i = slot; i < sessions.size(); i += TICK_SLOTS) {
            sessions.get(i).onTick(nowNs);
        }
    }

    private void drain() {
        Runnable command = commands.poll();
        while (command != null) {
            command.run();
            command = commands.poll();
        }
    }

    @Override
    public void close() {
        closing = true;
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
