package io.steadycast.netsim.link;

import io.steadycast.netsim.link.spec.Capacity;
import io.steadycast.netsim.link.spec.Direction;
import io.steadycast.netsim.link.spec.DirectionSpec;
import io.steadycast.netsim.link.spec.Happening;
import io.steadycast.netsim.link.spec.PathSpec;
import org.jspecify.annotations.Nullable;

/**
 * Confined to its owner's thread. One direction of a path as a pure function of time, seed and what is offered:
 *
 * <pre>
 * entrance -> policer -> early loss -> queue -> server -> loss -> propagation and jitter, in order -> damage, copies, disorder -> MTU, firewall -> exit
 * </pre>
 *
 * It works when told the time: {@link #offer} and {@link #poll} first do, on the ideal schedule, all that was due. Times never fall.
 */
public final class Link<P> {
    public static final long NEVER = Long.MAX_VALUE;

    /** Where nothing bounds an ideal code: serving again must take some time, or a bad time would never end. */
    private static final long IDEAL_BPS = 1_000_000_000L;

    private final PacketPool pool = new PacketPool();
    private final LinkCounters counters = new LinkCounters();
    private final Direction direction;
    private final long originNs;
    private final LinkSeeds seeds;
    private final Channel channel;
    private final CrossTraffics cross;
    private final HoldGate gate;
    private final DelayLine line;
    private final Server server;
    private final FlowCutter cutter = new FlowCutter();
    private final PacketFate<P> fate;
    private final LinkObserver<P> observer;
    private PathSpec path;
    private DirectionSpec spec;
    private Timeline timeline;
    private TokenBucket policer;
    private boolean idealCode;
    private Exit exit = (nowNs, flow) -> Fate.DELIVERED;

    /** Judges at the far end. */
    interface Exit {
        Fate admit(long nowNs, int flow);
    }

    /** Where its time begins, and what chance it has. */
    public record Start(long originNs, long seed) {}

    /** One direction of this path; {@code observer} is told every packet's fate. */
    public Link(Start start, PathSpec path, Direction direction, LinkObserver<P> observer) {
        this.direction = direction;
        this.path = path;
        this.spec = path.spec(direction);
        this.originNs = start.originNs();
        this.seeds = LinkSeeds.of(start.seed(), path, direction);
        this.observer = observer;
        this.fate = new PacketFate<>(direction);
        this.channel = new Channel(path, direction, originNs, seeds);
        this.cross = new CrossTraffics(seeds.own(), pool, counters, this::enqueue);
        this.timeline = new Timeline(path, direction, originNs, seeds.path(), cross);
        this.policer = new TokenBucket(originNs, spec.policer());
        this.gate = new HoldGate(path, direction, originNs, seeds);
        this.line = new DelayLine(pool, gate);
        this.server = new Server(
                pool,
                new Around(),
                this::drop,
                spec.queue(),
                CapacityProcess.of(spec.capacity(), originNs, seeds.own()));
        server.refresh(originNs);
    }

    /** A link by itself, without a path. */
    public static <P> Link<P> of(Start start, DirectionSpec spec) {
        return new Link<>(start, PathSpec.PLAIN.withUp(spec), Direction.UP, fate -> {});
    }

    void exit(Exit newExit) {
        exit = newExit;
    }

    private void enqueue(long nowNs, int node) {
        server.enqueue(nowNs, node);
    }

    public void offer(long nowNs, P packet, int payloadBytes) {
        offer(nowNs, packet, payloadBytes, 0);
    }

    /** Takes a packet in; {@code flow} is not negative, and what FQ-CoDel and a flow cut tell apart. */
    public void offer(long nowNs, P packet, int payloadBytes, int flow) {
        server.advance(nowNs);
        int lengthBytes = payloadBytes + spec.framing().bytes();
        counters.offered++;
        counters.offeredBytes += lengthBytes;
        int node = pool.take();
        if (node == PacketPool.NONE) {
            told(nowNs, nowNs, packet, lengthBytes, Fate.LINE_FULL);
            return;
        }
        pool.packet[node] = packet;
        pool.lengthBytes[node] = lengthBytes;
        pool.flow[node] = flow;
        pool.inNs[node] = nowNs;
        pool.state[node] = 0;
        pool.queueBytes[node] = 0;
        if (timeline.blackhole) {
            drop(nowNs, node, Fate.BLACKHOLE);
        } else if (!policer.admits(nowNs, lengthBytes)) {
            drop(nowNs, node, Fate.POLICED);
        } else if (!idealCode && channel.losesAtEntry(nowNs)) {
            drop(nowNs, node, Fate.ENTRY_LOSS);
        } else {
            server.enqueue(nowNs, node);
            server.advance(nowNs);
        }
    }

