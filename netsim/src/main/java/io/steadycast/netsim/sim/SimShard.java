package io.steadycast.netsim.sim;

import io.steadycast.media.engine.Shard;
import io.steadycast.media.engine.ShardListener;
import io.steadycast.media.engine.ShardMesh;
import io.steadycast.media.engine.transport.CloseReason;
import io.steadycast.media.engine.transport.Datagram;
import io.steadycast.media.engine.transport.DatagramSink;
import io.steadycast.media.engine.transport.DropCounters;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Confined to its simulation. A real shard, its ticks, its handshakes, and its wakes. */
public final class SimShard implements EventLoop.Actor, DatagramSink, ShardListener {
    /** Where what the shard sends goes. */
    interface Outlet {
        void send(int path, int mapping, byte[] datagram);
    }

    /** IPv4 10.0.0.0 mapped, 11.0.0.0 and so on after a change of address; the path's number is the rest, and the port tells the mapping. */
    private static final long ADDRESS = 0x0000_FFFF_0A00_0000L;

    private static final int NETWORKS = 200;
    private static final int MAPPINGS = 60_000;

    private static final long PATH_MASK = 0xFF_FFFFL;
    private static final int PORT = 5_000;

    private final SimulationConfig config;
    private final Outlet outlet;
    private final DropCounters drops = new DropCounters();
    private final Datagram in = Datagram.allocate(Arena.ofAuto());
    private final Datagram out = Datagram.allocate(Arena.ofAuto());
    private final List<HandshakeServer> handshakes = new ArrayList<>();
    private final Map<Long, CloseReason> closed = new HashMap<>();
    private final List<String> errors = new ArrayList<>();
    private final Shard shard;
    private long nextTickNs;
    private long wakeAtNs = Long.MAX_VALUE;
    private long pausedUntilNs = Long.MIN_VALUE;
    private @Nullable LongSupplier allocated;
    private boolean measuring;
    private long measuredBytes;
    private boolean sendQueueFull;
    private long sent;

    SimShard(SimulationConfig config, ShardMesh mesh, int index, Outlet outlet, EventLoop loop) {
        this.config = config;
        this.outlet = outlet;
        SplittableRandom random = new SplittableRandom(config.seed() + 31L * index);
        Runnable waker = () -> wakeAtNs = Math.min(wakeAtNs, loop.nowNs() + config.wakeDelayNs());
        shard = new Shard(config.shard(), mesh, index, new Shard.Environment(this, drops, this, waker, random));
        nextTickNs = loop.nowNs();
    }

    public Shard shard() {
        return shard;
    }

    public DropCounters drops() {
        return drops;
    }

    /** Of peers that are gone. */
    public @Nullable CloseReason closeReason(long peerId) {
        return closed.get(peerId);
    }

    /** What the shard called its own bugs. */
    public List<String> errors() {
        return List.copyOf(errors);
    }

    /** From now on the socket takes nothing, or everything again. */
    public void sendQueueFull(boolean full) {
        sendQueueFull = full;
    }

    /** The loop does nothing until then: its thread is descheduled. Datagrams that come meanwhile are handled as they come. */
    public void pause(long untilNs) {
        pausedUntilNs = untilNs;
    }

    /** From now on what the shard allocates for each RTP and RTCP datagram is summed up, by a meter such as the JVM's of this thread. */
    public void measure(LongSupplier allocatedBytes) {
        allocated = allocatedBytes;
        measuredBytes = 0;
    }

    public long measuredBytes() {
        return measuredBytes;
    }

    private long allocation() {
        LongSupplier meter = allocated;
        return meter == null ? 0 : meter.getAsLong();
    }

    /** Datagrams that left. */
    public long sent() {
        return sent;
    }

    void handshake(HandshakeServer handshake) {
        handshakes.add(handshake);
    }

    void onDatagram(long nowNs, int path, int mapping, int publicAddress, byte[] datagram) {
        load(in, path, mapping, publicAddress, datagram);
        // RTP: STUN and DTLS may allocate, they are a few a minute.
        measuring = allocated != null && (datagram[0] & 0xC0) == 0x80;
        long before = measuring ? allocation() : 0;
        shard.onDatagram(nowNs, in);
        measuredBytes += measuring ? allocation() - before : 0;
        measuring = false;
        if (nowNs >= pausedUntilNs) {
            shard.drain(nowNs);
        }
    }

    /** As a socket would hand it in. */
    private static void load(Datagram into, int path, int mapping, int publicAddress, byte[] datagram) {
        MemorySegment.copy(datagram, 0, into.buffer, ValueLayout.JAVA_BYTE, 0, datagram.length);
        into.length = datagram.length;
        into.addressHigh = 0;
        into.addressLow = (ADDRESS + ((long) (publicAddress % NETWORKS) << 24)) | path;
        into.port = PORT + mapping % MAPPINGS;
        into.socket = 0;
    }

    @Override
    public long dueAt() {
        return Math.max(pausedUntilNs, Math.min(nextTickNs, wakeAtNs));
    }

    @Override
    public void run(long nowNs) {
        if (nowNs >= wakeAtNs) {
            wakeAtNs = Long.MAX_VALUE;
            shard.drain(nowNs);
        }
        if (nowNs >= nextTickNs) {
            nextTickNs = nowNs + config.shard().tickNs();
            handshakes.removeIf(HandshakeServer::over);
            for (HandshakeServer handshake : handshakes) {
                handshake.poll(nowNs, shard);
            }
            shard.onTick(nowNs);
        }
    }

    @Override
    public @Nullable Datagram claim() {
        return sendQueueFull ? null : out;
    }

    @Override
    public void send(Datagram claimed) {
        sent++;
        if (measuring) {
            // What a socket would take costs nothing; what the simulation makes of it is not the shard's.
            long before = allocation();
            toPath(claimed);
            measuredBytes -= allocation() - before;
        } else {
            toPath(claimed);
        }
    }

    private void toPath(Datagram claimed) {
        byte[] bytes = claimed.buffer.asSlice(0, claimed.length).toArray(ValueLayout.JAVA_BYTE);
        outlet.send((int) (claimed.addressLow & PATH_MASK), claimed.port - PORT, bytes);
    }

    @Override
    public void connected(long peerId) {}

    @Override
    public void live(long peerId) {}

    @Override
    public void layersChanged(long peerId) {}

    @Override
    public void closed(long peerId, CloseReason reason) {
        closed.put(peerId, reason);
    }

    @Override
    public void internalError(long peerId, Throwable error) {
        errors.add("peer " + peerId + ": " + error + " at " + List.of(error.getStackTrace()));
    }
}
