package io.steadycast.media.crypto;

import java.io.IOException;
import java.util.Hashtable;
import java.util.Vector;
import org.bouncycastle.tls.Certificate;
import org.bouncycastle.tls.CertificateRequest;
import org.bouncycastle.tls.CipherSuite;
import org.bouncycastle.tls.ClientCertificateType;
import org.bouncycastle.tls.DefaultTlsServer;
import org.bouncycastle.tls.HashAlgorithm;
import org.bouncycastle.tls.NamedGroup;
import org.bouncycastle.tls.ProtocolVersion;
import org.bouncycastle.tls.SignatureAlgorithm;
import org.bouncycastle.tls.SignatureAndHashAlgorithm;
import org.bouncycastle.tls.TlsCredentials;
import org.bouncycastle.tls.TlsUtils;
import org.bouncycastle.tls.crypto.TlsCryptoParameters;
import org.jspecify.annotations.Nullable;

/** Confined to its handshake thread. The server's side of one DTLS 1.2 handshake. Extends, because that is the library's way to configure one. */
final class DtlsServerPeer extends DefaultTlsServer {
    /** Post-quantum ClientHellos are 1.5 KB and long chains some more; beyond this nothing of WebRTC comes. */
    static final int MAX_HANDSHAKE_MESSAGE_BYTES = 16 * 1024;

    /** {@link DtlsFlights} repeats faster; the library's own timer is the fallback with fresh record numbers. */
    static final int LIBRARY_RESEND_MS = 2000;

    private static final int[] CIPHER_SUITES = {
        CipherSuite.TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256,
        CipherSuite.TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384,
        CipherSuite.TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256,
    };

    private final OffloadedTlsCrypto tlsCrypto;
    private final DtlsCertificate certificate;
    private final DtlsOutcome outcome;
    private final DtlsSettings settings;

    DtlsServerPeer(OffloadedTlsCrypto crypto, DtlsCertificate certificate, DtlsOutcome outcome, DtlsSettings settings) {
        super(crypto);
        this.tlsCrypto = crypto;
        this.certificate = certificate;
        this.outcome = outcome;
        this.settings = settings;
    }

    @Override
    protected ProtocolVersion[] getSupportedVersions() {
        return ProtocolVersion.DTLSv12.only();
    }

    @Override
    protected int[] getSupportedCipherSuites() {
        return TlsUtils.getSupportedCipherSuites(tlsCrypto, CIPHER_SUITES);
    }

    @Override
    public int[] getSupportedGroups() {
        return new int[] {NamedGroup.x25519, NamedGroup.secp256r1, NamedGroup.secp384r1};
    }

    @Override
    public TlsCredentials getCredentials() throws IOException {
        return certificate.signer(new TlsCryptoParameters(context), tlsCrypto);
    }

    /** AES-128 before AES-256, whatever the client's order: nothing but handshakes is ever encrypted by it. */
    @Override
    protected boolean preferLocalCipherSuites() {
        return true;
    }

    @Override
    public int getHandshakeTimeoutMillis() {
        return settings.deadlineMs();
    }

    @Override
    public int getHandshakeResendTimeMillis() {
        return LIBRARY_RESEND_MS;
    }

    @Override
    public int getMaxHandshakeMessageSize() {
        return MAX_HANDSHAKE_MESSAGE_BYTES;
    }

    /** RFC 7627; every WebRTC stack has it, and without it the exporter binds to nothing. */
    @Override
    public boolean requiresExtendedMasterSecret() {
        return true;
    }

    /** The certificate is vouched for by its fingerprint; who signed it, and how, says nothing. */
    @Override
    public boolean shouldCheckSigAlgOfPeerCerts() {
        return false;
    }

    @Override
    @SuppressWarnings("rawtypes") // the library's signature
    public void processClientExtensions(@Nullable Hashtable extensions) throws IOException {
        super.processClientExtensions(extensions);
        outcome.chooseProfile(extensions);
    }

    @Override
    @SuppressWarnings("rawtypes") // the library's signature
    public Hashtable getServerExtensions() throws IOException {
        Hashtable extensions = super.getServerExtensions();
        outcome.answerProfile(extensions);
        return extensions;
    }

    /** RSA too: some clients (GStreamer) have RSA certificates, whatever the suite. */
    @Override
    @SuppressWarnings("JdkObsolete") // the library takes a Vector
    public CertificateRequest getCertificateRequest() {
        Vector<SignatureAndHashAlgorithm> algorithms = new Vector<>();
        for (short signature : new short[] {SignatureAlgorithm.ecdsa, SignatureAlgorithm.rsa}) {
            for (short hash : new short[] {HashAlgorithm.sha256, HashAlgorithm.sha384, HashAlgorithm.sha512}) {
                algorithms.add(SignatureAndHashAlgorithm.getInstance(hash, signature));
            }
        }
        short[] types = {ClientCertificateType.ecdsa_sign, ClientCertificateType.rsa_sign};
        return new CertificateRequest(types, algorithms, null);
    }

    @Override
    public void notifyClientCertificate(Certificate chain) throws IOException {
        outcome.checkFingerprint(chain);
    }

    @Override
    public void notifyHandshakeComplete() throws IOException {
        super.notifyHandshakeComplete();
        outcome.exportKeys(context);
    }

    @Override
    public void notifyAlertReceived(short level, short description) {
        outcome.onAlert(description);
    }
}
