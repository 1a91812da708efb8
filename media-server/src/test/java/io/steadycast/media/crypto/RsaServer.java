package io.steadycast.media.crypto;

import io.steadycast.media.engine.transport.SrtpKeys;
import io.steadycast.media.engine.transport.SrtpProfile;
import java.io.IOException;
import java.math.BigInteger;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Date;
import java.util.Hashtable;
import java.util.concurrent.CompletableFuture;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.tls.Certificate;
import org.bouncycastle.tls.CertificateRequest;
import org.bouncycastle.tls.CipherSuite;
import org.bouncycastle.tls.DTLSServerProtocol;
import org.bouncycastle.tls.DefaultTlsServer;
import org.bouncycastle.tls.HashAlgorithm;
import org.bouncycastle.tls.ProtocolVersion;
import org.bouncycastle.tls.SignatureAlgorithm;
import org.bouncycastle.tls.SignatureAndHashAlgorithm;
import org.bouncycastle.tls.TlsCredentials;
import org.bouncycastle.tls.TlsSRTPUtils;
import org.bouncycastle.tls.UseSRTPData;
import org.bouncycastle.tls.crypto.TlsCertificate;
import org.bouncycastle.tls.crypto.TlsCryptoParameters;
import org.bouncycastle.tls.crypto.impl.jcajce.JcaDefaultTlsCredentialedSigner;
import org.bouncycastle.tls.crypto.impl.jcajce.JcaTlsCrypto;
import org.bouncycastle.tls.crypto.impl.jcajce.JcaTlsCryptoProvider;
import org.jspecify.annotations.Nullable;

/** An encoder's DTLS server, by the library alone: an RSA certificate, no interest in ours, and the oldest SRTP profile only. */
final class RsaServer extends DefaultTlsServer {
    private static final SrtpProfile PROFILE = SrtpProfile.AES128_CM_HMAC_SHA1_80;

    /** As RFC 5764 section 4.2 lays them out, seen by the server. */
    final CompletableFuture<SrtpKeys> keys = new CompletableFuture<>();

    private final JcaTlsCrypto tlsCrypto;
    private final KeyPair pair;
    private final byte[] certificate;

    private RsaServer(JcaTlsCrypto tlsCrypto, KeyPair pair, byte[] certificate) {
        super(tlsCrypto);
        this.tlsCrypto = tlsCrypto;
        this.pair = pair;
        this.certificate = certificate;
    }

    static RsaServer make() throws Exception {
        SecureRandom random = new SecureRandom();
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(2048, random);
        KeyPair pair = generator.generateKeyPair();
        X500Name name = new X500Name("CN=encoder");
        Instant now = Instant.now();
        byte[] encoded = new JcaX509v3CertificateBuilder(
                        name,
                        BigInteger.ONE,
                        Date.from(now.minus(Duration.ofDays(1))),
                        Date.from(now.plus(Duration.ofDays(1))),
                        name,
                        pair.getPublic())
                .build(new JcaContentSignerBuilder("SHA256withRSA").build(pair.getPrivate()))
                .getEncoded();
        return new RsaServer(new JcaTlsCryptoProvider().create(random), pair, encoded);
    }

    Fingerprint fingerprint() {
        return Fingerprint.of("sha-256", certificate);
    }

    /** Serves one handshake; ends with it. */
    void serve(DtlsFlights under) {
        try {
            new DTLSServerProtocol().accept(this, under);
            under.established();
        } catch (IOException e) {
            keys.completeExceptionally(e);
        }
    }

    @Override
    protected ProtocolVersion[] getSupportedVersions() {
        return ProtocolVersion.DTLSv12.only();
    }

    @Override
    protected int[] getSupportedCipherSuites() {
        return new int[] {CipherSuite.TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384};
    }

    @Override
    public TlsCredentials getCredentials() throws IOException {
        Certificate chain = new Certificate(new TlsCertificate[] {tlsCrypto.createCertificate(certificate)});
        return new JcaDefaultTlsCredentialedSigner(
                new TlsCryptoParameters(context),
                tlsCrypto,
                pair.getPrivate(),
                chain,
                SignatureAndHashAlgorithm.getInstance(HashAlgorithm.sha256, SignatureAlgorithm.rsa));
    }

    @Override
    public @Nullable CertificateRequest getCertificateRequest() {
        return null;
    }

    @Override
    @SuppressWarnings("rawtypes") // the library's signature
    public Hashtable getServerExtensions() throws IOException {
        Hashtable extensions = super.getServerExtensions();
        TlsSRTPUtils.addUseSRTPExtension(extensions, new UseSRTPData(new int[] {PROFILE.id()}, new byte[0]));
        return extensions;
    }

    @Override
    public void notifyHandshakeComplete() throws IOException {
        super.notifyHandshakeComplete();
        byte[] exported = context.exportKeyingMaterial("EXTRACTOR-dtls_srtp", null, 60);
        keys.complete(new SrtpKeys(PROFILE, master(exported, 16, 46), master(exported, 0, 32)));
    }

    private static SrtpKeys.Master master(byte[] from, int key, int salt) {
        return new SrtpKeys.Master(Arrays.copyOfRange(from, key, key + 16), Arrays.copyOfRange(from, salt, salt + 14));
    }
}
