package io.steadycast.media.engine.transport;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;
import javax.crypto.spec.SecretKeySpec;

/** Writes connectivity checks the way a browser does, and wrong ones on request. */
final class StunClient {
    static final int SOFTWARE = 0x8022;
    static final int ICE_CONTROLLING = 0x802A;
    static final int ICE_CONTROLLED = 0x8029;
    static final int USE_CANDIDATE = 0x0025;
    static final int PRIORITY = 0x0024;

    private final String username;
    private final SecretKeySpec key;
    private final ByteBuffer out = ByteBuffer.allocate(1400);
    private boolean integrity = true;
    private boolean fingerprint = true;

    StunClient(IceCredentials server, IceCredentials client) {
        username = server.ufrag() + ":" + client.ufrag();
        key = new SecretKeySpec(server.password().getBytes(StandardCharsets.US_ASCII), "HmacSHA1");
        out.putShort((short) 1)
                .putShort((short) 0)
                .putInt(0x2112_A442)
                .putLong(0x0102030405060708L)
                .putInt(99);
        attribute(0x0006, username.getBytes(StandardCharsets.US_ASCII));
    }

    static StunClient check(IceCredentials server, IceCredentials client, int priority) {
        return new StunClient(server, client)
                .attribute(ICE_CONTROLLING, new byte[8])
                .attribute(PRIORITY, ByteBuffer.allocate(4).putInt(priority).array());
    }

    StunClient nominating() {
        return attribute(USE_CANDIDATE, new byte[0]);
    }

    StunClient attribute(int type, byte[] value) {
        out.putShort((short) type).putShort((short) value.length).put(value);
        while ((out.position() & 3) != 0) {
            out.put((byte) 0);
        }
        return this;
    }

    /** Bytes where attributes belong, whatever they are. */
    void raw(byte[] bytes) {
        out.put(bytes);
        while ((out.position() & 3) != 0) {
            out.put((byte) 0);
        }
    }

    StunClient withoutIntegrity() {
        integrity = false;
        return this;
    }

    StunClient withoutFingerprint() {
        fingerprint = false;
        return this;
    }

    /** MESSAGE-INTEGRITY at this point; attributes may follow. */
    StunClient sealed() {
        out.putShort(2, (short) (out.position() + 24 - 20));
        byte[] mac = StunResponse.hmacSha1(key, out.array(), out.position());
        integrity = false;
        return attribute(0x0008, mac);
    }

    byte[] bytes() {
        if (integrity) {
            sealed();
        }
        out.putShort(2, (short) (out.position() + (fingerprint ? 8 : 0) - 20));
        if (fingerprint) {
            CRC32 crc = new CRC32();
            crc.update(out.array(), 0, out.position());
            out.putShort((short) 0x8028).putShort((short) 4).putInt((int) crc.getValue() ^ 0x5354_554E);
        }
        byte[] bytes = new byte[out.position()];
        out.get(0, bytes);
        return bytes;
    }

    static void copy(byte[] bytes, Datagram into) {
        MemorySegment.copy(bytes, 0, into.buffer, ValueLayout.JAVA_BYTE, 0, bytes.length);
        into.length = bytes.length;
    }
}
