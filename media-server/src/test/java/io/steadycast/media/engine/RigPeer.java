package io.steadycast.media.engine;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import io.steadycast.media.engine.transport.Datagram;
import io.steadycast.media.engine.transport.DtlsInbox;
import io.steadycast.media.engine.transport.IceCredentials;
import io.steadycast.media.engine.transport.NullCipher;
import io.steadycast.media.engine.transport.PayloadSlice;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.zip.CRC32;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** The far end of a transport: checks every 2.5 s, no cipher. */
class RigPeer {
    private static final int TAG_BYTES = 16;
    private static final int RTCP_TAG_BYTES = 20;

    final EngineRig rig;
    final Shard shard;
    final long peerId;
    final int port;
    final IceCredentials server;
    final IceCredentials client;
    boolean checking = true;
    private long nextCheckNs;
    private int rtcpIndex;
    private final NullCipher cipher = new NullCipher();
    private final PayloadSlice nothing = new PayloadSlice();
    final Datagram datagram = Datagram.allocate(Arena.ofAuto());

    RigPeer(EngineRig rig, int shard, long peerId) {
        this.rig = rig;
        this.shard = rig.shards.get(shard);
        this.peerId = peerId;
        this.port = (int) (10_000 + peerId);
        this.server = new IceCredentials(String.format("srv%05d", peerId), "0123456789abcdefghijkl");
        this.client = new IceCredentials("clnt", "abcdefghijkl0123456789");
        rig.peers.add(this);
    }

    PeerSpec spec() {
        return new PeerSpec(peerId, server, client, new DtlsInbox(2));
    }

    void step(long nowNs) {
        if (checking) {
            keepAlive(nowNs);
        }
    }

    final void keepAlive(long nowNs) {
        if (nowNs >= nextCheckNs) {
            nextCheckNs = nowNs + 2_500 * EngineRig.MS;
            deliver(nowNs, check());
        }
    }

    final void receive(long nowNs, Datagram d) {
        int first = d.buffer.get(JAVA_BYTE, 0) & 0xff;
        int second = d.buffer.get(JAVA_BYTE, 1) & 0xff;
        if (first < 128) {
            return;
        }
        if (second >= 192 && second <= 223) {
            onRtcp(nowNs, d.buffer, d.length - RTCP_TAG_BYTES);
        } else {
            onRtp(nowNs, d.buffer, d.length - TAG_BYTES);
        }
    }

    void onRtp(long nowNs, MemorySegment segment, int lengthBytes) {}

    void onRtcp(long nowNs, MemorySegment segment, int lengthBytes) {}

    final void deliver(long nowNs, byte[] bytes) {
        MemorySegment.copy(bytes, 0, datagram.buffer, JAVA_BYTE, 0, bytes.length);
        datagram.length = bytes.length;
        deliver(nowNs);
    }

    final void deliver(long nowNs) {
        datagram.addressHigh = 0;
        datagram.addressLow = 0xFFFF_7F00_0001L;
        datagram.port = port;
        datagram.socket = 0;
        if (!rig.stalled[shard.index()]) {
            shard.onDatagram(nowNs, datagram);
        }
    }

    /** What is in {@link #datagram} up to {@code lengthBytes} goes out as SRTP. */
    final void sendRtp(long nowNs, int headerBytes, int lengthBytes, long srtpIndex) {
        datagram.length = lengthBytes;
        nothing.set(datagram.buffer, 0, 0);
        cipher.protectRtp(datagram, headerBytes, lengthBytes - headerBytes, nothing, srtpIndex);
        deliver(nowNs);
    }

    final void sendRtcp(long nowNs, int lengthBytes) {
        datagram.length = lengthBytes;
        cipher.protectRtcp(datagram, rtcpIndex++);
        deliver(nowNs);
    }

    /** Any bytes as the clear of SRTP, behind a tag that verifies. */
    final void sendRtpBytes(long nowNs, byte[] bytes) {
        MemorySegment.copy(bytes, 0, datagram.buffer, JAVA_BYTE, 0, bytes.length);
        int seq = (bytes[2] & 0xff) << 8 | (bytes[3] & 0xff);
        sendRtp(nowNs, 12, bytes.length, seq);
    }

    final void sendRtcpBytes(long nowNs, byte[] bytes) {
        MemorySegment.copy(bytes, 0, datagram.buffer, JAVA_BYTE, 0, bytes.length);
        sendRtcp(nowNs, bytes.length);
    }

    private byte[] check() {
        ByteBuffer b = ByteBuffer.allocate(200);
        b.putShort((short) 1).putShort((short) 0).putInt(0x2112_A442).putLong(7).putInt(9);
        attribute(b, 0x0006, (server.ufrag() + ":" + client.ufrag()).getBytes(StandardCharsets.US_ASCII));
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

    private byte[] hmac(byte[] bytes, int length) {
        try {
            Mac mac = Mac.getInstance("HmacSHA1");
            mac.init(new SecretKeySpec(server.password().getBytes(StandardCharsets.US_ASCII), "HmacSHA1"));
            mac.update(bytes, 0, length);
            return mac.doFinal();
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }
}
