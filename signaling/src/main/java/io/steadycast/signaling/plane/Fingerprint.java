package io.steadycast.signaling.plane;

import java.util.HexFormat;
import java.util.Locale;

/** A DTLS certificate's fingerprint (RFC 8122 section 5): hash name in lower case, value as upper-case hex pairs with colons. */
public record Fingerprint(String algorithm, String value) {
    public Fingerprint {
        algorithm = algorithm.toLowerCase(Locale.ROOT);
        value = value.toUpperCase(Locale.ROOT);
        int bytes = switch (algorithm) {
            case "sha-256" -> 32;
            case "sha-384" -> 48;
            case "sha-512" -> 64;
            default ->
                throw new IllegalArgumentException(
                        "a fingerprint's hash must be sha-256, sha-384 or sha-512, not " + algorithm);
        };
        Checks.require(
                isColonHex(value, bytes),
                "a " + algorithm + " fingerprint must be " + bytes + " hex pairs joined by ':'",
                value);
    }

    /** The digest itself. */
    public byte[] digest() {
        return HexFormat.ofDelimiter(":").parseHex(value);
    }

    private static boolean isColonHex(String text, int bytes) {
        if (text.length() != bytes * 3 - 1) {
            return false;
        }
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean legal = i % 3 == 2 ? c == ':' : (c >= '0' && c <= '9') || (c >= 'A' && c <= 'F');
            if (!legal) {
                return false;
            }
        }
        return true;
    }
}
