package io.steadycast.netsim.client;

import io.steadycast.media.engine.transport.Datagram;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One thread, one selector for the media of all sessions of a process. {@link #execute} and {@link #close} may be called by any thread; all else is confined to the
 * loop's own. A thread for each viewer would spend more on waking than on packets.
 */
final class ClientLoop implements AutoCloseable {
    private static final long MS = 1_000_000L;
    private static final long LONGEST_WAIT_NS = 100 * MS;
    /** Datagrams that one session may have handled before the others' turn and the timers'. */
    private static final int READS_PER_TURN = 64;

    private static final long ANSWER_TIMEOUT_MS = 5_000;

    private final WallClock clock;
    private final Selector selector;
    private final ConcurrentLinkedQueue<Runnable> commands = new ConcurrentLinkedQueue<>();
    private final List<LivePeer> peers = new ArrayList<>();
    private final Arena arena = Arena.ofShared();
    final Datagram in = Datagram.allocate(arena);
    final Datagram out = Datagram.allocate(arena);
    final ByteBuffer inBytes = in.buffer.asByteBuffer();
    final ByteBuffer outBytes = out.buffer.asByteBuffer();
    private final CountDownLatch ended = new CountDownLatch(1);
    private final Thread thread;
    private volatile boolean closing;
    private volatile @Nullable Throwable failure;

    ClientLoop(WallClock clock) {
        this.clock = clock;
        try {
            selector = Selector.open();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        thread = Thread.ofPlatform().name("client-media").daemon().start(this::run);
    }

    /** Runs this on the loop, soon. */
    void execute(Runnable command) {
        commands.add(command);
        selector.wakeup();
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
        try {
            return answer.get(ANSWER_TIMEOUT_MS, TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw new IllegalStateException("the media loop does not answer", failure);
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        }
    }

    long nowNs() {
        return clock.nowNs();
    }

    void add(LivePeer peer) throws IOException {
        SelectionKey key = peer.channel().register(selector, SelectionKey.OP_READ);
        key.attach(peer);
        peers.add(peer);
    }

    void remove(LivePeer peer) {
        peers.remove(peer);
        SelectionKey key = peer.channel().keyFor(selector);
        if (key != null) {
            key.cancel();
        }
        try {
            peer.channel().close();
        } catch (IOException e) {
            // It is gone either way.
        }
    }

    private void run() {
        try {
            while (!closing) {
                turn();
            }
            drain();
        } catch (IOException | RuntimeException | Error e) {
            failure = e;
        } finally {
            ended.countDown();
        }
    }

    private void turn() throws IOException {
        long waitNs = Math.clamp(nextTimerAt() - nowNs(), 0, LONGEST_WAIT_NS);
        // Rounded down: a timer that is due within the millisecond is not worth a sleep that may last two.
        long waitMs = waitNs / MS;
        if (waitMs == 0) {
            selector.selectNow(this::onReadable);
        } else {
            selector.select(this::onReadable, waitMs);
        }
        drain();
        onTimers();
    }

    private void onReadable(SelectionKey key) {
        if (key.attachment() instanceof LivePeer peer) {
            peer.onReadable(READS_PER_TURN);
        }
    }

    private void drain() {
        Runnable command = commands.poll();
        while (command != null) {
            command.run();
            command = commands.poll();
        }
    }

    private long nextTimerAt() {
        long next = Long.MAX_VALUE;
        for (LivePeer peer : peers) {
            next = Math.min(next, peer.nextTimerAt());
        }
        return next;
    }

    private void onTimers() {
        long nowNs = nowNs();
        for (int i = peers.size() - 1; i >= 0; i--) {
            LivePeer peer = peers.get(i);
            if (peer.nextTimerAt() <= nowNs) {
                peer.onTimer(nowNs);
            }
        }
    }

    @Override
    public void close() {
        closing = true;
        selector.wakeup();
        try {
            ended.await();
            selector.close();
            arena.close();
        } catch (InterruptedException e) {
            thread.interrupt();
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
