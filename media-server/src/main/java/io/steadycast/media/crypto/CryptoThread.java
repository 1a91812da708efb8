package io.steadycast.media.crypto;

import io.steadycast.media.engine.transport.DropCounters;
import io.steadycast.media.engine.transport.DropReason;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Any thread. The one platform thread on which the public-key operations of all handshakes run. A burst of joins then costs one core at most:
 * the loops, the HTTP server and the carriers of virtual threads go on, since it stands behind them where they share a core ({@link BackgroundPriority}). A full queue fails the handshake that asks.
 */
final class CryptoThread implements AutoCloseable {
    private final ThreadPoolExecutor executor;
    private final DropCounters drops;
    private final AtomicLong operations = new AtomicLong();

    /** A queue that was full. */
    static final class BusyException extends IOException {
        private static final long serialVersionUID = 1;

        BusyException() {
            super("crypto queue is full");
        }
    }

    CryptoThread(int queueLimit, DropCounters drops) {
        this.drops = drops;
        executor = new ThreadPoolExecutor(
                1, 1, 0, TimeUnit.MILLISECONDS, new ArrayBlockingQueue<>(queueLimit), CryptoThread::inBackground);
    }

    private static Thread inBackground(Runnable work) {
        return Thread.ofPlatform().name("dtls-crypto").daemon().unstarted(() -> {
            BackgroundPriority.take();
            work.run();
        });
    }

    /** Operations done so far. */
    long operations() {
        return operations.get();
    }

    /** Operations in the queue. */
    int waiting() {
        return executor.getQueue().size();
    }

    /** Runs the very first work over there, before any handshake asks, and does not wait. */
    <T> Future<T> submit(Callable<T> work) {
        return executor.submit(work);
    }

    /** Runs an operation over there and waits for it. */
    <T> T call(Callable<T> operation) throws IOException {
        Future<T> future;
        try {
            future = executor.submit(operation);
        } catch (RejectedExecutionException e) {
            drops.count(DropReason.DTLS_CRYPTO_QUEUE_FULL);
            throw new BusyException();
        }
        try {
            T result = future.get();
            operations.incrementAndGet();
            return result;
        } catch (InterruptedException e) {
            future.cancel(true);
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while waiting for the crypto thread");
        } catch (ExecutionException e) {
            switch (e.getCause()) {
                case IOException cause -> throw cause;
                case RuntimeException cause -> throw cause;
                case null, default -> throw new IOException("crypto operation failed", e);
            }
        }
    }

    @Override
    public void close() {
        executor.shutdownNow();
    }
}
