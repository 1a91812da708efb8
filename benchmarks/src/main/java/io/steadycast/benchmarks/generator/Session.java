package io.steadycast.benchmarks.generator;

import io.steadycast.media.engine.transport.Datagram;
import io.steadycast.media.engine.transport.DtlsInbox;
import io.steadycast.media.engine.transport.PayloadSlice;
import io.steadycast.media.engine.transport.SrtpCipherPair;
import io.steadycast.media.engine.transport.SrtpReceiver;
import io.steadycast.media.engine.transport.SrtpSender;
import io.steadycast.netsim.endpoint.IceClient;
import io.steadycast.netsim.endpoint.IcePair;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Confined to the generator's loop. One end of a transport on its own address: ICE checks, DTLS handed to the handshake's thread, SRTP, and a role above. */
final class Session {
    private static final int SSRC_LIMIT = 32;
    private static final int STUN_LAST = 3;
    private static final int DTLS_FIRST = 20;
    private static final int DTLS_LAST = 63;
    private static final int MEDIA_FIRST = 128;
    private static final int MEDIA_LAST = 191;
    private static final int RTCP_FIRST = 192;
    private static final int RTCP_LAST = 223;
    private static final int BUFFERED_BYTES = 2048;

    final int address;
    final Role role;
    /** Completed by the loop. */
    final CompletableFuture<Boolean> reached = new CompletableFuture<>();

    final DtlsInbox inbox = new DtlsInbox(DtlsInbox.DEFAULT_LIMIT);
    private final WideSocket socket;
    private final int remoteAddress;
    private final int remotePort;
    private final IceClient ice;
    private final PayloadSlice nothing = new PayloadSlice();
    private @Nullable SrtpSender sender;
    private @Nullable SrtpReceiver receiver;
    private long refused;

    Session(WideSocket socket, int address, RemoteEnd remote, String localUfrag, Role role) {
        this.socket = socket;
        this.address = address;
        this.role = role;
        this.remoteAddress = MemorySegment.ofArray(remote.address().getAddress().getAddress())
                .get(ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN), 0);
        this.remotePort = remote.address().getPort();
        this.ice = new IceClient(
                new IcePair(localUfrag, remote.ufrag(), remote.password()),
                new SplittableRandom(address * 31L + remotePort));
    }

    void start(long nowNs) {
        ice.start(nowNs);
        ice.onTimer(nowNs, (at, bytes) -> sendRaw(bytes));
    }

    void onKeys(SrtpCipherPair ciphers) {
        sender = new SrtpSender(ciphers.outbound());
        receiver = new SrtpReceiver(ciphers.inbound(), SSRC_LIMIT);
    }

    boolean hasKeys() {
        return sender != null;
    }

    /** What came that the keys did not open, or that found no room. */
    long refused() {
        return refused;
    }

    void onDatagram(long nowNs, Datagram in, long arrivedNs) {
        if (in.length < 2) {
            return;
        }
        int first = in.buffer.get(ValueLayout.JAVA_BYTE, 0) & 0xFF;
        if (first >= MEDIA_FIRST && first <= MEDIA_LAST) {
            onMedia(in, arrivedNs);
        } else if (first <= STUN_LAST) {
            ice.onDatagram(nowNs, copy(in));
            if (ice.writable()) {
                reached.complete(true);
            }
        } else if (first >= DTLS_FIRST && first <= DTLS_LAST) {
            // A full inbox loses it; DTLS repeats.
            refused += inbox.offer(copy(in)) ? 0 : 1;
        }
    }

    private void onMedia(Datagram in, long arrivedNs) {
        if (receiver == null) {
            return;
        }
        int type = in.buffer.get(ValueLayout.JAVA_BYTE, 1) & 0xFF;
        if (type < RTCP_FIRST || type > RTCP_LAST) {
            role.onRtp(this, in, arrivedNs);
        } else if (receiver.unprotectRtcp(in) >= 0) {
            role.onRtcp(this, in, arrivedNs);
        } else {
            refused++;
        }
    }

    /** Opens a packet in place; false if the keys do not. */
    boolean open(Datagram packet) {
        SrtpReceiver keys = receiver;
        boolean opened = keys != null && keys.unprotectRtp(packet) >= 0;
        refused += opened ? 0 : 1;
        return opened;
    }

    void onTick(long nowNs) {
        if (nowNs >= ice.nextTimerAt()) {
            ice.onTimer(nowNs, (at, bytes) -> sendRaw(bytes));
        }
        if (sender != null) {
            role.onTick(this, nowNs);
        }
    }

    /** The datagram to fill for one of the calls below. */
    Datagram claim() {
        return socket.claim();
    }

    /** Protects and queues the claimed packet. */
    void sendRtp(int headerBytes, int payloadBytes, long extendedSeq) {
        SrtpSender keys = sender;
        Datagram packet = socket.claim();
        packet.length = headerBytes + payloadBytes;
        if (keys != null && keys.protectRtp(packet, headerBytes, payloadBytes, nothing, extendedSeq) > 0) {
            socket.send(address, remoteAddress, remotePort);
        }
    }

    /** Protects and queues the claimed compound. */
    void sendRtcp(int lengthBytes) {
        SrtpSender keys = sender;
        Datagram compound = socket.claim();
        compound.length = lengthBytes;
        if (keys != null && keys.protectRtcp(compound) > 0) {
            socket.send(address, remoteAddress, remotePort);
        }
    }

    void sendRaw(byte[] bytes) {
        if (bytes.length <= BUFFERED_BYTES) {
            Datagram out = socket.claim();
            MemorySegment.copy(bytes, 0, out.buffer, ValueLayout.JAVA_BYTE, 0, bytes.length);
            out.length = bytes.length;
            socket.send(address, remoteAddress, remotePort);
        }
    }

    private static byte[] copy(Datagram in) {
        return in.buffer.asSlice(0, in.length).toArray(ValueLayout.JAVA_BYTE);
    }
}
