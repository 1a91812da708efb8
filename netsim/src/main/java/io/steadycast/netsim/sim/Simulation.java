package io.steadycast.netsim.sim;

import io.steadycast.abr.control.ControlSample;
import io.steadycast.abr.control.DecisionRing;
import io.steadycast.abr.control.ViewerController;
import io.steadycast.media.engine.Command;
import io.steadycast.media.engine.PeerSpec;
import io.steadycast.media.engine.Shard;
import io.steadycast.media.engine.ShardMesh;
import io.steadycast.media.engine.egress.LayerChoice;
import io.steadycast.media.engine.egress.ViewerSession;
import io.steadycast.media.engine.egress.ViewerStats;
import io.steadycast.media.engine.ingress.PublisherStats;
import io.steadycast.media.engine.log.Codec;
import io.steadycast.media.engine.log.TrackLog;
import io.steadycast.media.engine.log.TrackSource;
import io.steadycast.media.engine.transport.CloseReason;
import io.steadycast.media.engine.transport.DropReason;
import io.steadycast.media.engine.transport.DtlsInbox;
import io.steadycast.media.engine.transport.IceCredentials;
import io.steadycast.netsim.endpoint.Endpoint;
import io.steadycast.netsim.endpoint.HostConfig;
import io.steadycast.netsim.endpoint.IcePair;
import io.steadycast.netsim.endpoint.ModelledSocket;
import io.steadycast.netsim.endpoint.Negotiated;
import io.steadycast.netsim.endpoint.SyntheticHost;
import io.steadycast.netsim.endpoint.SyntheticViewer;
import io.steadycast.netsim.endpoint.ViewerConfig;
import io.steadycast.netsim.link.Foresight;
import io.steadycast.netsim.link.Link;
import io.steadycast.netsim.link.spec.Direction;
import io.steadycast.netsim.link.spec.DirectionSpec;
import io.steadycast.netsim.link.spec.Happening;
import io.steadycast.netsim.link.spec.PathSpec;
import io.steadycast.netsim.policy.Channel;
import io.steadycast.netsim.policy.Policy;
import io.steadycast.netsim.truth.TruthSink;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * Confined to its thread. Real shards, synthetic hosts and viewers and the links between them under one virtual clock. The same seed and the same calls give the
 * same {@link #log}.
 */
public final class Simulation {
    /** Virtual time does not begin at 0: nothing may depend on that. */
    private static final long START_NS = 1_000_000_000_000L;

    private final SimulationConfig config;
    private final EventLoop loop = new EventLoop(START_NS);
    private final EventLog log = new EventLog();
    private final SplittableRandom random;
    private final List<SimShard> shards = new ArrayList<>();
    private final List<EventLoop.Slot> shardSlots = new ArrayList<>();
    private final List<Path> paths = new ArrayList<>();
    private TruthSink truth = (path, fate) -> {};
    private long nextId = 1;
    private @Nullable Policy policy;
    private @Nullable Bottleneck bottleneck;
    private OptionalLong channel = OptionalLong.empty();

    public Simulation(SimulationConfig config) {
        this.config = config;
        this.random = new SplittableRandom(config.seed());
        ShardMesh mesh = new ShardMesh(config.shards(), config.shard().bounds().ring());
        for (int i = 0; i < config.shards(); i++) {
            SimShard shard = new SimShard(config, mesh, i, this::toEndpoint, loop);
            shards.add(shard);
            shardSlots.add(new EventLoop.Slot(shard));
        }
        planShards();
    }

    public long nowNs() {
        return loop.nowNs();
    }

    public EventLog log() {
        return log;
    }

    public SimShard shard(int index) {
        return shards.get(index);
    }

    /** Counted by all shards together. */
    public long drops(DropReason reason) {
        long count = 0;
        for (SimShard shard : shards) {
            count += shard.drops().value(reason);
        }
        return count;
    }

    /** What shards called their own bugs. */
    public List<String> errors() {
        List<String> errors = new ArrayList<>();
        for (SimShard shard : shards) {
            errors.addAll(shard.errors());
        }
        return errors;
    }

    public void runFor(long durationNs) {
        loop.runUntil(loop.nowNs() + durationNs, this::planShards);
    }

    public void runMs(long ms) {
        runFor(ms * 1_000_000L);
    }

    private void planShards() {
        for (EventLoop.Slot slot : shardSlots) {
            loop.plan(slot);
        }
    }

    /** A host begins to connect now. */
    public SimHost addHost(int shard, HostConfig hostConfig, DirectionSpec up, DirectionSpec down) {
        return addHost(shard, hostConfig, PathSpec.PLAIN.withDirections(up, down));
    }

    public SimHost addHost(int shard, HostConfig hostConfig, PathSpec pathSpec) {
        long peerId = nextId++;
        int encodings =
                hostConfig.video().svc() ? 1 : Math.max(1, hostConfig.layers().size());
        int videoSlots = config.trackSlots() == 0 ? TrackLog.VIDEO_SLOTS : config.trackSlots();
        TrackSource video = new TrackSource(nextId++, hostConfig.video().codec(), encodings, videoSlots);
        TrackSource audio = TrackSource.of(nextId++, Codec.OPUS, 1);
        PeerSpec who = peer(peerId);
        run(
                shard,
                (on, nowNs) -> on.control().addPublisher(nowNs, who, Descriptions.publisher(hostConfig, video, audio)));
        ModelledSocket socket = socket(who);
        SyntheticHost host = new SyntheticHost(hostConfig, socket, (int) peerId, random.nextLong());
        Path path = connect(shard, new Client(who, socket, host), nextStart(), pathSpec);
        return new SimHost(host, peerId, shard, video, audio, path);
    }

    /** A viewer begins to connect now; it is shown this host's tracks. */
    public SimViewer addViewer(int shard, SimHost host, DirectionSpec up, DirectionSpec down) {
        ViewerConfig viewerConfig = ViewerConfig.browser(1_000 + 10L * nextId);
        return addViewer(shard, host, viewerConfig, up, down);
    }

    public SimViewer addViewer(
            int shard, SimHost host, ViewerConfig viewerConfig, DirectionSpec up, DirectionSpec down) {
        return addViewer(shard, host, viewerConfig, PathSpec.PLAIN.withDirections(up, down));
    }

    /** The viewer takes the host's codec. */
    public SimViewer addViewer(int shard, SimHost host, ViewerConfig wanted, PathSpec pathSpec) {
        ViewerConfig viewerConfig = wanted.withCodec(host.video().codec());
        PeerSpec who = peer(nextId++);
        long seed = random.nextLong();
        Link.Start start = nextStart();
        addPeer(shard, who, viewerConfig, seed, new Foresight(start, pathSpec, Direction.DOWN));
        ModelledSocket socket = socket(who);
        SyntheticViewer endpoint = new SyntheticViewer(viewerConfig, socket, random.nextLong());
        Path path = connect(shard, new Client(who, socket, endpoint), start, pathSpec);
        path.down().idealCode(policy != null && policy.idealCode());
        SimViewer.Joining joining = new SimViewer.Joining(viewerConfig, socket, start);
        SimViewer viewer = new SimViewer(endpoint, who.peerId(), shard, path, joining);
        showAgain(viewer, host);
        return viewer;
    }

    private void addPeer(int shard, PeerSpec who, ViewerConfig viewerConfig, long seed, Foresight foresight) {
        Policy steering = policy;
        ViewerController.Factory controllers =
                steering == null ? null : steering.controllers().factory(channel(foresight));
        run(
                shard,
                (on, nowNs) ->
                        on.control().addViewer(nowNs, who, Descriptions.viewer(viewerConfig, seed, controllers)));
    }

    /** A viewer that does not get connected gives its session up and begins a new one, from where it is; what comes back takes its place. */
    public SimViewer joinAnew(SimViewer viewer, SimHost host) {
        SimViewer.Joining joining = viewer.joining();
        remove(viewer.shard(), viewer.peerId());
        PeerSpec who = peer(nextId++);
        Foresight foresight = new Foresight(joining.start(), viewer.path().spec(), Direction.DOWN);
        addPeer(viewer.shard(), who, joining.config(), random.nextLong(), foresight);
        shards.get(viewer.shard()).handshake(new HandshakeServer(who.peerId(), who.inbox()));
        joining.socket().joinAnew(nowNs(), credentials(who));
        loop.plan(viewer.path().timerSlot);
        SimViewer again = new SimViewer(viewer.endpoint(), who.peerId(), viewer.shard(), viewer.path(), joining);
        show(again, host);
        return again;
    }

    /** Of a path, and of what it shares with others. */
    private Channel channel(Foresight own) {
        Bottleneck shared = bottleneck;
        return shared == null
                ? own::goodputBps
                : (fromNs, toNs) -> Math.min(own.goodputBps(fromNs, toNs), shared.shareBps(fromNs, toNs));
    }

    /** The next endpoint gets the channel of this seed instead of a drawn one: the one that an emulator's client had. */
    public void nextChannel(long seed) {
        channel = OptionalLong.of(seed);
    }

    private Link.Start nextStart() {
        long drawn = random.nextLong();
        Link.Start start = new Link.Start(nowNs(), channel.orElse(drawn));
        channel = OptionalLong.empty();
        return start;
    }

    /** From now on this is told the fate of every packet of every path. */
    public void observe(TruthSink sink) {
        truth = sink;
    }

    /** Viewers that come from now on are steered by this; null: nobody steers them. */
    public void steerBy(@Nullable Policy newPolicy) {
        policy = newPolicy;
    }

    /** What a viewer's controller is doing; null without one, or before the viewer is there. */
    public @Nullable ControlSample control(SimViewer viewer) {
        ViewerSession session = shards.get(viewer.shard()).shard().control().viewer(viewer.peerId());
        ControlSample sample = session == null ? null : session.control();
        long idealBytes = viewer.path().idealBytes();
        return sample == null || idealBytes == 0
                ? sample
                : sample.withParity(sample.sent().parityBytes() + idealBytes);
    }

    /** What was decided for a viewer lately; null if nobody keeps it, or before the viewer is there. */
    public @Nullable DecisionRing decisions(SimViewer viewer) {
        ViewerSession session = shards.get(viewer.shard()).shard().control().viewer(viewer.peerId());
        return session == null ? null : session.decisions();
    }

    /** A viewer stops watching. */
    public void hide(SimViewer viewer) {
        run(viewer.shard(), (on, nowNs) -> on.control().detach(nowNs, viewer.peerId(), Negotiated.VIDEO_MID));
        watches(viewer, -1);
    }

    private void watches(SimViewer viewer, int change) {
        Bottleneck shared = viewer.path().bottleneck;
        if (shared != null) {
            shared.watching(change);
        }
    }

    /** A hidden viewer watches again. */
    public void showAgain(SimViewer viewer, SimHost host) {
        show(viewer, host);
        watches(viewer, 1);
    }

    /** Shows a viewer another host. */
    public void show(SimViewer viewer, SimHost host) {
        run(viewer.shard(), (on, nowNs) -> {
            on.control().attach(nowNs, viewer.peerId(), Negotiated.AUDIO_MID, host.audio(), host.shard());
            on.control().attach(nowNs, viewer.peerId(), Negotiated.VIDEO_MID, host.video(), host.shard());
        });
    }

    public void selectLayer(SimViewer viewer, LayerChoice choice) {
        run(
                viewer.shard(),
                (on, nowNs) -> on.control().selectLayer(nowNs, viewer.peerId(), Negotiated.VIDEO_MID, choice));
    }

    public void remove(int shard, long peerId) {
        run(shard, (on, nowNs) -> on.control().remove(nowNs, peerId, CloseReason.REMOVED));
    }

    public @Nullable ViewerStats stats(SimViewer viewer) {
        return shards.get(viewer.shard()).shard().control().viewerStats(viewer.peerId());
    }

    public @Nullable PublisherStats stats(SimHost host) {
        return shards.get(host.shard()).shard().control().publisherStats(host.peerId());
    }

    /** As the control plane does: from outside, by the command queue. */
    public void run(int shard, Command command) {
        Shard target = shards.get(shard).shard();
        if (!target.execute(command)) {
            throw new IllegalStateException("command queue full");
        }
        loop.plan(shardSlots.get(shard));
    }

    private PeerSpec peer(long peerId) {
        return new PeerSpec(
                peerId,
                IceCredentials.random(random),
                IceCredentials.random(random),
                new DtlsInbox(DtlsInbox.DEFAULT_LIMIT));
    }

    /** Somebody at the far end of a path. */
    private record Client(PeerSpec who, ModelledSocket socket, Endpoint endpoint) {}

    private static ModelledSocket socket(PeerSpec who) {
        return new ModelledSocket(credentials(who));
    }

    private static IcePair credentials(PeerSpec who) {
        return new IcePair(
                who.remote().ufrag(), who.local().ufrag(), who.local().password());
    }

    /** From now on the path is like this; what is under way stays so. */
    public void change(Path path, PathSpec spec) {
        path.model.change(nowNs(), spec);
        planPath(path);
    }

    /** From now on one direction of it is like this, or both. */
    public void change(Path path, Direction direction, DirectionSpec spec) {
        change(path, path.spec().with(direction, spec));
    }

    /** Something happens to the path now. */
    public void happen(Path path, Direction direction, Happening what) {
        path.model.happen(nowNs(), direction, what);
        planPath(path);
    }

    private void planPath(Path path) {
        loop.plan(path.upSlot);
        loop.plan(path.downSlot);
    }

    private Path connect(int shard, Client client, Link.Start start, PathSpec spec) {
        int number = paths.size();
        SimShard server = shards.get(shard);
        server.handshake(new HandshakeServer(client.who().peerId(), client.who().inbox()));
        Path.Ends ends = new Path.Ends() {
            @Override
            public void atServer(long nowNs, byte[] datagram, int mapping, int publicAddress) {
                log.add(nowNs, number, true, datagram);
                server.onDatagram(nowNs, number, mapping, publicAddress, datagram);
            }

            @Override
            public void atEndpoint(long nowNs, byte[] datagram) {
                log.add(nowNs, number, false, datagram);
                client.socket().onDatagram(nowNs, datagram);
                loop.plan(paths.get(number).timerSlot);
            }
        };
        Path path = new Path(
                new Path.Place(number, shard, client.endpoint()),
                start,
                spec,
                ends,
                fate -> truth.onFate(number, fate));
        path.bottleneck = bottleneck;
        paths.add(path);
        client.endpoint().start(nowNs(), (nowNs, datagram) -> {
            path.model.offerUp(nowNs, datagram, datagram.length);
            loop.plan(path.upSlot);
        });
        loop.plan(path.timerSlot);
        return path;
    }

    /** Viewers that come from now on are behind this one, all of them together. */
    public Bottleneck addBottleneck(PathSpec spec) {
        Bottleneck made = new Bottleneck(new Link.Start(nowNs(), random.nextLong()), spec, this::downPath);
        bottleneck = made;
        return made;
    }

    private void toEndpoint(int path, int mapping, byte[] datagram) {
        Bottleneck shared = paths.get(path).bottleneck;
        if (shared == null) {
            downPath(loop.nowNs(), path, mapping, datagram);
        } else {
            shared.offer(loop.nowNs(), path, mapping, datagram);
            loop.plan(shared.slot);
        }
    }

    private void downPath(long nowNs, int path, int mapping, byte[] datagram) {
        Path to = paths.get(path);
        to.model.offerDown(nowNs, datagram, datagram.length, mapping);
        loop.plan(to.downSlot);
    }
}
