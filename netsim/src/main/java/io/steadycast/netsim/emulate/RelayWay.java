package io.steadycast.netsim.emulate;

import io.steadycast.netsim.link.RandomLoss;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Confined to its relay's thread, but for {@link #set} and the counters. One direction of a {@link LossyRelay}: loses, then delays by a
 * fixed time, never reorders.
 */
final class RelayWay {
    /** More than a second of 1,200-byte packets at 30 Mbit/s; what comes on top is dropped and counted. */
    private static final int MAX_WAITING = 4096;

    record Settings(double loss, long delayNs) {}

    record Waiting(long dueNs, ByteBuffer bytes, RelayLink link) {}

    final AtomicLong forwarded = new AtomicLong();
    final AtomicLong lost = new AtomicLong();
    final AtomicLong overflowed = new AtomicLong();
    private final RandomLoss loss;
    private final ArrayDeque<Waiting> line = new ArrayDeque<>();
    private volatile Settings settings = new Settings(0, 0);

    RelayWay(long seed) {
        this.loss = new RandomLoss(seed, 0);
    }

    /** Any thread. */
    void set(double lossProbability, long delayNs) {
        settings = new Settings(lossProbability, delayNs);
    }

    void offer(long nowNs, ByteBuffer bytes, RelayLink link) {
        Settings now = settings;
        loss.probability(now.loss());
        if (loss.loses()) {
            lost.incrementAndGet();
        } else if (line.size() >= MAX_WAITING) {
            overflowed.incrementAndGet();
        } else {
            ByteBuffer copy = ByteBuffer.allocate(bytes.remaining());
            copy.put(bytes).flip();
            line.add(new Waiting(nowNs + now.delayNs(), copy, link));
        }
    }

    /** The next packet that is due, or null. */
    @Nullable
    Waiting poll(long nowNs) {
        Waiting first = line.peek();
        if (first == null || first.dueNs() - nowNs > 0) {
            return null;
        }
        forwarded.incrementAndGet();
        return line.remove();
    }

    /** Time until the next packet is due; {@link Long#MAX_VALUE} if none waits. */
    long nextInNs(long nowNs) {
        Waiting first = line.peek();
        return first == null ? Long.MAX_VALUE : Math.max(0, first.dueNs() - nowNs);
    }
}
