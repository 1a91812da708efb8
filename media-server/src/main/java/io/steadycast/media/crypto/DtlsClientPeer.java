package io.steadycast.media.crypto;

import java.io.IOException;
import java.util.Hashtable;
import org.bouncycastle.tls.CertificateRequest;
import org.bouncycastle.tls.CipherSuite;
import org.bouncycastle.tls.DefaultTlsClient;
import org.bouncycastle.tls.ProtocolVersion;
import org.bouncycastle.tls.TlsAuthentication;
import org.bouncycastle.tls.TlsCredentials;
import org.bouncycastle.tls.TlsServerCertificate;
import org.bouncycastle.tls.TlsUtils;
import org.bouncycastle.tls.crypto.TlsCryptoParameters;
import org.jspecify.annotations.Nullable;

/** Confined to its handshake thread. The client's side of one DTLS 1.2 handshake. Extends, because that is the library's way to configure one. */
final class DtlsClientPeer extends DefaultTlsClient {
    /** The server's certificate decides between ECDSA and RSA; ours is ECDSA either way. */
    private static final int[] CIPHER_SUITES = {
        CipherSuite.TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256,
        CipherSuite.TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256,
        CipherSuite.TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384,
        CipherSuite.TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384,
        CipherSuite.TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256,
        CipherSuite.TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256,
    };

    private final OffloadedTlsCrypto tlsCrypto;
    private final DtlsCertificate certificate;
    private final DtlsOutcome outcome;
    private final DtlsSettings settings;

    DtlsClientPeer(OffloadedTlsCrypto crypto, DtlsCertificate certificate, DtlsOutcome outcome, DtlsSettings settings) {
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
    public int getHandshakeTimeoutMillis() {
        return settings.deadlineMs();
    }

    @Override
    public int getHandshakeResendTimeMillis() {
        return DtlsServerPeer.LIBRARY_RESEND_MS;
    }

    @Override
    public int getMaxHandshakeMessageSize() {
        return DtlsServerPeer.MAX_HANDSHAKE_MESSAGE_BYTES;
    }

    /** RFC 7627, as in the other role. */
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
    public Hashtable getClientExtensions() throws IOException {
        Hashtable extensions = super.getClientExtensions();
        DtlsOutcome.offerProfiles(extensions);
        return extensions;
    }

    @Override
    @SuppressWarnings("rawtypes") // the library's signature
    public void processServerExtensions(@Nullable Hashtable extensions) throws IOException {
        super.processServerExtensions(extensions);
        outcome.chooseProfile(extensions);
    }

    @Override
    public TlsAuthentication getAuthentication() {
        return new TlsAuthentication() {
            @Override
            public void notifyServerCertificate(TlsServerCertificate server) throws IOException {
                outcome.checkFingerprint(server.getCertificate());
            }

            @Override
            public TlsCredentials getClientCredentials(CertificateRequest request) throws IOException {
                return certificate.signer(new TlsCryptoParameters(context), tlsCrypto);
            }
        };
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
