package io.steadycast.media.crypto;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/** Fingerprints of an SDP against a certificate. */
class FingerprintTest {
    private static final byte[] CERTIFICATE = {1, 2, 3};
    private static final byte[] OTHER = {4};

    @Test
    void writesWhatSdpCarries() {
        assertThat(Fingerprint.of("sha-256", CERTIFICATE).toString())
                .isEqualTo(
                        "sha-256 03:90:58:C6:F2:C0:CB:49:2C:53:3B:0A:4D:14:EF:77:CC:0F:78:AB:CC:CE:D5:28:7D:84:A1:A2:01:1C:FB:81");
    }

    @Test
    void matchesWhateverTheCaseAndAmongSeveral() {
        Fingerprint right = Fingerprint.of("sha-256", CERTIFICATE);
        Fingerprint lower = new Fingerprint("SHA-256", right.hex().toLowerCase(Locale.ROOT));
        assertThat(Fingerprint.matchesAny(List.of(Fingerprint.of("sha-256", OTHER), lower), CERTIFICATE))
                .isTrue();
        assertThat(Fingerprint.matchesAny(List.of(right), OTHER)).isFalse();
        assertThat(Fingerprint.matchesAny(List.of(), CERTIFICATE)).isFalse();
    }

    @Test
    void theStrongestHashFunctionDecides() {
        Fingerprint weak = Fingerprint.of("sha-256", CERTIFICATE);
        assertThat(Fingerprint.matchesAny(List.of(weak, Fingerprint.of("sha-512", OTHER)), CERTIFICATE))
                .isFalse();
        assertThat(Fingerprint.matchesAny(
                        List.of(Fingerprint.of("sha-256", OTHER), Fingerprint.of("sha-384", CERTIFICATE)), CERTIFICATE))
                .isTrue();
    }

    @Test
    void unknownAndBrokenHashFunctionsVouchForNothing() {
        assertThat(Fingerprint.matchesAny(List.of(Fingerprint.of("sha-1", CERTIFICATE)), CERTIFICATE))
                .isFalse();
        assertThat(Fingerprint.matchesAny(List.of(new Fingerprint("md2", "00")), CERTIFICATE))
                .isFalse();
    }
}
