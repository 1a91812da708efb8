package io.steadycast.media.engine;

import io.steadycast.media.engine.egress.ViewerSession;
import io.steadycast.media.engine.ingress.PublisherSession;
import io.steadycast.media.engine.transport.AddressTable;
import io.steadycast.media.engine.transport.CloseReason;
import io.steadycast.media.engine.transport.Datagram;
import io.steadycast.media.engine.transport.DatagramSink;
import io.steadycast.media.engine.transport.Demux;
import io.steadycast.media.engine.transport.DropCounters;
import io.steadycast.media.engine.transport.DropReason;
import io.steadycast.media.engine.transport.StunPeek;
import io.steadycast.media.engine.transport.TransportContext;
import io.steadycast.media.engine.transport.TransportState;
import io.steadycast.media.engine.transport.UfragIndex;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Confined to its loop, except for {@link #execute}. All state of one loop: peers, their addresses, the routes between them. It does no I/O and knows no clock:
 * datagrams, ticks and commands come with the time, answers leave by the sink.
 *
 * <p>An exception or a failed assertion in what one peer caused closes that peer: it is counted and told to the listener, everybody else goes on.
 */
public final class Shard {
    private static final int RING_BATCH = 4_096;
    private static final int COMMAND_BATCH = 256;
    /** An ICE restart has two local ufrags for a while. */
    private static final int UFRAGS_PER_PEER = 2;

    /**
     * What surrounds a shard.
     *
     * @param sink where datagrams leave
     * @param drops counters, shared with the loop
     * @param listener told about peers
     * @param waker has the loop call {@link Shard#drain} soon; any thread
     * @param random of SSRCs; seeded in simulations
     */
    public record Environment(
            DatagramSink sink, DropCounters drops, ShardListener listener, Runnable waker, RandomGenerator random) {}

    private final ShardConfig config;
    private final Environment environment;
    private final ShardMesh mesh;
    private final int index;
    private final TransportContext transports;
    private final PeerTable peers;
    private final Routes routes;
    private final PeerControl control;
    private final MpscQueue<Command> commands;
    private long nextTickNs = Long.MIN_VALUE;

    public Shard(ShardConfig config, ShardMesh mesh, int index, Environment environment) {
        this.config = config;
        this.environment = environment;
        this.mesh = mesh;
        this.index = index;
        int limit = config.bounds().peers();
        this.transports = new TransportContext(
                environment.sink(),
                new AddressTable(limit * config.transport().pairs()),
                new UfragIndex(limit * UFRAGS_PER_PEER),
                environment.drops(),
                config.transport());
        this.peers = new PeerTable(limit);
        this.routes = new Routes(this, mesh, index, config.bounds());
        this.commands = new MpscQueue<>(config.bounds().commands());
        this.control = new PeerControl(this, peers, routes, transports);
        mesh.join(index, this);
    }

    /** Its number in the mesh. */
    public int index() {
        return index;
    }

    public ShardConfig config() {
        return config;
    }

    public DropCounters drops() {
        return environment.drops();
    }

    /** Everything that the control plane does with peers; only on the loop, that is inside commands. */
    public PeerControl control() {
        return control;
    }

    Routes routes() {
        return routes;
    }

    Environment environment() {
        return environment;
    }

    /** Any thread. Hands work to the loop; false if the queue is full, which is counted. */
    public boolean execute(Command command) {
        if (!commands.offer(command)) {
            drops().count(DropReason.COMMAND_QUEUE_FULL);
            return false;
        }
        wake();
        return true;
    }

    void wake() {
        environment.waker().run();
    }

    /** A datagram came. It belongs to the loop again when this returns. */
    public void onDatagram(long nowNs, Datagram d) {
        Demux kind = Demux.classify(d);
        Peer peer = kind == Demux.STUN ? ofUfrag(d) : ofAddress(d);
        if (peer == null) {
            return;
        }
        try {
            dispatch(nowNs, kind, peer, d);
        } catch (RuntimeException | AssertionError e) {
            fail(nowNs, peer, e);
        }
    }

    /** A TCP connection is gone; {@code where} is its far end. */
    public void onDisconnected(long nowNs, Datagram where) {
        Peer peer = peers.ofHandle(transports.addresses().find(where));
        if (peer != null) {
            peer.transport.onDisconnected(nowNs, where);
        }
    }

    private @Nullable Peer ofUfrag(Datagram d) {
        long ufrag = StunPeek.localUfrag(d);
        if (ufrag < 0) {
            drops().count(DropReason.ofNegative(ufrag));
            return null;
        }
        Peer peer = peers.ofHandle(transports.ufrags().find(ufrag));
        if (peer == null) {
            drops().count(DropReason.STUN_UNKNOWN_USER);
        }
        return peer;
    }

    private @Nullable Peer ofAddress(Datagram d) {
        Peer peer = peers.ofHandle(transports.addresses().find(d));
        if (peer == null) {
            drops().count(d.length == 0 ? DropReason.EMPTY : DropReason.UNKNOWN_ADDRESS);
        }
        return peer;
    }

    private void dispatch(long nowNs, Demux kind, Peer peer, Datagram d) {
        switch (kind) {
            case STUN -> peer.transport.onStun(nowNs, d);
            case DTLS -> peer.transport.onDtls(nowNs, d);
            case RTP -> onRtp(nowNs, peer, d);
            case RTCP -> onRtcp(nowNs, peer, d);
            case UNKNOWN -> drops().count(DropReason.UNKNOWN_PROTOCOL);
        }
    }

    private void onRtp(long nowNs, Peer peer, Datagram d) {
        PublisherSession publisher = peer.publisher;
        if (publisher == null) {
            drops().count(DropReason.RTP_FROM_VIEWER);
            return;
        }
        long published = publisher.onRtp(nowNs, d);
        if (published >= 0) {
            Route route = peer.published[PublisherSession.mediaIndex(published)];
            routes.fanOut(nowNs, route, PublisherSession.encoding(published), PublisherSession.extSeq(published));
        }
    }

    private static void onRtcp(long nowNs, Peer peer, Datagram d) {
        if (peer.publisher != null) {
            peer.publisher.onRtcp(nowNs, d);
        } else if (peer.viewer != null) {
            peer.viewer.onRtcp(nowNs, d);
        }
    }

    /** A viewer is told of a packet; its failure is its own, not the publisher's. */
    void tell(long nowNs, Peer peer, long trackId, int encoding, long extSeq) {
        ViewerSession viewer = peer.viewer;
        if (viewer == null) {
            return;
        }
        try {
            viewer.onPublished(nowNs, trackId, encoding, extSeq);
        } catch (RuntimeException | AssertionError e) {
            fail(nowNs, peer, e);
        }
    }

    /** When {@link #onTick} wants to be called next. */
    public long nextTickNs() {
        return nextTickNs;
    }

    /** About every {@link ShardConfig#tickNs}: what is due of all peers. */
    public void onTick(long nowNs) {
        nextTickNs = nowNs + config.tickNs();
        for (int handle = 0; handle < peers.end(); handle++) {
            Peer peer = peers.ofHandle(handle);
            if (peer == null) {
                continue;
            }
            try {
                peer.onTick(nowNs);
                tellEvents(peer);
            } catch (RuntimeException | AssertionError e) {
                fail(nowNs, peer, e);
            }
        }
        routes.onTick(nowNs);
    }

    /** After a wake, and at the end of each batch of datagrams: what other threads left for this loop. */
    public void drain(long nowNs) {
        boolean empty = true;
        for (int from = 0; from < mesh.size(); from++) {
            if (from != index) {
                empty &= routes.drain(nowNs, from, RING_BATCH);
            }
        }
        empty &= runCommands(nowNs);
        if (!empty) {
            wake();
        }
    }

    private boolean runCommands(long nowNs) {
        for (int i = 0; i < COMMAND_BATCH; i++) {
            Command command = commands.poll();
            if (command == null) {
                return true;
            }
            try {
                command.run(this, nowNs);
            } catch (RuntimeException | AssertionError e) {
                drops().count(DropReason.INTERNAL_ERROR);
                environment.listener().internalError(0, e);
            }
        }
        return false;
    }

    /** Tells what happened to the peer since the last look; takes it out when its transport is closed. */
    void tellEvents(Peer peer) {
        ShardListener listener = environment.listener();
        if (peer.transport.state() == TransportState.CLOSED) {
            control.forget(peer);
            listener.closed(peer.peerId, peer.transport.closeReason());
            return;
        }
        if (!peer.connectedTold && peer.transport.ready()) {
            peer.connectedTold = true;
            listener.connected(peer.peerId);
        }
        PublisherSession publisher = peer.publisher;
        if (publisher == null) {
            return;
        }
        if (!peer.liveTold && publisher.live()) {
            peer.liveTold = true;
            listener.live(peer.peerId);
        }
        if (publisher.takeLayersChanged() && peer.liveTold) {
            listener.layersChanged(peer.peerId);
        }
    }

    /** Our own bug in what this peer caused: it goes, alone. */
    void fail(long nowNs, Peer peer, Throwable error) {
        drops().count(DropReason.INTERNAL_ERROR);
        environment.listener().internalError(peer.peerId, error);
        control.close(nowNs, peer, CloseReason.INTERNAL_ERROR);
    }

    /** How much is in its tables: all zero when all peers are gone. */
    public Occupancy occupancy() {
        return new Occupancy(
                peers.size(),
                transports.addresses().size(),
                transports.ufrags().size(),
                routes.publishedCount(),
                routes.remoteCount());
    }

    /**
     * Entries in a shard's tables.
     *
     * @param peers peers
     * @param addresses validated remote addresses
     * @param ufrags local ICE user names
     * @param publishedTracks published here
     * @param remoteTracks watched here, published elsewhere
     */
    public record Occupancy(int peers, int addresses, int ufrags, int publishedTracks, int remoteTracks) {}
}
