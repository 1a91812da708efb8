package io.steadycast.media.crypto;

import java.io.IOException;
import java.io.OutputStream;
import java.math.BigInteger;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.tls.DigitallySigned;
import org.bouncycastle.tls.SignatureAlgorithm;
import org.bouncycastle.tls.crypto.Tls13Verifier;
import org.bouncycastle.tls.crypto.TlsCertificate;
import org.bouncycastle.tls.crypto.TlsEncryptor;
import org.bouncycastle.tls.crypto.TlsStreamVerifier;
import org.bouncycastle.tls.crypto.TlsVerifier;
import org.bouncycastle.tls.crypto.impl.jcajce.JcaTlsCertificate;
import org.jspecify.annotations.Nullable;

/** Any thread. A peer's certificate whose signatures are verified on the {@link CryptoThread}. */
record OffloadedTlsCertificate(CryptoThread thread, TlsCertificate inner, boolean openSsl) implements TlsCertificate {
    @Override
    public TlsVerifier createVerifier(short signatureAlgorithm) throws IOException {
        if (openSsl && signatureAlgorithm == SignatureAlgorithm.ecdsa && inner instanceof JcaTlsCertificate known) {
            TlsVerifier fast =
                    OpenSslVerifier.of(thread, known.getX509Certificate().getPublicKey());
            if (fast != null) {
                return fast;
            }
        }
        return new Verifier(thread, inner.createVerifier(signatureAlgorithm));
    }

    @Override
    public TlsCertificate checkUsageInRole(int role) throws IOException {
        return new OffloadedTlsCertificate(thread, inner.checkUsageInRole(role), openSsl);
    }

    @Override
    public TlsEncryptor createEncryptor(int role) throws IOException {
        return inner.createEncryptor(role);
    }

    @Override
    public Tls13Verifier createVerifier(int signatureScheme) throws IOException {
        return inner.createVerifier(signatureScheme);
    }

    @Override
    public byte[] getEncoded() throws IOException {
        return inner.getEncoded();
    }

    @Override
    public byte[] getExtension(ASN1ObjectIdentifier extension) throws IOException {
        return inner.getExtension(extension);
    }

    @Override
    public BigInteger getSerialNumber() {
        return inner.getSerialNumber();
    }

    @Override
    public String getSigAlgOID() {
        return inner.getSigAlgOID();
    }

    @Override
    public ASN1Encodable getSigAlgParams() throws IOException {
        return inner.getSigAlgParams();
    }

    @Override
    public short getLegacySignatureAlgorithm() throws IOException {
        return inner.getLegacySignatureAlgorithm();
    }

    @Override
    public boolean supportsSignatureAlgorithm(short signatureAlgorithm) throws IOException {
        return inner.supportsSignatureAlgorithm(signatureAlgorithm);
    }

    @Override
    public boolean supportsSignatureAlgorithmCA(short signatureAlgorithm) throws IOException {
        return inner.supportsSignatureAlgorithmCA(signatureAlgorithm);
    }

    private record Verifier(CryptoThread thread, TlsVerifier inner) implements TlsVerifier {
        @Override
        public @Nullable TlsStreamVerifier getStreamVerifier(DigitallySigned signed) throws IOException {
            TlsStreamVerifier verifier = inner.getStreamVerifier(signed);
            return verifier == null ? null : new StreamVerifier(thread, verifier);
        }

        @Override
        public boolean verifyRawSignature(DigitallySigned signed, byte[] hash) throws IOException {
            return thread.call(() -> inner.verifyRawSignature(signed, hash));
        }
    }

    private record StreamVerifier(CryptoThread thread, TlsStreamVerifier inner) implements TlsStreamVerifier {
        @Override
        public OutputStream getOutputStream() throws IOException {
            return inner.getOutputStream();
        }

        @Override
        public boolean isVerified() throws IOException {
            return thread.call(inner::isVerified);
        }
    }
}
