package io.steadycast.media;

import io.steadycast.media.config.ServerConfig;
import io.steadycast.media.config.ViewerPolicy;
import io.steadycast.media.control.MediaSystem;
import io.steadycast.media.control.Peers;
import io.steadycast.media.control.ShardHost;
import io.steadycast.media.engine.log.Supply;
import io.steadycast.media.metrics.ServerMetrics;
import io.steadycast.media.net.TcpAcceptor;
import io.steadycast.signaling.auth.AuthConfig;
import io.steadycast.signaling.auth.AuthSetupException;
import io.steadycast.signaling.room.RoomLimits;
import io.steadycast.signaling.sdp.NegotiationPolicy;
import io.steadycast.signaling.sdp.Negotiations;
import io.steadycast.signaling.web.HttpConfig;
import io.steadycast.signaling.web.SignalingConfig;
import io.steadycast.signaling.web.SignalingServer;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Any thread. The whole server in one object: media below, signalling above, metrics beside; started and ended in that order of need. */
public final class Server implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Server.class);

    private final ServerConfig config;
    private final ServerMetrics metrics;
    private final MediaSystem media;
    private final SignalingServer signaling;
    private final AtomicBoolean closed = new AtomicBoolean();

    private Server(ServerConfig config, ServerMetrics metrics, MediaSystem media, SignalingServer signaling) {
        this.config = config;
        this.metrics = metrics;
        this.media = media;
        this.signaling = signaling;
    }

    /** Throws, with words fit for the operator, when this host does not let us: a port in use, an address that is not here. */
    public static Server start(ServerConfig config) throws IOException {
        // Beside the media: nine tenths of the time of a start is classes being loaded, and a second core can load some
        // of them.
        FutureTask<ServerMetrics> ahead = new FutureTask<>(() -> {
            SignalingServer.load();
            return new ServerMetrics();
        });
        Thread.ofPlatform().name("start-ahead").daemon().start(ahead);
        MediaSystem media = MediaSystem.start(config);
        try {
            ServerMetrics metrics = taken(ahead);
            describe(media, metrics);
            SignalingServer signaling =
                    SignalingServer.start(signalingConfig(config), media.plane(), Map.of("/metrics", metrics::scrape));
            return new Server(config, metrics, media, signaling);
        } catch (AuthSetupException refused) {
            media.close();
            throw new IOException(refused.getMessage(), refused);
        } catch (IOException | RuntimeException failed) {
            media.close();
            throw failed;
        }
    }

    private static <T> T taken(FutureTask<T> ahead) throws IOException {
        try {
            return ahead.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while starting");
        } catch (ExecutionException e) {
            throw new IllegalStateException("start", e);
        }
    }

    private static void describe(MediaSystem media, ServerMetrics metrics) {
        for (ShardHost host : media.hosts()) {
            metrics.loop("media-" + host.index(), host.loopCounters());
            metrics.streams("media-" + host.index(), host.streamCounters());
            metrics.drops("media-" + host.index(), host.drops());
        }
        TcpAcceptor acceptor = media.acceptor();
        if (acceptor != null) {
            metrics.acceptor(acceptor);
            metrics.drops("tcp", media.acceptorDrops());
        }
        metrics.drops("dtls", media.handshakeDrops());
        metrics.handshakes(media.dtls());
        metrics.nativeCrypto();
        metrics.gauge("steadycast.peers", "role", "publisher", media.peers(), Peers::publishers);
        metrics.gauge("steadycast.peers", "role", "viewer", media.peers(), Peers::viewers);
        metrics.gauge(
                "steadycast.uplink.worst.loss",
                "repair",
                "before",
                media.peers(),
                peers -> peers.worstUplinkLoss(false));
        metrics.gauge(
                "steadycast.uplink.worst.loss", "repair", "after", media.peers(), peers -> peers.worstUplinkLoss(true));
        for (Supply supply : Supply.values()) {
            metrics.gauge(
                    "steadycast.encodings",
                    "supply",
                    supply.name().toLowerCase(Locale.ROOT),
                    media.peers(),
                    peers -> peers.encodings(supply));
        }
    }

    private static SignalingConfig signalingConfig(ServerConfig config) {
        ServerConfig.Http http = config.http();
        ServerConfig.Auth auth = config.auth();
        ServerConfig.Limits limits = config.limits();
        return new SignalingConfig(
                new HttpConfig(http.host(), http.port(), http.maxCalls(), http.maxSockets()),
                new AuthConfig(
                        Optional.ofNullable(auth.secret()),
                        Optional.ofNullable(auth.jwksFile()),
                        Duration.ofMillis(auth.leewayMs())),
                new RoomLimits(
                        limits.rooms(),
                        limits.peers(),
                        limits.peersPerRoom(),
                        limits.publishersPerRoom(),
                        Duration.ofMillis(config.timeouts().roomLingerMs())),
                config.media().pauses(),
                negotiations(config),
                config.reach().iceServers());
    }

    private static Negotiations negotiations(ServerConfig config) {
        Map<String, NegotiationPolicy> byPolicy = new HashMap<>();
        if (config.media().policyByViewer()) {
            for (ViewerPolicy policy : ViewerPolicy.values()) {
                byPolicy.put(policy.spelling(), negotiation(config, policy));
            }
        }
        return new Negotiations(negotiation(config, config.media().policy()), byPolicy);
    }

    private static NegotiationPolicy negotiation(ServerConfig config, ViewerPolicy policy) {
        return new NegotiationPolicy(
                config.media().red(), policy.sendsParity(), config.limits().tracksPerPeer());
    }

    /** What the ready line tells: where to find the pages and which ports media uses. */
    public String description() {
        String host = config.http().host();
        String media = "http://%s:%d udp %d-%d"
                .formatted(
                        host.indexOf(':') >= 0 ? "[" + host + "]" : host,
                        signaling.port(),
                        config.udp().basePort(),
                        config.udp().basePort() + config.udp().loops() - 1);
        return config.tcp().enabled() ? media + " tcp " + config.tcp().port() : media;
    }

    public int httpPort() {
        return signaling.port();
    }

    public ServerMetrics metrics() {
        return metrics;
    }

    /** Viewers are told, then the sockets close. A second call does nothing. */
    @Override
    public void close() {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        try {
            signaling.close();
        } catch (IOException failed) {
            LOG.warn("signalling did not end in order: {}", failed.getMessage());
        }
        media.close();
        metrics.close();
    }
}
