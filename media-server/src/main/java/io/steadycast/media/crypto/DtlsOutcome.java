package io.steadycast.media.crypto;

import io.steadycast.media.engine.transport.SrtpCipherPair;
import io.steadycast.media.engine.transport.SrtpKeys;
import io.steadycast.media.engine.transport.SrtpProfile;
import java.io.IOException;
import java.util.Arrays;
import java.util.Hashtable;
import java.util.List;
import org.bouncycastle.tls.AlertDescription;
import org.bouncycastle.tls.Certificate;
import org.bouncycastle.tls.TlsContext;
import org.bouncycastle.tls.TlsFatalAlert;
import org.bouncycastle.tls.TlsSRTPUtils;
import org.bouncycastle.tls.UseSRTPData;
import org.bouncycastle.tls.crypto.TlsCertificate;
import org.jspecify.annotations.Nullable;

/** Confined to its handshake thread. What both roles negotiate and check: SRTP profile, fingerprint, exported keys, goodbye. */
final class DtlsOutcome {
    private static final String EXPORTER = "EXTRACTOR-dtls_srtp";
    private static final byte[] NO_MKI = {};

    private final List<Fingerprint> expected;
    private final CryptoLibrary library;
    private @Nullable SrtpProfile profile;
    private @Nullable SrtpKeys keys;
    private boolean fingerprintMatches;
    private boolean fingerprintMismatch;
    private boolean closedByPeer;

    DtlsOutcome(List<Fingerprint> expected, CryptoLibrary library) {
        this.expected = List.copyOf(expected);
        this.library = library;
    }

    @Nullable
    SrtpKeys keys() {
        return keys;
    }

    /** Whoever takes them closes them. */
    SrtpCipherPair ciphers(SrtpKeys exported) {
        return SrtpCiphers.of(library, exported);
    }

    boolean fingerprintMismatch() {
        return fingerprintMismatch;
    }

    boolean closedByPeer() {
        return closedByPeer;
    }

    static void offerProfiles(Hashtable<?, ?> extensions) throws IOException {
        int[] ids =
                Arrays.stream(SrtpProfile.values()).mapToInt(SrtpProfile::id).toArray();
        TlsSRTPUtils.addUseSRTPExtension(extensions, new UseSRTPData(ids, NO_MKI));
    }

    /** Takes our favourite among what the other end offers or has chosen; without one there is nothing to talk about (RFC 5764 section 4.1.1). */
    void chooseProfile(@Nullable Hashtable<?, ?> extensions) throws IOException {
        UseSRTPData offer = extensions == null ? null : TlsSRTPUtils.getUseSRTPExtension(extensions);
        if (offer != null) {
            for (SrtpProfile candidate : SrtpProfile.values()) {
                if (Arrays.stream(offer.getProtectionProfiles()).anyMatch(id -> id == candidate.id())) {
                    profile = candidate;
                    return;
                }
            }
        }
        throw new TlsFatalAlert(AlertDescription.handshake_failure, "no common SRTP profile");
    }

    void answerProfile(Hashtable<?, ?> extensions) throws IOException {
        SrtpProfile chosen = profile;
        if (chosen == null) {
            throw new TlsFatalAlert(AlertDescription.internal_error);
        }
        TlsSRTPUtils.addUseSRTPExtension(extensions, new UseSRTPData(new int[] {chosen.id()}, NO_MKI));
    }

    void checkFingerprint(@Nullable Certificate chain) throws IOException {
        TlsCertificate leaf = chain == null || chain.isEmpty() ? null : chain.getCertificateAt(0);
        if (leaf == null || !Fingerprint.matchesAny(expected, leaf.getEncoded())) {
            fingerprintMismatch = true;
            throw new TlsFatalAlert(AlertDescription.bad_certificate, "fingerprint");
        }
        fingerprintMatches = true;
    }

    /** RFC 5764 section 4.2: client key, server key, client salt, server salt. */
    void exportKeys(TlsContext context) throws IOException {
        SrtpProfile chosen = profile;
        if (chosen == null || !fingerprintMatches) {
            throw new TlsFatalAlert(AlertDescription.handshake_failure, "no profile or no certificate");
        }
        int key = chosen.keyBytes();
        int salt = chosen.saltBytes();
        byte[] material = context.exportKeyingMaterial(EXPORTER, null, 2 * (key + salt));
        SrtpKeys.Master client = master(material, 0, key, 2 * key, salt);
        SrtpKeys.Master server = master(material, key, key, 2 * key + salt, salt);
        Arrays.fill(material, (byte) 0);
        SrtpKeys seenByClient = new SrtpKeys(chosen, client, server);
        keys = context.isServer() ? seenByClient.flipped() : seenByClient;
    }

    private static SrtpKeys.Master master(byte[] from, int key, int keyBytes, int salt, int saltBytes) {
        return new SrtpKeys.Master(
                Arrays.copyOfRange(from, key, key + keyBytes), Arrays.copyOfRange(from, salt, salt + saltBytes));
    }

    void onAlert(short description) {
        closedByPeer |= description == AlertDescription.close_notify;
    }
}
