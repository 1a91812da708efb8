package io.steadycast.media.crypto;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;

/** A certificate's fingerprint as SDP carries it (RFC 8122 section 5): the name of a hash function and colon-separated hex. */
public record Fingerprint(String hash, String hex) {
    /** Accepted hash functions, weakest first; SHA-1 and MD5 are not (RFC 8122 section 5.1). */
    private static final List<String> HASHES = List.of("sha-224", "sha-256", "sha-384", "sha-512");

    private static final HexFormat HEX = HexFormat.ofDelimiter(":").withUpperCase();

    public Fingerprint {
        hash = hash.toLowerCase(Locale.ROOT);
        hex = hex.toUpperCase(Locale.ROOT);
    }

    public static Fingerprint of(String hash, byte[] certificate) {
        try {
            byte[] digest =
                    MessageDigest.getInstance(hash.replace("sha-", "SHA-")).digest(certificate);
            return new Fingerprint(hash, HEX.formatHex(digest));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalArgumentException("hash function " + hash, e);
        }
    }

    /** Whether we can check it. An SDP without any such fingerprint is refused by signalling. */
    public boolean supported() {
        return HASHES.contains(hash);
    }

    /**
     * Whether a certificate is one of those the SDP names. Of several hash functions only the strongest counts (RFC 8122 section 5); the
     * comparison takes the same time wherever the first difference is.
     */
    public static boolean matchesAny(List<Fingerprint> fingerprints, byte[] certificate) {
        String strongest = fingerprints.stream()
                .filter(Fingerprint::supported)
                .map(Fingerprint::hash)
                .max(Comparator.comparingInt(HASHES::indexOf))
                .orElse("");
        if (strongest.isEmpty()) {
            return false;
        }
        byte[] actual = ascii(of(strongest, certificate).hex);
        boolean matches = false;
        for (Fingerprint fingerprint : fingerprints) {
            matches |= fingerprint.hash.equals(strongest) && MessageDigest.isEqual(actual, ascii(fingerprint.hex));
        }
        return matches;
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /** As in an a=fingerprint line. */
    @Override
    public String toString() {
        return hash + " " + hex;
    }
}
