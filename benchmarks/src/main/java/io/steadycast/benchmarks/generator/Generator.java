package io.steadycast.benchmarks.generator;

import io.steadycast.media.crypto.DtlsCallbacks;
import io.steadycast.media.crypto.DtlsClient;
import io.steadycast.media.crypto.DtlsEnd;
import io.steadycast.media.engine.transport.DropCounters;
import io.steadycast.media.engine.transport.DropReason;
import io.steadycast.media.engine.transport.SrtpCipherPair;
import io.steadycast.media.engine.transport.SrtpKeys;
import io.steadycast.media.engine.transport.SrtpProfile;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Any thread. Opens hosts and viewers towards a server, and tells what became of their packets. */
public final class Generator implements AutoCloseable {
    private static final long ICE_TIMEOUT_S = 10;
    private static final long DTLS_TIMEOUT_S = 30;
    private static final long FIRST_MEDIA_TIMEOUT_MS = 10_000;
    private static final int LATE_MS = 1_000;

    /** Held, because the logging framework forgets levels of loggers that nobody holds. */
    private static final List<Logger> QUIET =
            List.of(Logger.getLogger("org.ice4j"), Logger.getLogger("org.jitsi"), Logger.getLogger("JitsiConfig"));

    static {
        QUIET.forEach(logger -> logger.setLevel(Level.OFF));
    }

    private final GeneratorLoop loop;
    private final DtlsClient dtls = new DtlsClient(DtlsClient.BROWSER_LIKE, new DropCounters());
    private final AtomicInteger ids = new AtomicInteger();
    private volatile SrtpProfile profile = SrtpProfile.AES128_CM_HMAC_SHA1_80;

    /** A session that was opened. */
    public static final class Opened {
        private final Session session;
        private final RemoteEnd remote;

        private Opened(Session session, RemoteEnd remote) {
            this.session = session;
            this.remote = remote;
        }
    }

    /** Asks the server for its end of a session. */
    @FunctionalInterface
    public interface Signalling {
        RemoteEnd exchange(LocalEnd ours) throws IOException, InterruptedException;
    }

    public Generator() throws IOException, InterruptedException {
        loop = new GeneratorLoop(freePort());
    }

    private static int freePort() throws IOException {
        try (DatagramSocket probe = new DatagramSocket(new InetSocketAddress("0.0.0.0", 0))) {
            return probe.getLocalPort();
        }
    }

    /** Of its socket. */
    public int port() {
        return loop.socket().port();
    }

    /** The first of many addresses that no session ever has: what comes there is taken away unread. */
    public static int idleAddress() {
        return GeneratorLoop.addressOf(1 << 20);
    }

    /** What the last handshake agreed on. */
    public SrtpProfile profile() {
        return profile;
    }

    /** Blocks until a host's media flows. */
    public Opened publish(Signalling server) throws IOException, InterruptedException {
        int id = ids.getAndIncrement();
        LocalEnd.Ssrcs ssrcs = new LocalEnd.Ssrcs(0x2000_0000 + 2 * id, 0x2000_0001 + 2 * id);
        LocalEnd ours = local(id, ssrcs);
        RemoteEnd remote = server.exchange(ours);
        Publisher publisher = new Publisher(loop, id, ssrcs);
        Opened opened = open(id, ours, remote, publisher);
        loop.execute(() -> loop.startMedia(opened.session));
        return opened;
    }

    /** Blocks until a viewer has a packet of audio and one of video of this host. */
    public Opened watch(Opened host, Signalling server) throws IOException, InterruptedException {
        if (!(host.session.role instanceof Publisher publisher)) {
            throw new IllegalArgumentException("not a host");
        }
        int id = ids.getAndIncrement();
        LocalEnd ours = local(id, LocalEnd.Ssrcs.NONE);
        RemoteEnd remote = server.exchange(ours);
        Viewer viewer = new Viewer(loop, publisher, remote, id);
        Opened opened = open(id, ours, remote, viewer);
        long deadlineNs = System.nanoTime() + FIRST_MEDIA_TIMEOUT_MS * 1_000_000;
        while (!loop.ask(viewer::aligned)) {
            if (System.nanoTime() > deadlineNs) {
                throw new IOException("no media came to a viewer within " + FIRST_MEDIA_TIMEOUT_MS / 1_000 + " s");
            }
            Thread.sleep(2);
        }
        loop.execute(() -> publisher.addViewers(1));
        return opened;
    }