    /** What surrounds the server. */
    private final class Around implements Server.Surroundings {
        private double fading = 1;

        @Override
        public void enter(long atNs) {
            timeline.advance(atNs);
            cross.run(atNs);
            fading = channel.rateFactor(atNs);
        }

        @Override
        public long untilNs() {
            return Math.min(timeline.nextNs(), Math.min(cross.nextNs(), channel.rateUntilNs()));
        }

        @Override
        public double rateFactor() {
            return timeline.outage ? 0 : timeline.rateFactor * fading;
        }

        @Override
        public long rateBps() {
            boolean endless = idealCode && timeline.rateBps < 0 && spec.capacity() instanceof Capacity.Unlimited;
            return endless ? IDEAL_BPS : timeline.rateBps;
        }

        @Override
        public boolean departed(long atNs, int node) {
            if (CrossTraffics.is(pool.flow[node])) {
                cross.served(atNs, node);
                server.expect(cross.nextNs());
                return false;
            }
            counters.servedBytes += pool.lengthBytes[node];
            return propagate(atNs, node);
        }
    }

    /** True: lost, and to be served again. */
    private boolean propagate(long nowNs, int node) {
        pool.state[node] |= (channel.bad(nowNs) ? PacketFate.BAD : 0) | (timeline.outage ? PacketFate.OUTAGE : 0);
        if (idealCode) {
            // All are asked, so that none shifts another's numbers.
            boolean early = channel.losesAtEntry(nowNs);
            boolean late = channel.loses(nowNs, timeline.keep);
            if (channel.corrupts() || early || late) {
                pool.state[node] |= PacketFate.AGAIN;
                counters.servedAgainBytes += pool.lengthBytes[node];
                return true;
            }
        } else if (channel.loses(nowNs, timeline.keep)) {
            drop(nowNs, node, Fate.LOST);
            return false;
        }
        long arrivalNs = nowNs + channel.propagationNs(nowNs, timeline.deltaRttNs);
        if (!idealCode && channel.corrupts()) {
            drop(nowNs, node, Fate.CORRUPTED);
            return false;
        }
        boolean twice = channel.duplicates();
        boolean late = channel.reorders();
        Fate filtered = filter(node);
        if (filtered.dropped()) {
            drop(nowNs, node, filtered);
            return false;
        }
        int copy = twice ? pool.copy(node) : PacketPool.NONE;
        if (copy != PacketPool.NONE) {
            pool.state[node] |= PacketFate.DUPLICATED;
        }
        if (late) {
            pool.state[node] |= PacketFate.REORDERED;
            line.addLate(node, arrivalNs + channel.disorder().reorderDelayNs());
        } else {
            line.add(node, arrivalNs);
        }
        if (copy != PacketPool.NONE) {
            counters.duplicated++;
            pool.state[copy] |= PacketFate.DUPLICATE;
            line.add(copy, arrivalNs);
        }
        return false;
    }

    /**
     * Before anything is offered: it stands for a sender with an ideal erasure code. What is lost costs its air time and is served again at once, so that any n packets
     * that come through bring what n packets brought in.
     */
    public void idealCode(boolean ideal) {
        idealCode = ideal;
        server.refresh(originNs);
    }

    private Fate filter(int node) {
        int payloadBytes = pool.lengthBytes[node] - spec.framing().bytes();
        if (timeline.udpBlocked) {
            return Fate.UDP_BLOCKED;
        }
        if (timeline.mtuBytes > 0 && payloadBytes + spec.framing().ipUdpBytes() > timeline.mtuBytes) {
            return Fate.MTU;
        }
        return cutter.cuts(timeline.cut, pool.flow[node], payloadBytes) ? Fate.FLOW_CUT : Fate.DELIVERED;
    }

    /** When to {@link #poll} next: something comes out, or may turn out not to. {@link #NEVER} while nothing is inside. */
    public long nextEventAt() {
        long nextNs = line.nextNs();
        if (!line.orderedEmpty()) {
            return nextNs;
        }
        long departureNs = server.nextDepartureNs();
        if (departureNs == NEVER) {
            return nextNs;
        }
        boolean steady = timeline.nextNs() > departureNs;
        long floorNs = steady ? channel.floorNs(departureNs, timeline.deltaRttNs) : 0;
        return Math.min(nextNs, departureNs + floorNs);
    }

