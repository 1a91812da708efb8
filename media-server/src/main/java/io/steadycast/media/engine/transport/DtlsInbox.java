package io.steadycast.media.engine.transport;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Any thread. The bounded queue of DTLS datagrams between a peer's shard, which only offers, and its handshake thread, which waits. Not the
 * packet path: a session has a few dozen of these in all.
 */
public final class DtlsInbox {
    public static final int DEFAULT_LIMIT = 64;

    /** No datagram is empty. */
    private static final byte[] END = new byte[0];

    private final ArrayBlockingQueue<byte[]> queue;
    private final CountDownLatch path = new CountDownLatch(1);
    private volatile boolean closed;

    public DtlsInbox(int limit) {
        queue = new ArrayBlockingQueue<>(limit);
    }

    /** False when full or closed: the datagram is dropped, DTLS repeats it. */
    public boolean offer(byte[] datagram) {
        return !closed && queue.offer(datagram);
    }

    /** The next datagram, or null when none came in time or the inbox is closed. */
    public byte @Nullable [] poll(long timeoutMs) throws InterruptedException {
        if (closed) {
            return null;
        }
        byte[] datagram = queue.poll(timeoutMs, TimeUnit.MILLISECONDS);
        return datagram == null || datagram.length == 0 ? null : datagram;
    }

    /** Waits without limit; null only when the inbox is closed. */
    public byte @Nullable [] take() throws InterruptedException {
        if (closed) {
            return null;
        }
        byte[] datagram = queue.take();
        return datagram.length == 0 ? null : datagram;
    }

    /** There is an address that answers may go to. */
    public void pathReady() {
        path.countDown();
    }

    /** Waits until there is, or until the inbox is closed. */
    public void awaitPath() throws InterruptedException {
        path.await();
    }

    public boolean closed() {
        return closed;
    }

    /** Ends the wait of the handshake thread. */
    public void close() {
        closed = true;
        queue.clear();
        queue.offer(END);
        path.countDown();
    }
}
