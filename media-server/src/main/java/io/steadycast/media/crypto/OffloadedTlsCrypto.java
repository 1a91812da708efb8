package io.steadycast.media.crypto;

import java.io.IOException;
import java.security.SecureRandom;
import org.bouncycastle.jcajce.util.DefaultJcaJceHelper;
import org.bouncycastle.tls.Certificate;
import org.bouncycastle.tls.SignatureAndHashAlgorithm;
import org.bouncycastle.tls.TlsCredentialedSigner;
import org.bouncycastle.tls.crypto.TlsAgreement;
import org.bouncycastle.tls.crypto.TlsCertificate;
import org.bouncycastle.tls.crypto.TlsECConfig;
import org.bouncycastle.tls.crypto.TlsECDomain;
import org.bouncycastle.tls.crypto.TlsSecret;
import org.bouncycastle.tls.crypto.TlsStreamSigner;
import org.bouncycastle.tls.crypto.impl.jcajce.JcaTlsCrypto;
import org.jspecify.annotations.Nullable;

/**
 * Any thread. Bouncy Castle's TLS crypto over the JDK's providers, with everything expensive (ephemeral key, agreement, signature, verification)
 * moved to the {@link CryptoThread}, and there to OpenSSL where it is used. Extends, because the library offers these hooks only to a subclass.
 */
final class OffloadedTlsCrypto extends JcaTlsCrypto {
    private final CryptoThread thread;
    private final boolean openSsl;

    OffloadedTlsCrypto(CryptoThread thread, SecureRandom random, CryptoLibrary library) {
        super(new DefaultJcaJceHelper(), random, random);
        this.thread = thread;
        this.openSsl = library == CryptoLibrary.OPENSSL && LibCryptoFinder.publicKeysToo();
    }

    /** Whether P-256 and X25519 are OpenSSL's business; other curves, and RSA, are the JDK's in any case. */
    boolean openSsl() {
        return openSsl;
    }

    @Override
    public TlsECDomain createECDomain(TlsECConfig config) {
        int group = config.getNamedGroup();
        if (openSsl && OpenSslAgreement.knows(group)) {
            return () -> new OpenSslAgreement(thread, this, group);
        }
        TlsECDomain domain = super.createECDomain(config);
        return () -> new Agreement(thread, domain.createECDH());
    }

    @Override
    public TlsCertificate createCertificate(short type, byte[] encoding) throws IOException {
        return new OffloadedTlsCertificate(thread, super.createCertificate(type, encoding), openSsl);
    }

    /** Our own credentials, signing over there. */
    TlsCredentialedSigner offload(TlsCredentialedSigner signer, @Nullable OpenSslKey key) {
        return new Signer(thread, signer, key);
    }

    private record Agreement(CryptoThread thread, TlsAgreement inner) implements TlsAgreement {
        @Override
        public byte[] generateEphemeral() throws IOException {
            return thread.call(inner::generateEphemeral);
        }

        @Override
        public void receivePeerValue(byte[] peerValue) throws IOException {
            inner.receivePeerValue(peerValue);
        }

        @Override
        public TlsSecret calculateSecret() throws IOException {
            return thread.call(inner::calculateSecret);
        }
    }

    private record Signer(
            CryptoThread thread,
            TlsCredentialedSigner inner,
            @Nullable OpenSslKey key) implements TlsCredentialedSigner {
        @Override
        public byte[] generateRawSignature(byte[] hash) throws IOException {
            OpenSslKey fast = key;
            return thread.call(() -> fast == null ? inner.generateRawSignature(hash) : fast.sign(hash));
        }

        @Override
        public SignatureAndHashAlgorithm getSignatureAndHashAlgorithm() {
            return inner.getSignatureAndHashAlgorithm();
        }

        /** None: the library then hashes by itself and asks for a raw signature. */
        @Override
        public @Nullable TlsStreamSigner getStreamSigner() {
            return null;
        }

        @Override
        public Certificate getCertificate() {
            return inner.getCertificate();
        }
    }
}
