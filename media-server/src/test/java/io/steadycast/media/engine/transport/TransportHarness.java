package io.steadycast.media.engine.transport;

import java.lang.foreign.Arena;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** One shard's tables, a sink that keeps what is sent, and a peer. Virtual time: the caller's. */
final class TransportHarness implements DatagramSink {
    static final long SECOND = 1_000_000_000L;

    /** What left, and where to. */
    @SuppressWarnings("ArrayRecordComponent") // test data
    record Sent(byte[] bytes, long addressLow, int port, int socket) {}

    final Arena arena = Arena.ofAuto();
    final List<Sent> sent = new ArrayList<>();
    final DropCounters drops = new DropCounters();
    final AddressTable addresses = new AddressTable(64);
    final UfragIndex ufrags = new UfragIndex(64);
    final TransportContext context = new TransportContext(this, addresses, ufrags, drops, TransportLimits.DEFAULT);
    final Random random = new Random(42);
    final IceCredentials local = IceCredentials.random(random);
    final IceCredentials remote = new IceCredentials("abcd", "0123456789abcdefghijkl");
    final DtlsInbox inbox = new DtlsInbox(2);
    final PeerTransport peer = new PeerTransport(0, context, 7, local, remote, inbox);
    final Datagram in = Datagram.allocate(arena);
    final List<Integer> disconnected = new ArrayList<>();
    boolean full;
    boolean streamsFull;

    private final Datagram out = Datagram.allocate(arena);

    @Override
    public @Nullable Datagram claim() {
        return full ? null : out;
    }

    @Override
    public void send(Datagram claimed) {
        byte[] bytes = claimed.buffer.asSlice(0, claimed.length).toArray(ValueLayout.JAVA_BYTE);
        sent.add(new Sent(bytes, claimed.addressLow, claimed.port, claimed.socket));
    }

    @Override
    public boolean takesMedia(int socket) {
        return !streamsFull || !Datagram.isStream(socket);
    }

    @Override
    public void disconnect(int socket) {
        disconnected.add(socket);
    }

    /** Hands in bytes from ::ffff:192.0.2.x:port on socket 1 the way a shard does; answers whether a peer was found. */
    boolean stun(long nowNs, byte[] bytes, int lastOctet, int port) {
        return stun(nowNs, bytes, lastOctet, port, 1);
    }

    boolean stun(long nowNs, byte[] bytes, int lastOctet, int port, int socket) {
        StunClient.copy(bytes, in);
        from(lastOctet, port);
        in.socket = socket;
        long ufrag = StunPeek.localUfrag(in);
        if (ufrag < 0) {
            drops.count(DropReason.ofNegative(ufrag));
            return false;
        }
        if (ufrags.find(ufrag) != peer.handle()) {
            drops.count(DropReason.STUN_UNKNOWN_USER);
            return false;
        }
        peer.onStun(nowNs, in);
        return true;
    }

    void from(int lastOctet, int port) {
        in.addressHigh = 0;
        in.addressLow = 0xFFFF_0000_0000L | 0xC000_0200L | lastOctet;
        in.port = port;
        in.socket = 1;
    }

    StunClient check(int priority) {
        return StunClient.check(local, remote, priority);
    }

    /** Port that media would go to. */
    int mediaPort() {
        int before = sent.size();
        peer.sendRaw(0, new byte[] {20});
        return sent.size() == before ? -1 : sent.getLast().port;
    }

    Sent lastSent() {
        return sent.getLast();
    }
}
