package io.steadycast.media.crypto;

import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.tls.Certificate;
import org.bouncycastle.tls.HashAlgorithm;
import org.bouncycastle.tls.SignatureAlgorithm;
import org.bouncycastle.tls.SignatureAndHashAlgorithm;
import org.bouncycastle.tls.TlsCredentialedSigner;
import org.bouncycastle.tls.crypto.TlsCertificate;
import org.bouncycastle.tls.crypto.TlsCryptoParameters;
import org.bouncycastle.tls.crypto.impl.jcajce.JcaDefaultTlsCredentialedSigner;
import org.jspecify.annotations.Nullable;

/** Any thread. A self-signed ECDSA P-256 certificate with its key, generated at start and never stored: SDP vouches for it by fingerprint. */
public final class DtlsCertificate {
    private static final Duration CLOCK_SKEW = Duration.ofDays(1);
    private static final Duration VALIDITY = Duration.ofDays(365);

    private final PrivateKey key;
    private final byte[] encoded;
    private final Fingerprint fingerprint;
    private @Nullable OpenSslKey openSslKey;

    private DtlsCertificate(PrivateKey key, byte[] encoded) {
        this.key = key;
        this.encoded = encoded;
        this.fingerprint = Fingerprint.of("sha-256", encoded);
    }

    public static DtlsCertificate generate(SecureRandom random) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"), random);
            KeyPair pair = generator.generateKeyPair();
            Instant now = Instant.now();
            X500Name name = new X500Name("CN=steadycast");
            X509CertificateHolder certificate = new JcaX509v3CertificateBuilder(
                            name,
                            new BigInteger(64, random).setBit(63),
                            Date.from(now.minus(CLOCK_SKEW)),
                            Date.from(now.plus(VALIDITY)),
                            name,
                            pair.getPublic())
                    .build(new JcaContentSignerBuilder("SHA256withECDSA").build(pair.getPrivate()));
            return new DtlsCertificate(pair.getPrivate(), certificate.getEncoded());
        } catch (GeneralSecurityException | OperatorCreationException | IOException e) {
            throw new IllegalStateException("self-signed certificate", e);
        }
    }

    /** What the SDP says about this certificate. */
    public Fingerprint fingerprint() {
        return fingerprint;
    }

    private synchronized OpenSslKey openSslKey() {
        OpenSslKey known = openSslKey;
        if (known == null) {
            known = OpenSslKey.read(key.getEncoded());
            openSslKey = known;
        }
        return known;
    }

    TlsCredentialedSigner signer(TlsCryptoParameters context, OffloadedTlsCrypto crypto) throws IOException {
        Certificate chain = new Certificate(new TlsCertificate[] {crypto.createCertificate(encoded)});
        return crypto.offload(
                new JcaDefaultTlsCredentialedSigner(
                        context,
                        crypto,
                        key,
                        chain,
                        SignatureAndHashAlgorithm.getInstance(HashAlgorithm.sha256, SignatureAlgorithm.ecdsa)),
                crypto.openSsl() ? openSslKey() : null);
    }
}
