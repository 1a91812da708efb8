package io.steadycast.netsim.client;

import io.steadycast.media.crypto.DtlsCallbacks;
import io.steadycast.media.crypto.DtlsEnd;
import io.steadycast.media.engine.transport.DropReason;
import io.steadycast.media.engine.transport.SrtpCipherPair;
import io.steadycast.media.engine.transport.SrtpKeys;
import io.steadycast.netsim.endpoint.IcePair;
import java.io.IOException;
import java.net.StandardSocketOptions;
import java.net.URI;
import java.nio.channels.DatagramChannel;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Confined to the thread that opens and closes it; {@link #ended}, {@link #times} and {@link #peer} from any. One client from its offer to its DELETE. */
final class LiveSession {
    private static final long ICE_TIMEOUT_MS = 10_000;
    private static final long DTLS_TIMEOUT_MS = 30_000;
    private static final long GOODBYE_TIMEOUT_MS = 1_000;
    private static final int SOCKET_BUFFER_BYTES = 1 << 20;

    private final LiveRuntime runtime;
    private final URI endpoint;
    private final Optional<String> token;
    private final ClientRole role;
    private final CompletableFuture<@Nullable String> connected = new CompletableFuture<>();
    private final CompletableFuture<DtlsEnd> goodbye = new CompletableFuture<>();
    private volatile SessionTimes times;
    private volatile @Nullable LivePeer peer;
    private volatile @Nullable String failure;
    private @Nullable WhipSession whip;

    LiveSession(LiveRuntime runtime, URI endpoint, Optional<String> token, ClientRole role) {
        this.runtime = runtime;
        this.endpoint = endpoint;
        this.token = token;
        this.role = role;
        this.times = SessionTimes.started(runtime.clock().nowNs());
    }

    ClientRole role() {
        return role;
    }

    SessionTimes times() {
        return times;
    }

    /** Why it never began, or why it is over; null while it runs or is still beginning. */
    @Nullable
    String ended() {
        LivePeer running = peer;
        String known = failure;
        return known != null || running == null ? known : running.ended();
    }

    /** Blocks until media may flow. */
    void open() throws ClientException, InterruptedException {
        times = SessionTimes.started(runtime.clock().nowNs());
        try (IceConnector ice = new IceConnector()) {
            LocalEnd end =
                    new LocalEnd(ice.ufrag(), ice.password(), runtime.dtls().fingerprint());
            WhipSession opened =
                    WhipSession.open(runtime.http(), endpoint, token, role.offer(end, runtime.sdpSessionId()));
            whip = opened;
            times = times.answered(runtime.clock().nowNs());
            Answer answer = Answer.read(opened.answer());
            IceConnector.Nominated pair = ice.connect(answer, ICE_TIMEOUT_MS);
            times = times.nominated(runtime.clock().nowNs());
            IcePair credentials = new IcePair(ice.ufrag(), answer.ufrag(), answer.password());
            connect(answer, credentials, channel(pair));
            times = times.connected(runtime.clock().nowNs());
        } catch (ClientException e) {
            failure = e.line();
            throw e;
        }
    }

    private static DatagramChannel channel(IceConnector.Nominated pair) throws ClientException {
        try {
            DatagramChannel channel = DatagramChannel.open();
            channel.setOption(StandardSocketOptions.SO_RCVBUF, SOCKET_BUFFER_BYTES);
            channel.setOption(StandardSocketOptions.SO_SNDBUF, SOCKET_BUFFER_BYTES);
            channel.bind(pair.local());
            channel.connect(pair.remote());
            channel.configureBlocking(false);
            return channel;
        } catch (IOException e) {
            throw new ClientException("cannot use " + pair.local() + " for media: " + e.getMessage());
        }
    }

    private void connect(Answer answer, IcePair credentials, DatagramChannel channel)
            throws ClientException, InterruptedException {
        ClientLoop loop = runtime.loop();
        LivePeer made = new LivePeer(
                loop, channel, credentials, transports -> role.endpoint(answer, transports, runtime.seed()));
        peer = made;
        loop.execute(() -> {
            try {
                loop.add(made);
                made.start(loop.nowNs());
            } catch (IOException e) {
                made.end("cannot use the socket: " + e.getMessage());
            }
        });
        var _ = runtime.dtls().open(made.inbox(), answer.fingerprints(), new Handshake(loop, made));
        try {
            String refused = connected.get(DTLS_TIMEOUT_MS, TimeUnit.MILLISECONDS);
            if (refused != null) {
                throw new ClientException(refused);
            }
        } catch (TimeoutException e) {
            throw new ClientException("no DTLS handshake within " + DTLS_TIMEOUT_MS / 1000 + " s");
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Hands over from the handshake's thread to the loop. */
    private final class Handshake implements DtlsCallbacks {
        private final ClientLoop loop;
        private final LivePeer of;

        Handshake(ClientLoop loop, LivePeer of) {
            this.loop = loop;
            this.of = of;
        }

        @Override
        public void send(byte[] datagram) {
            loop.execute(() -> of.sendRaw(loop.nowNs(), datagram));
        }

        @Override
        public void onKeys(SrtpKeys keys, SrtpCipherPair ciphers) {
            loop.execute(() -> {
                of.onKeys(loop.nowNs(), ciphers);
                connected.complete(null);
            });
        }

        @Override
        public void onEnd(DtlsEnd end, DropReason reason) {
            String why = switch (end) {
                case CLOSED -> "closed";
                case CLOSED_BY_PEER -> "the server closed the session";
                case FAILED -> "the DTLS handshake failed: " + reason.name().toLowerCase(Locale.ROOT);
                case FINGERPRINT_MISMATCH -> "the server's certificate is not the one of its answer";
            };
            loop.execute(() -> of.end(why));
            connected.complete(why);
            goodbye.complete(end);
        }
    }

    /** The peer, null if the session never came so far. */
    @Nullable
    LivePeer peer() {
        return peer;
    }

    /** Says goodbye by DELETE, then closes the transport; the line of a goodbye that the server refused, null if all went well. */
    @Nullable
    String close() throws InterruptedException {
        boolean over = ended() != null;
        LivePeer running = peer;
        // Before the close_notify, which ends the session at the server as well: DELETE would find nothing then.
        String refused = delete(over);
        if (running != null) {
            ClientLoop loop = runtime.loop();
            loop.execute(() -> running.end("closed"));
            awaitGoodbye();
            loop.execute(() -> loop.remove(running));
        }
        return refused;
    }

    private @Nullable String delete(boolean over) throws InterruptedException {
        WhipSession opened = whip;
        if (opened == null) {
            return null;
        }
        try {
            opened.delete();
            return null;
        } catch (ClientException e) {
            // Where the server ended it, the server has forgotten it.
            return over ? null : e.line();
        }
    }

    private void awaitGoodbye() throws InterruptedException {
        try {
            var _ = goodbye.get(GOODBYE_TIMEOUT_MS, TimeUnit.MILLISECONDS);
        } catch (TimeoutException | ExecutionException e) {
            // DELETE has ended it already.
        }
    }
}