    /** The next packet that is out by now; {@link #arrived} tells more. Null if there is none. */
    public @Nullable P poll(long nowNs) {
        server.advance(nowNs);
        while (true) {
            int node = line.poll(nowNs);
            if (node == PacketPool.NONE) {
                return null;
            }
            boolean held = (pool.state[node] & PacketFate.HELD) != 0;
            Fate judged = held && gate.losesHeld() ? Fate.HANDOVER : exit.admit(pool.arrivalNs[node], pool.flow[node]);
            P packet = finish(pool.arrivalNs[node], node, judged);
            if (judged == Fate.DELIVERED && packet != null) {
                return packet;
            }
        }
    }

    /** What is known of the packet that {@link #poll} returned last; until the next call of anything. */
    public PacketFate<P> arrived() {
        return fate;
    }

    private void drop(long nowNs, int node, Fate cause) {
        if (CrossTraffics.is(pool.flow[node])) {
            cross.dropped(nowNs, node);
            server.expect(cross.nextNs());
        } else {
            finish(nowNs, node, cause);
        }
    }

    @SuppressWarnings("unchecked") // only offer puts packets in
    private @Nullable P finish(long nowNs, int node, Fate what) {
        fate.flow = pool.flow[node];
        fate.queueBytes = pool.queueBytes[node];
        fate.channelState = pool.state[node];
        P packet = (P) pool.packet[node];
        told(pool.inNs[node], nowNs, packet, pool.lengthBytes[node], what);
        pool.give(node);
        return packet;
    }

    private void told(long inNs, long outNs, @Nullable P packet, int lengthBytes, Fate what) {
        fate.packet = packet;
        fate.inNs = inNs;
        fate.outNs = outNs;
        fate.lengthBytes = lengthBytes;
        fate.fate = what;
        counters.count(what);
        if (what == Fate.DELIVERED) {
            counters.deliveredBytes += lengthBytes;
        }
        observer.onFate(fate);
    }

    /** From now on another description. What waits stays, bits already served stay served, processes that are described as before go on undisturbed. */
    public void change(long nowNs, PathSpec newPath) {
        server.advance(nowNs);
        DirectionSpec before = spec;
        spec = newPath.spec(direction);
        channel.change(newPath, spec);
        gate.stalls(nowNs, spec.stalls());
        if (!spec.policer().equals(before.policer())) {
            policer = new TokenBucket(nowNs, spec.policer());
        }
        if (!spec.queue().equals(before.queue())) {
            server.change(spec.queue());
        }
        if (!spec.capacity().equals(before.capacity())) {
            server.change(nowNs, CapacityProcess.of(spec.capacity(), originNs, seeds.own()));
        }
        if (!newPath.events().equals(path.events())) {
            timeline.calm(nowNs);
            timeline = new Timeline(newPath, direction, originNs, seeds.path(), cross);
            gate.plan(newPath, nowNs);
        }
        timeline.usual(newPath);
        path = newPath;
        server.refresh(nowNs);
        server.advance(nowNs);
    }

    public void change(long nowNs, DirectionSpec newSpec) {
        change(nowNs, path.with(direction, newSpec));
    }

    /** By hand, now. */
    public void happen(long nowNs, Happening what) {
        server.advance(nowNs);
        if (what instanceof Happening.Handover handover) {
            gate.happen(nowNs, handover);
        } else {
            timeline.happen(nowNs, what);
            server.refresh(nowNs);
            server.advance(nowNs);
        }
    }

    /** Ends what lasts. */
    public void calm(long nowNs) {
        server.advance(nowNs);
        timeline.calm(nowNs);
        server.refresh(nowNs);
        server.advance(nowNs);
    }

    public LinkCounters counters() {
        return counters;
    }

    public PathSpec path() {
        return path;
    }

    public DirectionSpec spec() {
        return spec;
    }

    /** Waiting and in service, as of the last call; cross traffic too. */
    public int queuedPackets() {
        return server.packets();
    }

    public long queuedBytes() {
        return server.bytes();
    }

    /** In propagation. */
    public int inFlightPackets() {
        return line.packets();
    }

    Channel channel() {
        return channel;
    }

    /** What the server can do at present; {@link Long#MAX_VALUE} without a bound. */
    public long capacityBps() {
        return server.rateBps();
    }
}