    private LocalEnd local(int id, LocalEnd.Ssrcs ssrcs) {
        int address = GeneratorLoop.addressOf(id);
        String dotted = "127." + (address >> 16 & 0xFF) + "." + (address >> 8 & 0xFF) + "." + (address & 0xFF);
        String text = Integer.toHexString(0x1000_0000 + id);
        return new LocalEnd("u" + text, "benchmarkGenerator" + text, dtls.fingerprint(), dotted, port(), ssrcs);
    }

    private Opened open(int id, LocalEnd ours, RemoteEnd remote, Role role) throws IOException, InterruptedException {
        Session session = new Session(loop.socket(), GeneratorLoop.addressOf(id), remote, ours.ufrag(), role);
        loop.execute(() -> loop.add(session));
        await(session.reached, ICE_TIMEOUT_S, "no answer to ICE checks");
        CompletableFuture<Boolean> connected = new CompletableFuture<>();
        var _ = dtls.open(session.inbox, remote.fingerprints(), new Handshake(session, connected));
        await(connected, DTLS_TIMEOUT_S, "no DTLS handshake");
        return new Opened(session, remote);
    }

    private static void await(CompletableFuture<Boolean> reached, long seconds, String failure)
            throws IOException, InterruptedException {
        try {
            var _ = reached.get(seconds, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            throw new IOException(failure + " within " + seconds + " s", e);
        } catch (ExecutionException e) {
            throw new IOException(failure + ": " + e.getMessage(), e);
        }
    }

    private final class Handshake implements DtlsCallbacks {
        private final Session session;
        private final CompletableFuture<Boolean> connected;

        Handshake(Session session, CompletableFuture<Boolean> connected) {
            this.session = session;
            this.connected = connected;
        }

        @Override
        public void send(byte[] datagram) {
            loop.execute(() -> session.sendRaw(datagram));
        }

        @Override
        public void onKeys(SrtpKeys keys, SrtpCipherPair ciphers) {
            profile = keys.profile();
            loop.execute(() -> {
                session.onKeys(ciphers);
                connected.complete(true);
            });
        }

        @Override
        public void onEnd(DtlsEnd end, DropReason reason) {
            connected.completeExceptionally(new IOException(end + " " + reason));
        }
    }

    /** Ends a session on both sides. */
    public void close(Opened opened) throws InterruptedException {
        loop.execute(() -> {
            loop.remove(opened.session);
            if (opened.session.role instanceof Viewer viewer) {
                viewer.publisher().addViewers(-1);
            }
        });
        opened.remote.close().say();
    }

    /** Blocks for the span and a second more, in which what is late may still come. */
    public Window measure(long spanMs) throws InterruptedException {
        Window window = loop.ask(() -> {
            long nowNs = loop.realtimeNs();
            Window made = new Window(nowNs, nowNs + spanMs * 1_000_000);
            loop.setWindow(made);
            return made;
        });
        Thread.sleep(spanMs + LATE_MS);
        var _ = loop.ask(() -> {
            loop.setWindow(null);
            return true;
        });
        return window;
    }

    /** Sums over all sessions, and of the socket. */
    public Health health() throws InterruptedException {
        return loop.ask(() -> {
            long others = 0;
            long misaligned = 0;
            long refused = 0;
            long keyframes = 0;
            for (Session session : loop.sessions()) {
                refused += session.refused();
                switch (session.role) {
                    case Viewer viewer -> {
                        others += viewer.others();
                        misaligned += viewer.misaligned();
                    }
                    case Publisher publisher -> keyframes += publisher.keyframes();
                }
            }
            return new Health(
                    others, misaligned, refused, keyframes, loop.socket().sendFailures());
        });
    }

    /**
     * Counters that only grow while the same sessions last.
     *
     * @param otherPackets of no media stream: probes, parity, repeats
     * @param misaligned opened packets that were not what their headers told
     * @param refused packets that the keys did not open
     * @param keyframes that hosts sent
     * @param sendFailures datagrams that the kernel did not take
     */
    public record Health(long otherPackets, long misaligned, long refused, long keyframes, long sendFailures) {}

    @Override
    public void close() {
        loop.close();
        dtls.close();
    }
}
