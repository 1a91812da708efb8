package io.steadycast.media.crypto;

import static org.assertj.core.api.Assertions.assertThat;

import io.steadycast.media.engine.transport.Datagram;
import io.steadycast.media.engine.transport.PayloadSlice;
import io.steadycast.media.engine.transport.SrtpCipher;
import io.steadycast.media.engine.transport.SrtpKeys;
import io.steadycast.media.engine.transport.SrtpProfile;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The ciphers of every library against the vectors of their RFCs. */
class SrtpVectorsTest {
    private static final String GCM_KEY = "000102030405060708090a0b0c0d0e0f";
    private static final String GCM_SALT = "517569642070726f2071756f";
    private static final String RTP_HEADER = "8040f17b8041f8d35501a0b2";
    private static final String GALLIA = "47616c6c696120657374206f6d6e69732064697669736120696e207061727465732074726573";
    private static final String RTCP_PLAIN = "81c8000d4d6172734e5450314e545032525450200000042a0000e9304c756e61"
            + "deadbeefdeadbeefdeadbeefdeadbeefdeadbeef";

    private final Arena arena = Arena.ofAuto();
    private final List<SrtpCipher> made = new ArrayList<>();

    @Test
    void keysAreDerivedAsInRfc3711AppendixB3() {
        SrtpKeys.Master master = master("E1F97A0D3E018BE0D64FA32C06DE4139", "0EC675AD498AFEEBB6960B3AABE6");
        assertThat(SrtpKeyDerivation.derive(master, SrtpKeyDerivation.RTP_ENCRYPTION, 16))
                .isEqualTo(bytes("C61E7A93744F39EE10734AFE3FF7A087"));
        assertThat(SrtpKeyDerivation.derive(master, SrtpKeyDerivation.RTP_SALT, 14))
                .isEqualTo(bytes("30CBBC08863D8C85D49DB34A9AE1"));
        assertThat(SrtpKeyDerivation.derive(master, SrtpKeyDerivation.RTP_AUTHENTICATION, 20))
                .isEqualTo(bytes("CEBE321F6FF7716B6FD4AB49AF256A156D38BAA4"));
    }

    /** The reference packet of libsrtp's test driver (srtp_validate), which other stacks check against as well. */
    @ParameterizedTest
    @EnumSource
    void aesCmProtectsTheReferencePacket(CryptoLibrary library) {
        SrtpKeys.Master master = master("E1F97A0D3E018BE0D64FA32C06DE4139", "0EC675AD498AFEEBB6960B3AABE6");
        SrtpCipher cipher = track(SrtpCiphers.one(library, SrtpProfile.AES128_CM_HMAC_SHA1_80, master));
        Datagram packet = datagram("800f1234decafbadcafebabe" + "ab".repeat(16));
        cipher.protectRtp(packet, 12, 16, new PayloadSlice(), 0x1234);
        assertThat(hex(packet))
                .isEqualTo("800f1234decafbadcafebabe4e55dc4ce79978d88ca4d215949d2402b78d6acc99ea179b8dbb");
        assertThat(cipher.unprotectRtp(packet, 12, 0x1234)).isEqualTo(28);
        assertThat(hex(packet)).isEqualTo("800f1234decafbadcafebabe" + "ab".repeat(16));
    }

    @ParameterizedTest
    @EnumSource
    void gcmProtectsRtpAsInRfc7714Section16(CryptoLibrary library) {
        SrtpCipher gcm = gcm(library);
        Datagram packet = datagram(RTP_HEADER + GALLIA);
        int payload = packet.length - 12;
        gcm.protectRtp(packet, 12, payload, new PayloadSlice(), 0xf17b);
        assertThat(hex(packet))
                .isEqualTo(RTP_HEADER
                        + "f24de3a3fb34de6cacba861c9d7e4bcabe633bd50d294e6f42a5f47a"
                        + "51c7d19b36de3adf8833899d7f27beb16a9152cf765ee4390cce");
        assertThat(gcm.unprotectRtp(packet, 12, 0xf17b)).isEqualTo(12 + payload);
        assertThat(hex(packet)).isEqualTo(RTP_HEADER + GALLIA);
    }

    @ParameterizedTest
    @EnumSource
    void gcmProtectsRtcpAsInRfc7714Section17(CryptoLibrary library) {
        SrtpCipher gcm = gcm(library);
        Datagram packet = datagram(RTCP_PLAIN);
        gcm.protectRtcp(packet, 0x5d4);
        assertThat(hex(packet))
                .isEqualTo("81c8000d4d617273"
                        + "63e94885dcdab67ca727d7662f6b7e997ff5c0f76c06f32dc676a5f1730d6fda"
                        + "4ce09b4686303ded0bb9275bc84aa45896cf4d2fc5abf87245d9eade"
                        + "800005d4");
        assertThat(gcm.unprotectRtcp(packet)).isEqualTo(RTCP_PLAIN.length() / 2);
        assertThat(hex(packet)).isEqualTo(RTCP_PLAIN);
    }

    private SrtpCipher gcm(CryptoLibrary library) {
        SrtpKeys.Master keys = master(GCM_KEY, GCM_SALT);
        return track(
                switch (library) {
                    case OPENSSL -> new OpenSslGcmCipher(keys, keys);
                    case JCE -> new AesGcmCipher(keys, keys);
                });
    }

    private SrtpCipher track(SrtpCipher cipher) {
        made.add(cipher);
        return cipher;
    }

    @AfterEach
    void close() {
        made.forEach(SrtpCipher::close);
    }

    private static SrtpKeys.Master master(String key, String salt) {
        return new SrtpKeys.Master(bytes(key), bytes(salt));
    }

    private Datagram datagram(String hex) {
        byte[] bytes = bytes(hex);
        Datagram d = Datagram.allocate(arena);
        MemorySegment.copy(bytes, 0, d.buffer, ValueLayout.JAVA_BYTE, 0, bytes.length);
        d.length = bytes.length;
        return d;
    }

    private static String hex(Datagram d) {
        return HexFormat.of().formatHex(d.buffer.asSlice(0, d.length).toArray(ValueLayout.JAVA_BYTE));
    }

    private static byte[] bytes(String hex) {
        return HexFormat.of().parseHex(hex);
    }
}
