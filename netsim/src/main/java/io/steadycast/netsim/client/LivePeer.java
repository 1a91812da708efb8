package io.steadycast.netsim.client;

import io.steadycast.media.engine.transport.DropReason;
import io.steadycast.media.engine.transport.DtlsInbox;
import io.steadycast.media.engine.transport.SrtpCipherPair;
import io.steadycast.netsim.endpoint.Endpoint;
import io.steadycast.netsim.endpoint.EndpointTransport;
import io.steadycast.netsim.endpoint.IcePair;
import java.io.IOException;
import java.net.PortUnreachableException;
import java.nio.channels.DatagramChannel;
import java.util.SplittableRandom;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Confined to its loop. An endpoint with its socket: what a {@code Path} is in a simulation. */
final class LivePeer {
    private static final long SECOND_NS = 1_000_000_000L;
    /** After so long without an answer libwebrtc gives a connection up (p2p/base/p2p_constants.h, CONNECTION_WRITE_TIMEOUT). */
    private static final long CONSENT_NS = 15 * SECOND_NS;
    /** The kernel says that nobody listens there: no outage looks like that, but a server that restarts does. */
    private static final long UNREACHABLE_NS = 2 * SECOND_NS;

    private static final long LOOK_NS = SECOND_NS / 2;

    private final ClientLoop loop;
    private final DatagramChannel channel;
    private final Endpoint endpoint;
    private final LiveTransport transport;
    private final LiveCounters counters = new LiveCounters();
    /** Written by the loop alone. */
    private volatile @Nullable String ended;

    private long nextLookNs = Long.MAX_VALUE;
    private long unreachableSinceNs = -1;

    /** @param maker makes the endpoint on the transport that it is given */
    LivePeer(
            ClientLoop loop,
            DatagramChannel channel,
            IcePair credentials,
            Function<EndpointTransport.Maker, Endpoint> maker) {
        this.loop = loop;
        this.channel = channel;
        LiveTransport[] made = new LiveTransport[1];
        endpoint = maker.apply((owner, random) -> {
            made[0] = new LiveTransport(owner, this, new SplittableRandom(random.nextLong()), credentials);
            return made[0];
        });
        transport = made[0];
    }

    DatagramChannel channel() {
        return channel;
    }

    ClientLoop loop() {
        return loop;
    }

    LiveCounters counters() {
        return counters;
    }

    boolean connected() {
        return transport.connected();
    }

    /** Why it is over, null while it is not. */
    @Nullable
    String ended() {
        return ended;
    }

    void start(long nowNs) {
        nextLookNs = nowNs + LOOK_NS;
        endpoint.start(nowNs, (at, datagram) -> transport.sendRaw(at, datagram));
    }

    DtlsInbox inbox() {
        return transport.inbox();
    }

    void sendRaw(long nowNs, byte[] datagram) {
        transport.sendRaw(nowNs, datagram);
    }

    void onKeys(long nowNs, SrtpCipherPair ciphers) {
        transport.onKeys(nowNs, ciphers);
    }

    /** The first reason counts. */
    void end(String reason) {
        if (ended == null) {
            ended = reason;
            nextLookNs = Long.MAX_VALUE;
            transport.stop();
        }
    }

    void onReadable(int limit) {
        for (int i = 0; i < limit; i++) {
            try {
                loop.inBytes.clear();
                int length = channel.read(loop.inBytes);
                if (length <= 0) {
                    return;
                }
                unreachableSinceNs = -1;
                counters.received(length);
                loop.in.length = length;
                transport.onDatagram(loop.nowNs(), loop.in);
            } catch (IOException e) {
                onError(e);
                return;
            }
        }
    }

    /** Sends the first bytes of the loop's datagram. */
    void write(int lengthBytes) {
        try {
            loop.outBytes.clear().limit(lengthBytes);
            boolean sent = channel.write(loop.outBytes) > 0;
            counters.sent(lengthBytes, sent);
        } catch (IOException e) {
            onError(e);
        }
    }

    private void onError(IOException error) {
        counters.socketError();
        if (error instanceof PortUnreachableException && unreachableSinceNs < 0) {
            unreachableSinceNs = loop.nowNs();
        }
    }

    void onDropped(DropReason reason) {
        counters.dropped(reason);
    }

    long nextTimerAt() {
        return ended == null ? Math.min(nextLookNs, endpoint.nextTimerAt()) : Long.MAX_VALUE;
    }

    void onTimer(long nowNs) {
        endpoint.onTimer(nowNs);
        if (nowNs < nextLookNs) {
            return;
        }
        nextLookNs = nowNs + LOOK_NS;
        if (unreachableSinceNs >= 0 && nowNs - unreachableSinceNs >= UNREACHABLE_NS) {
            end("the server is gone: nobody listens on its media port any more");
        } else if (nowNs - transport.lastConsentNs(nowNs) >= CONSENT_NS) {
            end("the server is gone: no answer to checks for " + CONSENT_NS / SECOND_NS + " s");
        }
    }
}
