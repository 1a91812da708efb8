package io.steadycast.netsim.sim;

import io.steadycast.netsim.endpoint.Endpoint;
import io.steadycast.netsim.link.Link;
import io.steadycast.netsim.link.LinkObserver;
import io.steadycast.netsim.link.PathModel;
import io.steadycast.netsim.link.spec.Loss;
import io.steadycast.netsim.link.spec.PathSpec;
import org.jspecify.annotations.Nullable;

/** Confined to its simulation. The links between an endpoint and its shard, and the endpoint's timers. */
public final class Path {
    final int number;
    final int shard;
    final Endpoint endpoint;
    final PathModel<byte[]> model;
    final EventLoop.Slot upSlot;
    final EventLoop.Slot downSlot;
    final EventLoop.Slot timerSlot;
    private final Ends ends;

    /** What it shares with others; null for nothing. */
    @Nullable
    Bottleneck bottleneck;

    /** What runs when something reaches an end. */
    interface Ends {
        /** {@code mapping} and {@code publicAddress} are whom it seems to come from. */
        void atServer(long nowNs, byte[] datagram, int mapping, int publicAddress);

        void atEndpoint(long nowNs, byte[] datagram);
    }

    /** The server's end of the uplink. */
    private final class Up implements EventLoop.Actor {
        @Override
        public long dueAt() {
            return model.up().nextEventAt();
        }

        @Override
        public void run(long nowNs) {
            byte[] datagram = model.pollUp(nowNs);
            if (datagram != null) {
                ends.atServer(nowNs, datagram, model.mapping(), model.publicAddress());
            }
        }
    }

    /** The client's end of the downlink. */
    private final class Down implements EventLoop.Actor {
        @Override
        public long dueAt() {
            return model.down().nextEventAt();
        }

        @Override
        public void run(long nowNs) {
            byte[] datagram = model.pollDown(nowNs);
            if (datagram != null) {
                ends.atEndpoint(nowNs, datagram);
            }
        }
    }

    /** The endpoint's own timers. */
    private final class Timer implements EventLoop.Actor {
        @Override
        public long dueAt() {
            return endpoint.nextTimerAt();
        }

        @Override
        public void run(long nowNs) {
            endpoint.onTimer(nowNs);
        }
    }

    /** Which path it is. */
    record Place(int number, int shard, Endpoint endpoint) {}

    Path(Place place, Link.Start start, PathSpec spec, Ends ends, LinkObserver<byte[]> observer) {
        this.number = place.number();
        this.shard = place.shard();
        this.endpoint = place.endpoint();
        this.ends = ends;
        this.model = new PathModel<>(start, spec, observer);
        this.upSlot = new EventLoop.Slot(new Up());
        this.downSlot = new EventLoop.Slot(new Down());
        this.timerSlot = new EventLoop.Slot(new Timer());
    }

    public int number() {
        return number;
    }

    public PathSpec spec() {
        return model.spec();
    }

    public Link<byte[]> up() {
        return model.up();
    }

    public Link<byte[]> down() {
        return model.down();
    }

    /**
     * What an ideal code would have had to add. In a bad time the link goes on trying; a code that is spread over it adds {@code p / (1 - p)} of what it brings, and no
     * more than that is counted.
     */
    long idealBytes() {
        Link<byte[]> down = model.down();
        double kept = 1;
        for (Loss loss : down.spec().loss()) {
            kept *= 1 - loss.mean();
        }
        double spread = down.counters().deliveredBytes() * (1 - kept) / kept;
        return kept == 1
                ? down.counters().servedAgainBytes()
                : Math.round(Math.min(spread, (double) down.counters().servedAgainBytes()));
    }
}
