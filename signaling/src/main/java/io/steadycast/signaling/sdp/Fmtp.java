package io.steadycast.signaling.sdp;

import java.util.Optional;
import java.util.Set;

/** Stateless. The {@code key=value;key=value} form of most a=fmtp lines. */
final class Fmtp {
    private Fmtp() {}

    static Optional<String> parameter(String fmtp, String key) {
        for (String pair : fmtp.split(";", -1)) {
            int equals = pair.indexOf('=');
            if (equals > 0 && pair.substring(0, equals).strip().equalsIgnoreCase(key)) {
                return Optional.of(pair.substring(equals + 1).strip());
            }
        }
        return Optional.empty();
    }

    /** What of {@code fmtp} has one of {@code keys}, in the order of {@code fmtp}. */
    static String only(String fmtp, Set<String> keys) {
        StringBuilder kept = new StringBuilder();
        for (String pair : fmtp.split(";", -1)) {
            int equals = pair.indexOf('=');
            if (equals > 0 && keys.contains(pair.substring(0, equals).strip())) {
                kept.append(kept.isEmpty() ? "" : ";").append(pair.strip());
            }
        }
        return kept.toString();
    }
}
