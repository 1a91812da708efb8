package io.steadycast.media.crypto;

import java.io.IOException;
import java.util.Hashtable;
import org.bouncycastle.tls.CertificateRequest;
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
        return TlsUtils.getSupportedCipherSuites(tlsCrypto, DtlsServerPeer.CIPHER_SUITES);
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
