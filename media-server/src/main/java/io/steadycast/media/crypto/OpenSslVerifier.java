package io.steadycast.media.crypto;

import java.io.IOException;
import java.security.PublicKey;
import java.util.Arrays;
import java.util.HexFormat;
import org.bouncycastle.tls.AlertDescription;
import org.bouncycastle.tls.DigitallySigned;
import org.bouncycastle.tls.SignatureAlgorithm;
import org.bouncycastle.tls.SignatureAndHashAlgorithm;
import org.bouncycastle.tls.TlsFatalAlert;
import org.bouncycastle.tls.crypto.TlsStreamVerifier;
import org.bouncycastle.tls.crypto.TlsVerifier;
import org.jspecify.annotations.Nullable;

/** Any thread. Signatures of one peer's P-256 key, verified by OpenSSL on the {@link CryptoThread}. */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody
record OpenSslVerifier(CryptoThread thread, byte[] point) implements TlsVerifier {
    /** SubjectPublicKeyInfo of P-256 up to its uncompressed point (RFC 5480). */
    private static final byte[] P256_PREFIX =
            HexFormat.of().parseHex("3059301306072a8648ce3d020106082a8648ce3d030107034200");

    private static final int P256_POINT_BYTES = 65;

    /** Null for keys that are left to Bouncy Castle. */
    static @Nullable OpenSslVerifier of(CryptoThread thread, PublicKey key) {
        byte[] encoded = key.getEncoded();
        boolean known = encoded != null
                && encoded.length == P256_PREFIX.length + P256_POINT_BYTES
                && Arrays.equals(P256_PREFIX, Arrays.copyOf(encoded, P256_PREFIX.length));
        return known
                ? new OpenSslVerifier(thread, Arrays.copyOfRange(encoded, P256_PREFIX.length, encoded.length))
                : null;
    }

    /** None: the library then hashes by itself and asks for a raw signature. */
    @Override
    public @Nullable TlsStreamVerifier getStreamVerifier(DigitallySigned signed) {
        return null;
    }

    @Override
    public boolean verifyRawSignature(DigitallySigned signed, byte[] hash) throws IOException {
        SignatureAndHashAlgorithm algorithm = signed.getAlgorithm();
        if (algorithm != null && algorithm.getSignature() != SignatureAlgorithm.ecdsa) {
            throw new TlsFatalAlert(AlertDescription.illegal_parameter);
        }
        return thread.call(() -> {
            try (OpenSslKey key = OpenSslKey.p256Of(point)) {
                return key.verify(signed.getSignature(), hash);
            }
        });
    }
}
