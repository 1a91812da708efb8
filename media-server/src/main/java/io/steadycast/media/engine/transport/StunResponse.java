package io.steadycast.media.engine.transport;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.zip.CRC32;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Any thread. Writes the answers to binding requests: attributes, MESSAGE-INTEGRITY, FINGERPRINT (RFC 8489 section 14). */
final class StunResponse {
    static final int BINDING_SUCCESS = 0x0101;
    static final int BINDING_ERROR = 0x0111;

    private static final int XOR_MAPPED_ADDRESS = 0x0020;
    private static final int ERROR_CODE = 0x0009;
    private static final int UNKNOWN_ATTRIBUTES = 0x000A;
    private static final int MAX_BYTES = 512;

    private final ByteBuffer out = ByteBuffer.allocate(MAX_BYTES);

    private StunResponse(int type, byte[] request) {
        out.putShort((short) type).putShort((short) 0).put(request, 4, 16);
    }

    /** XOR-MAPPED-ADDRESS tells the peer where its request came from. */
    static byte[] success(byte[] request, Datagram from, SecretKeySpec key) {
        StunResponse response = new StunResponse(BINDING_SUCCESS, request);
        response.xorMappedAddress(request, from);
        return response.finish(key);
    }

    static byte[] error(byte[] request, int code, String reason, SecretKeySpec key) {
        StunResponse response = new StunResponse(BINDING_ERROR, request);
        response.errorCode(code, reason);
        return response.finish(key);
    }

    /** 420, listing at most eight of the attributes that were not understood. */
    static byte[] unknownAttributes(byte[] request, int[] types, int count, SecretKeySpec key) {
        StunResponse response = new StunResponse(BINDING_ERROR, request);
        response.errorCode(420, "Unknown Attribute");
        response.out.putShort((short) UNKNOWN_ATTRIBUTES).putShort((short) (2 * count));
        for (int i = 0; i < count; i++) {
            response.out.putShort((short) types[i]);
        }
        response.pad();
        return response.finish(key);
    }

    private void xorMappedAddress(byte[] request, Datagram from) {
        boolean ipv4 = from.addressHigh == 0 && from.addressLow >>> 32 == 0xFFFF;
        out.putShort((short) XOR_MAPPED_ADDRESS).putShort((short) (ipv4 ? 8 : 20));
        out.put((byte) 0).put((byte) (ipv4 ? 1 : 2));
        out.putShort((short) (from.port ^ (StunPeek.MAGIC_COOKIE >>> 16)));
        if (ipv4) {
            out.putInt((int) from.addressLow ^ StunPeek.MAGIC_COOKIE);
        } else {
            ByteBuffer cookieAndTransaction = ByteBuffer.wrap(request, 4, 16);
            out.putLong(from.addressHigh ^ cookieAndTransaction.getLong());
            out.putLong(from.addressLow ^ cookieAndTransaction.getLong());
        }
    }

    private void errorCode(int code, String reason) {
        byte[] text = reason.getBytes(StandardCharsets.UTF_8);
        out.putShort((short) ERROR_CODE).putShort((short) (4 + text.length));
        out.putShort((short) 0)
                .put((byte) (code / 100))
                .put((byte) (code % 100))
                .put(text);
        pad();
    }

    private void pad() {
        while ((out.position() & 3) != 0) {
            out.put((byte) 0);
        }
    }

    private byte[] finish(SecretKeySpec key) {
        int beforeIntegrity = out.position();
        length(beforeIntegrity + StunPeek.MESSAGE_INTEGRITY_BYTES);
        byte[] mac = hmacSha1(key, out.array(), beforeIntegrity);
        out.putShort((short) StunPeek.MESSAGE_INTEGRITY).putShort((short) 20).put(mac);
        int beforeFingerprint = out.position();
        length(beforeFingerprint + StunPeek.FINGERPRINT_BYTES);
        CRC32 crc = new CRC32();
        crc.update(out.array(), 0, beforeFingerprint);
        out.putShort((short) StunPeek.FINGERPRINT).putShort((short) 4);
        out.putInt((int) crc.getValue() ^ StunPeek.FINGERPRINT_XOR);
        byte[] bytes = new byte[out.position()];
        out.flip().get(bytes);
        return bytes;
    }

    private void length(int totalBytes) {
        out.putShort(2, (short) (totalBytes - StunPeek.HEADER_BYTES));
    }

    static byte[] hmacSha1(SecretKeySpec key, byte[] bytes, int length) {
        try {
            Mac mac = Mac.getInstance("HmacSHA1");
            mac.init(key);
            mac.update(bytes, 0, length);
            return mac.doFinal();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has HmacSHA1", e);
        }
    }
}
