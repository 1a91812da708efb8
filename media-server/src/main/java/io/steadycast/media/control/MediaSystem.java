package io.steadycast.media.control;

import io.steadycast.media.config.Addresses;
import io.steadycast.media.config.ServerConfig;
import io.steadycast.media.crypto.CryptoChoice;
import io.steadycast.media.crypto.DtlsEndpoint;
import io.steadycast.media.crypto.DtlsSettings;
import io.steadycast.media.engine.Shard;
import io.steadycast.media.engine.ShardConfig;
import io.steadycast.media.engine.ShardMesh;
import io.steadycast.media.engine.transport.DropCounters;
import io.steadycast.media.engine.transport.DropReason;
import io.steadycast.media.net.BindPlan;
import io.steadycast.media.net.LocalAddresses;
import io.steadycast.media.net.LoopSettings;
import io.steadycast.media.net.MediaLoop;
import io.steadycast.media.net.SocketDrops;
import io.steadycast.media.net.StreamLimits;
import io.steadycast.media.net.TcpAcceptor;
import io.steadycast.media.net.TcpSettings;
import io.steadycast.signaling.plane.MediaPlane;
import java.io.IOException;
import java.net.InetAddress;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Any thread. Everything below signalling: sockets and loops, a shard on each, handshakes, and the media plane over them. */
public final class MediaSystem implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(MediaSystem.class);
    private static final SecureRandom SEEDS = new SecureRandom();
    private static final int CRYPTO_QUEUE = 1_024;
    private static final int RESEND_MS = 50;
    private static final int MAX_RESEND_MS = 400;

    private final List<ShardHost> hosts;
    private final Acceptor acceptor;
    private final DtlsEndpoint dtls;
    private final DropCounters handshakeDrops;
    private final Peers peers;
    private final SfuMediaPlane plane;
    private final ScheduledExecutorService watch;

    private MediaSystem(
            List<ShardHost> hosts,
            Acceptor acceptor,
            DtlsEndpoint dtls,
            DropCounters handshakeDrops,
            Peers peers,
            ServerConfig config) {
        this.hosts = List.copyOf(hosts);
        this.acceptor = acceptor;
        this.dtls = dtls;
        this.handshakeDrops = handshakeDrops;
        this.peers = peers;
        Placement placement = new Placement(hosts, config.udp().placement() == ServerConfig.Placement.APART);
        plane = new SfuMediaPlane(peers, placement, new PeerFactory(dtls, config.media()));
        watch = Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().name("socket-drops").daemon().factory());
        SocketDrops socketDrops = new SocketDrops();
        // If it ever throws, the count of one kind of drop stops and nothing else.
        var _ = watch.scheduleAtFixedRate(() -> countSocketDrops(socketDrops, config), 1, 1, TimeUnit.SECONDS);
    }

    /** Throws, with words fit for the operator, where an address or a port cannot be had. */
    public static MediaSystem start(ServerConfig config) throws IOException {
        BindPlan plan = bindPlan(config);
        Transports transport = Transports.choose(config.udp().moving());
        Peers peers = new Peers(new PlaneLimits(
                config.limits().peers(),
                config.limits().tracksPerPeer(),
                config.media().maxLogBytes()));
        ShardConfig shards = ShardSettings.of(config);
        CryptoChoice crypto = crypto(config.crypto().library());
        ShardMesh mesh = new ShardMesh(config.udp().loops(), shards.bounds().ring());
        List<ShardHost> hosts = new ArrayList<>();
        try {
            for (int i = 0; i < config.udp().loops(); i++) {
                DropCounters drops = new DropCounters();
                MediaLoop loop = MediaLoop.open(loopSettings(i, config, transport, plan), drops);
                Shard.Environment environment = new Shard.Environment(
                        loop.sink(), drops, new ShardEvents(peers), loop::wake, new SplittableRandom(SEEDS.nextLong()));
                hosts.add(new ShardHost(
                        loop,
                        Candidates.of(
                                plan, config.udp().basePort(), i, config.tcp().announcedPort()),
                        new Shard(shards, mesh, i, environment)));
            }
        } catch (IOException | RuntimeException failed) {
            hosts.forEach(ShardHost::close);
            throw failed;
        }
        DropCounters acceptorDrops = new DropCounters();
        TcpAcceptor acceptor;
        try {
            acceptor = acceptor(config, transport, plan, hosts, acceptorDrops);
        } catch (IOException failed) {
            hosts.forEach(ShardHost::close);
            throw failed;
        }
        // Only now: a shard may speak to any other from its first datagram on.
        hosts.forEach(ShardHost::start);
        DropCounters handshakeDrops = new DropCounters();
        DtlsEndpoint dtls = new DtlsEndpoint(
                new DtlsSettings(
                        config.limits().handshakes(),
                        Math.toIntExact(config.timeouts().handshakeMs()),
                        CRYPTO_QUEUE,
                        RESEND_MS,
                        MAX_RESEND_MS),
                handshakeDrops,
                crypto.library());
        LOG.info("media is encrypted by {}", crypto.told());
        LOG.info(
                "{} loops on {}, announcing {}",
                hosts.size(),
                transport.text(),
                plan.candidates().stream()
                        .map(shown -> shown.address().getHostAddress())
                        .toList());
        return new MediaSystem(hosts, new Acceptor(acceptor, acceptorDrops), dtls, handshakeDrops, peers, config);
    }

    /** Who takes TCP connections in, null where none are, and what it counts. */
    private record Acceptor(@Nullable TcpAcceptor tcp, DropCounters drops) {}

    private static @Nullable TcpAcceptor acceptor(
            ServerConfig config, Transports transport, BindPlan plan, List<ShardHost> hosts, DropCounters drops)
            throws IOException {
        if (!config.tcp().enabled()) {
            return null;
        }
        ServerConfig.TcpBounds bounds = config.tcp().bounds();
        return TcpAcceptor.open(
                new TcpSettings(
                        transport.datagrams(),
                        plan.addresses(),
                        config.tcp().port(),
                        new TcpSettings.Limits(
                                bounds.connections(), bounds.perAddress(), bounds.waiting(), bounds.setupMs())),
                hosts.stream().map(ShardHost::loop).toList(),
                drops);
    }

    private static LoopSettings loopSettings(int index, ServerConfig config, Transports transport, BindPlan plan) {
        ServerConfig.Buffers buffers = config.udp().buffers();
        return new LoopSettings(
                "media-" + index,
                transport.datagrams(),
                plan.addresses(),
                config.udp().basePort() + index,
                new LoopSettings.SocketBuffers(
                        buffers.receiveBytes(), buffers.sendBytes(), buffers.sendQueueDatagrams(), streams(config)),
                transport.batching(),
                config.udp().tickIntervalMs());
    }

    private static StreamLimits streams(ServerConfig config) {
        ServerConfig.TcpBounds bounds = config.tcp().bounds();
        return config.tcp().enabled()
                ? new StreamLimits(bounds.connections(), bounds.sendQueueBytes(), bounds.idleMs())
                : StreamLimits.NONE;
    }

    private static BindPlan bindPlan(ServerConfig config) throws IOException {
        List<InetAddress> own = LocalAddresses.all();
        if (config.reach().announce().isEmpty()) {
            return BindPlan.discovered(own, Addresses.isLoopback(config.http().host()));
        }
        List<BindPlan.Announced> announced = config.reach().announce().stream()
                .map(one -> new BindPlan.Announced(
                        literal(one.address()),
                        one.basePort(),
                        one.localAddress() == null ? null : literal(one.localAddress())))
                .toList();
        return BindPlan.configured(announced, own, LocalAddresses::towards);
    }

    private static InetAddress literal(String text) {
        return InetAddress.ofLiteral(text);
    }

    private static CryptoChoice crypto(ServerConfig.Library wished) throws IOException {
        return switch (wished) {
            case AUTO -> CryptoChoice.best();
            case OPENSSL -> CryptoChoice.openSsl();
            case JCE -> CryptoChoice.jce();
        };
    }

    private void countSocketDrops(SocketDrops socketDrops, ServerConfig config) {
        long[] grown = socketDrops.poll(config.udp().basePort(), hosts.size());
        for (int i = 0; i < grown.length; i++) {
            if (grown[i] > 0) {
                hosts.get(i).drops().count(DropReason.RECEIVE_BUFFER_OVERFLOW, grown[i]);
            }
        }
    }

    public MediaPlane plane() {
        return plane;
    }

    public List<ShardHost> hosts() {
        return hosts;
    }

    /** Null where no TCP connections are accepted. */
    public @Nullable TcpAcceptor acceptor() {
        return acceptor.tcp();
    }

    public DropCounters acceptorDrops() {
        return acceptor.drops();
    }

    public DtlsEndpoint dtls() {
        return dtls;
    }

    public DropCounters handshakeDrops() {
        return handshakeDrops;
    }

    public Peers peers() {
        return peers;
    }

    /** Nobody new, then ends all peers, then the loops. */
    @Override
    public void close() {
        TcpAcceptor tcp = acceptor.tcp();
        if (tcp != null) {
            tcp.close();
        }
        plane.close();
        hosts.forEach(ShardHost::settle);
        watch.shutdownNow();
        hosts.forEach(ShardHost::close);
        dtls.close();
    }
}
