package io.steadycast.netsim.client;

import io.steadycast.media.engine.transport.Datagram;
import io.steadycast.media.engine.transport.DropReason;
import io.steadycast.media.engine.transport.DtlsInbox;
import io.steadycast.media.engine.transport.PayloadSlice;
import io.steadycast.media.engine.transport.SrtpCipherPair;
import io.steadycast.media.engine.transport.SrtpReceiver;
import io.steadycast.media.engine.transport.SrtpSender;
import io.steadycast.media.wire.rtp.RtpHeader;
import io.steadycast.netsim.endpoint.EndpointTransport;
import io.steadycast.netsim.endpoint.IceClient;
import io.steadycast.netsim.endpoint.IcePair;
import io.steadycast.netsim.endpoint.Network;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * Confined to its loop. The real transport of an endpoint, from a nominated pair on: consent checks, DTLS handed to the handshake's thread, SRTP. What {@link
 * EndpointTransport} takes from a simulation as arrays comes here in the loop's own datagram.
 */
final class LiveTransport implements EndpointTransport {
    /** Of the server's SSRCs: audio, video, retransmissions, parity, and as many again after a host changed. */
    private static final int SSRC_LIMIT = 32;

    private static final int STUN_LAST = 3;
    private static final int DTLS_FIRST = 20;
    private static final int DTLS_LAST = 63;
    private static final int RTP_FIRST = 128;
    private static final int RTP_LAST = 191;
    private static final int RTCP_FIRST = 192;
    private static final int RTCP_LAST = 223;

    private final Owner owner;
    private final LivePeer peer;
    private final IceClient ice;
    private final DtlsInbox inbox = new DtlsInbox(DtlsInbox.DEFAULT_LIMIT);
    private final PayloadSlice nothing = new PayloadSlice();
    private final Network checks = this::sendRaw;
    private @Nullable SrtpSender sender;
    private @Nullable SrtpReceiver receiver;
    private boolean running;
    private long startNs;

    LiveTransport(Owner owner, LivePeer peer, SplittableRandom random, IcePair credentials) {
        this.owner = owner;
        this.peer = peer;
        this.ice = new IceClient(credentials, random);
    }

    DtlsInbox inbox() {
        return inbox;
    }

    @Override
    public void start(long nowNs, Network network) {
        running = true;
        startNs = nowNs;
        ice.start(nowNs);
    }

    @Override
    public void stop() {
        running = false;
        ice.stop();
        inbox.close();
        if (sender != null && receiver != null) {
            sender.close();
            receiver.close();
        }
    }

    @Override
    public boolean connected() {
        return sender != null;
    }

    /** When the server last answered a check; since the start it may be silent. */
    long lastConsentNs(long nowNs) {
        return running ? Math.max(startNs, ice.lastAnswerNs()) : nowNs;
    }

    void onKeys(long nowNs, SrtpCipherPair ciphers) {
        if (running && sender == null) {
            sender = new SrtpSender(ciphers.outbound());
            receiver = new SrtpReceiver(ciphers.inbound(), SSRC_LIMIT);
            owner.onConnected(nowNs);
        } else {
            ciphers.close();
        }
    }

    /** What came, in the loop's datagram; told apart as RFC 7983 says. */
    void onDatagram(long nowNs, Datagram in) {
        int first = in.buffer.get(ValueLayout.JAVA_BYTE, 0) & 0xFF;
        if (!running || in.length < 2) {
            return;
        }
        if (first <= STUN_LAST) {
            ice.onDatagram(nowNs, copy(in));
        } else if (first >= DTLS_FIRST && first <= DTLS_LAST) {
            if (!inbox.offer(copy(in))) {
                peer.onDropped(DropReason.DTLS_INBOX_FULL);
            }
        } else if (first >= RTP_FIRST && first <= RTP_LAST) {
            onMedia(nowNs, in);
        } else {
            peer.onDropped(DropReason.UNKNOWN_PROTOCOL);
        }
    }

    private void onMedia(long nowNs, Datagram in) {
        SrtpReceiver keys = receiver;
        if (keys == null) {
            peer.onDropped(DropReason.SRTP_NO_KEYS);
            return;
        }
        int type = in.buffer.get(ValueLayout.JAVA_BYTE, 1) & 0xFF;
        owner.onArrival(nowNs, in.length);
        boolean rtcp = type >= RTCP_FIRST && type <= RTCP_LAST;
        int length = rtcp ? keys.unprotectRtcp(in) : keys.unprotectRtp(in);
        if (length < 0) {
            onRejected(nowNs, length);
        } else if (rtcp) {
            owner.onRtcp(nowNs, in.buffer, length);
        } else {
            owner.onRtp(nowNs, in.buffer, length);
        }
    }

    private void onRejected(long nowNs, int answer) {
        DropReason reason = DropReason.ofNegative(answer);
        peer.onDropped(reason);
        // A network duplicates and delays; only what does not open is strange.
        if (reason != DropReason.SRTP_REPLAYED && reason != DropReason.SRTP_TOO_OLD) {
            owner.onBadPacket(nowNs, reason.name());
        }
    }

    private static byte[] copy(Datagram in) {
        return in.buffer.asSlice(0, in.length).toArray(ValueLayout.JAVA_BYTE);
    }

    @Override
    public void onTimer(long nowNs) {
        if (running) {
            ice.onTimer(nowNs, checks);
        }
    }

    @Override
    public long nextTimerAt() {
        return running ? ice.nextTimerAt() : Long.MAX_VALUE;
    }

    @Override
    public void sendRtp(long nowNs, MemorySegment packet, int lengthBytes, long extSeq) {
        SrtpSender keys = sender;
        if (!running || keys == null) {
            return;
        }
        Datagram out = peer.loop().out;
        MemorySegment.copy(packet, 0, out.buffer, 0, lengthBytes);
        out.length = lengthBytes;
        int header = RtpHeader.headerBytes(out.buffer, 0, lengthBytes);
        write(keys.protectRtp(out, header, lengthBytes - header, nothing, extSeq));
    }

    @Override
    public void sendRtcp(long nowNs, MemorySegment packet, int lengthBytes) {
        SrtpSender keys = sender;
        if (!running || keys == null || lengthBytes <= 0) {
            return;
        }
        Datagram out = peer.loop().out;
        MemorySegment.copy(packet, 0, out.buffer, 0, lengthBytes);
        out.length = lengthBytes;
        write(keys.protectRtcp(out));
    }

    private void write(int length) {
        if (length < 0) {
            peer.onDropped(DropReason.ofNegative(length));
        } else {
            peer.write(length);
        }
    }

    @Override
    public void sendRaw(long nowNs, byte[] datagram) {
        MemorySegment.copy(datagram, 0, peer.loop().out.buffer, ValueLayout.JAVA_BYTE, 0, datagram.length);
        peer.write(datagram.length);
    }
}
