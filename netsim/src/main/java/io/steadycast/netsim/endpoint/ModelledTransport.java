package io.steadycast.netsim.endpoint;

import io.steadycast.media.wire.rtp.RtpHeader;
import java.lang.foreign.MemorySegment;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** Confined to its endpoint. A transport in a simulation: real checks, then a modelled handshake, then media under the null cipher. */
final class ModelledTransport implements EndpointTransport {
    private static final int RTCP_FIRST = 192;
    private static final int RTCP_LAST = 223;

    private final Owner owner;
    private final SplittableRandom random;
    private IceClient ice;
    private HandshakeClient handshake = new HandshakeClient();
    private final NullSrtp srtp = new NullSrtp();
    private @Nullable Network network;
    private boolean connected;

    ModelledTransport(Owner owner, IcePair credentials, SplittableRandom random) {
        this.owner = owner;
        this.random = random;
        this.ice = new IceClient(credentials, random);
    }

    /** A session that did not come about is given up for a new one. */
    void joinAnew(long nowNs, IcePair credentials) {
        ice = new IceClient(credentials, random);
        handshake = new HandshakeClient();
        if (network != null) {
            ice.start(nowNs);
        }
    }

    @Override
    public void start(long nowNs, Network newNetwork) {
        network = newNetwork;
        ice.start(nowNs);
    }

    @Override
    public void stop() {
        network = null;
        ice.stop();
    }

    @Override
    public boolean connected() {
        return connected;
    }

    void onDatagram(long nowNs, byte[] datagram) {
        Network out = network;
        if (out == null || datagram.length < 2) {
            return;
        }
        int first = datagram[0] & 0xFF;
        if (first < 4) {
            ice.onDatagram(nowNs, datagram);
            if (ice.writable() && !handshake.started()) {
                handshake.start(nowNs, ice.rttNs(), out);
            }
        } else if (first == HandshakeClient.RECORD) {
            handshake.onDatagram(nowNs, datagram, out);
            if (handshake.done() && !connected) {
                connected = true;
                owner.onConnected(nowNs);
            }
        } else if (connected) {
            onMedia(nowNs, datagram);
        }
    }

    private void onMedia(long nowNs, byte[] datagram) {
        MemorySegment packet = MemorySegment.ofArray(datagram);
        owner.onArrival(nowNs, datagram.length);
        int type = datagram[1] & 0xFF;
        if (type >= RTCP_FIRST && type <= RTCP_LAST) {
            int length = NullSrtp.unprotectRtcp(packet, datagram.length);
            if (length < 0) {
                owner.onBadPacket(nowNs, "SRTCP");
            } else {
                owner.onRtcp(nowNs, packet, length);
            }
            return;
        }
        int length = srtp.unprotectRtp(packet, datagram.length);
        if (length < 0) {
            owner.onBadPacket(
                    nowNs, "SRTP ssrc " + RtpHeader.ssrc(packet, 0) + " seq " + RtpHeader.sequenceNumber(packet, 0));
        } else {
            owner.onRtp(nowNs, packet, length);
        }
    }

    @Override
    public void onTimer(long nowNs) {
        Network out = network;
        if (out != null) {
            ice.onTimer(nowNs, out);
            handshake.onTimer(nowNs, out);
        }
    }

    @Override
    public long nextTimerAt() {
        return network == null ? Long.MAX_VALUE : Math.min(ice.nextTimerAt(), handshake.nextTimerAt());
    }

    @Override
    public void sendRtp(long nowNs, MemorySegment packet, int lengthBytes, long extSeq) {
        sendRaw(nowNs, NullSrtp.protectRtp(packet, lengthBytes, extSeq));
    }

    @Override
    public void sendRtcp(long nowNs, MemorySegment packet, int lengthBytes) {
        if (lengthBytes > 0) {
            sendRaw(nowNs, srtp.protectRtcp(packet, lengthBytes));
        }
    }

    @Override
    public void sendRaw(long nowNs, byte[] datagram) {
        Network out = network;
        if (out != null) {
            out.send(nowNs, datagram);
        }
    }
}
