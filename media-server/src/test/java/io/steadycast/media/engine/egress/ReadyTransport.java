package io.steadycast.media.engine.egress;

import io.steadycast.media.engine.transport.AddressTable;
import io.steadycast.media.engine.transport.Datagram;
import io.steadycast.media.engine.transport.DatagramSink;
import io.steadycast.media.engine.transport.DropCounters;
import io.steadycast.media.engine.transport.DtlsInbox;
import io.steadycast.media.engine.transport.IceCredentials;
import io.steadycast.media.engine.transport.NullCipher;
import io.steadycast.media.engine.transport.PeerTransport;
import io.steadycast.media.engine.transport.SrtpCipher;
import io.steadycast.media.engine.transport.SrtpCipherPair;
import io.steadycast.media.engine.transport.TransportContext;
import io.steadycast.media.engine.transport.TransportLimits;
import io.steadycast.media.engine.transport.UfragIndex;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.zip.CRC32;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/** A viewer's transport that is ready to send: one authentic check, and no cipher. */
final class ReadyTransport implements DatagramSink {
    private static final IceCredentials LOCAL = new IceCredentials("servserv", "0123456789abcdefghijkl");
    private static final IceCredentials REMOTE = new IceCredentials("viewview", "abcdefghijkl0123456789");

    interface Output {
        void sent(MemorySegment buffer, int length);
    }

    final DropCounters drops = new DropCounters();
    final PeerTransport transport;
    private @Nullable Output listener;
    private final Datagram out = Datagram.allocate(Arena.ofAuto());
    boolean full;
    /** The connection takes no more media. */
    boolean streamFull;

    ReadyTransport(Output output) {
        this(output, new NullCipher());
    }

    ReadyTransport(Output output, SrtpCipher outbound) {
        TransportContext context =
                new TransportContext(this, new AddressTable(16), new UfragIndex(16), drops, TransportLimits.DEFAULT);
        transport = new PeerTransport(0, context, 1, LOCAL, REMOTE, new DtlsInbox(2));
        nominate(0, 0);
        transport.onKeys(0, new SrtpCipherPair(outbound, new NullCipher()));
        if (!transport.ready()) {
            throw new AssertionError("not ready: " + transport.state());
        }
        listener = output;
    }

    private void nominate(long nowNs, int socket) {
        Datagram check = Datagram.allocate(Arena.ofAuto());
        byte[] bytes = check();
        MemorySegment.copy(bytes, 0, check.buffer, ValueLayout.JAVA_BYTE, 0, bytes.length);
        check.length = bytes.length;
        check.addressLow = 0xFFFF_7F00_0001L;
        check.port = 5000;
        check.socket = socket;
        transport.onStun(nowNs, check);
    }

    /** The viewer goes on over TCP. */
    void moveToTcp(long nowNs) {
        Output to = listener;
        listener = null; // The answer to the check is not what tests are about.
        nominate(nowNs, Datagram.FIRST_STREAM);
        listener = to;
        if (transport.reliableSinceNs() != nowNs) {
            throw new AssertionError("not moved");
        }
    }

    @Override
    public boolean takesMedia(int socket) {
        return !streamFull || !Datagram.isStream(socket);
    }

    @Override
    public @Nullable Datagram claim() {
        return full ? null : out;
    }

    @Override
    public void send(Datagram claimed) {
        Output to = listener;
        if (to != null) {
            to.sent(claimed.buffer, claimed.length);
        }
    }

    private static byte[] check() {
        ByteBuffer b = ByteBuffer.allocate(200);
        b.putShort((short) 1).putShort((short) 0).putInt(0x2112_A442).putLong(7).putInt(9);
        attribute(b, 0x0006, (LOCAL.ufrag() + ":" + REMOTE.ufrag()).getBytes(StandardCharsets.US_ASCII));
        attribute(b, 0x802A, new byte[8]);
        attribute(b, 0x0024, new byte[] {0, 0, 1, 0});
        attribute(b, 0x0025, new byte[0]);
        b.putShort(2, (short) (b.position() + 24 - 20));
        attribute(b, 0x0008, hmac(b.array(), b.position()));
        b.putShort(2, (short) (b.position() + 8 - 20));
        CRC32 crc = new CRC32();
        crc.update(b.array(), 0, b.position());
        b.putShort((short) 0x8028).putShort((short) 4).putInt((int) crc.getValue() ^ 0x5354_554E);
        byte[] bytes = new byte[b.position()];
        b.get(0, bytes);
        return bytes;
    }

    private static void attribute(ByteBuffer b, int type, byte[] value) {
        b.putShort((short) type).putShort((short) value.length).put(value);
        while ((b.position() & 3) != 0) {
            b.put((byte) 0);
        }
    }

    private static byte[] hmac(byte[] bytes, int length) {
        try {
            Mac mac = Mac.getInstance("HmacSHA1");
            mac.init(new SecretKeySpec(LOCAL.password().getBytes(StandardCharsets.US_ASCII), "HmacSHA1"));
            mac.update(bytes, 0, length);
            return mac.doFinal();
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }
}
