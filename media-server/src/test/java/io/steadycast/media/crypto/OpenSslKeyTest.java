package io.steadycast.media.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.steadycast.media.engine.transport.DropCounters;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.HexFormat;
import javax.crypto.KeyAgreement;
import org.junit.jupiter.api.Test;

/** OpenSSL's public-key work against the JDK's, and what it refuses. */
class OpenSslKeyTest {
    private static final byte[] P256_PREFIX =
            HexFormat.of().parseHex("3059301306072a8648ce3d020106082a8648ce3d030107034200");
    private static final byte[] X25519_PREFIX = HexFormat.of().parseHex("302a300506032b656e032100");
    private static final byte[] MESSAGE = {1, 2, 3};

    @Test
    void agreesWithTheJdkOnP256() throws GeneralSecurityException, IOException {
        KeyPair theirs = p256();
        try (OpenSslKey ours = OpenSslKey.p256();
                OpenSslKey peer = ours.peer(tail(theirs.getPublic(), P256_PREFIX))) {
            assertThat(ours.agree(peer)).isEqualTo(jdk("ECDH", theirs, key("EC", P256_PREFIX, ours.point())));
        }
    }

    @Test
    void agreesWithTheJdkOnX25519() throws GeneralSecurityException, IOException {
        KeyPair theirs = KeyPairGenerator.getInstance("X25519").generateKeyPair();
        try (OpenSslKey ours = OpenSslKey.x25519();
                OpenSslKey peer = ours.peer(tail(theirs.getPublic(), X25519_PREFIX))) {
            assertThat(ours.agree(peer)).isEqualTo(jdk("X25519", theirs, key("X25519", X25519_PREFIX, ours.point())));
        }
    }

    @Test
    void theJdkVerifiesItsSignaturesAndItTheJdks() throws GeneralSecurityException, IOException {
        KeyPair pair = p256();
        byte[] hash = MessageDigest.getInstance("SHA-256").digest(MESSAGE);
        Signature jdk = Signature.getInstance("SHA256withECDSA");
        try (OpenSslKey key = OpenSslKey.read(pair.getPrivate().getEncoded());
                OpenSslKey open = OpenSslKey.p256Of(tail(pair.getPublic(), P256_PREFIX))) {
            jdk.initVerify(pair.getPublic());
            jdk.update(MESSAGE);
            assertThat(jdk.verify(key.sign(hash))).isTrue();
            jdk.initSign(pair.getPrivate());
            jdk.update(MESSAGE);
            byte[] signature = jdk.sign();
            assertThat(open.verify(signature, hash)).isTrue();
            hash[0] ^= 1;
            assertThat(open.verify(signature, hash)).isFalse();
            assertThat(open.verify(new byte[] {1, 2}, hash)).isFalse();
            assertThat(open.verify(new byte[0], hash)).isFalse();
        }
    }

    @Test
    void whatIsNoPointIsRefused() throws IOException {
        byte[] off = new byte[65];
        off[0] = 4;
        off[64] = 1;
        assertThatThrownBy(() -> OpenSslKey.p256Of(off)).isInstanceOf(IOException.class);
        try (OpenSslKey ours = OpenSslKey.x25519();
                OpenSslKey zero = ours.peer(new byte[32])) {
            assertThatThrownBy(() -> ours.agree(zero)).isInstanceOf(IOException.class);
        }
    }

    /** Linux counts niceness by thread; the 19th field of stat(5). */
    @Test
    void itsThreadStandsBehindTheOthers() throws IOException {
        try (CryptoThread thread = new CryptoThread(4, new DropCounters())) {
            String there = thread.call(() -> Files.readString(Path.of("/proc/thread-self/stat")));
            int own = niceness(Files.readString(Path.of("/proc/thread-self/stat")));
            assertThat(niceness(there)).isEqualTo(Math.max(BackgroundPriority.NICE, own));
        }
    }

    private static int niceness(String stat) {
        return Integer.parseInt(stat.substring(stat.lastIndexOf(')') + 2).split(" ", 18)[16]);
    }

    private static KeyPair p256() throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        return generator.generateKeyPair();
    }

    private static byte[] tail(PublicKey key, byte[] prefix) {
        byte[] encoded = key.getEncoded();
        assertThat(Arrays.copyOf(encoded, prefix.length)).isEqualTo(prefix);
        return Arrays.copyOfRange(encoded, prefix.length, encoded.length);
    }

    private static PublicKey key(String algorithm, byte[] prefix, byte[] point) throws GeneralSecurityException {
        byte[] encoded = Arrays.copyOf(prefix, prefix.length + point.length);
        System.arraycopy(point, 0, encoded, prefix.length, point.length);
        return KeyFactory.getInstance(algorithm).generatePublic(new X509EncodedKeySpec(encoded));
    }

    private static byte[] jdk(String algorithm, KeyPair ours, PublicKey theirs) throws GeneralSecurityException {
        KeyAgreement agreement = KeyAgreement.getInstance(algorithm);
        agreement.init(ours.getPrivate());
        agreement.doPhase(theirs, true);
        return agreement.generateSecret();
    }
}
