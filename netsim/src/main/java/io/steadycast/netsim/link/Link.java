package io.steadycast.netsim.link;

import java.util.ArrayDeque;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * Confined to its simulation. One direction of a path as a pure function of time and seed: drop-tail queue, server, loss, delay line. Packets come out in the
 * order in which they went in.
 */
public final class Link<P> {
    public static final long NEVER = Long.MAX_VALUE;

    private static final long SECOND_NS = 1_000_000_000L;

    private final RandomLoss loss;
    private final SplittableRandom jitter;
    private final ArrayDeque<InFlight<P>> line = new ArrayDeque<>();
    private LinkConfig config;
    private long freeAtNs = Long.MIN_VALUE;
    private long lastArrivalNs = Long.MIN_VALUE;
    private long offered;
    private long lost;
    private long overflowed;

    private record InFlight<P>(long arrivalNs, P packet) {}

    public Link(long seed, LinkConfig config) {
        this.config = config;
        this.loss = new RandomLoss(seed, config.loss());
        this.jitter = new SplittableRandom(~seed);
    }

    /** Takes effect from the next packet on. */
    public void change(LinkConfig newConfig) {
        config = newConfig;
        loss.probability(newConfig.loss());
    }

    public void offer(long nowNs, P packet, int lengthBytes) {
        offered++;
        long departureNs = departure(nowNs, lengthBytes);
        boolean gone = loss.loses();
        long extraNs = config.jitterNs() == 0 ? 0 : jitter.nextLong(config.jitterNs() + 1);
        if (departureNs == NEVER) {
            overflowed++;
        } else if (gone) {
            lost++;
        } else {
            lastArrivalNs = Math.max(lastArrivalNs, departureNs + config.delayNs() + extraNs);
            line.add(new InFlight<>(lastArrivalNs, packet));
        }
    }

    private long departure(long nowNs, int lengthBytes) {
        if (config.rateBps() == 0) {
            return nowNs;
        }
        long startNs = Math.max(nowNs, freeAtNs);
        double waitingBytes = (startNs - nowNs) / 8.0 * config.rateBps() / SECOND_NS;
        if (waitingBytes + lengthBytes > config.queueBytes()) {
            return NEVER;
        }
        freeAtNs = startNs + lengthBytes * 8L * SECOND_NS / config.rateBps();
        return freeAtNs;
    }

    /** When {@link #poll} has something next, {@link #NEVER} if the line is empty. */
    public long nextEventAt() {
        InFlight<P> first = line.peek();
        return first == null ? NEVER : first.arrivalNs;
    }

    /** The next packet that has arrived by now. */
    public @Nullable P poll(long nowNs) {
        return nextEventAt() <= nowNs ? line.remove().packet : null;
    }

    public long offered() {
        return offered;
    }

    public long lost() {
        return lost;
    }

    /** Dropped because the queue was full. */
    public long overflowed() {
        return overflowed;
    }
}
