package io.steadycast.signaling.auth;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * How tokens are checked. Neither secret nor key set means open mode, which only loopback allows.
 *
 * @param leeway how far clocks may differ at {@code exp} and {@code nbf}, 0 to 5 minutes; whole seconds count
 */
public record AuthConfig(Optional<String> secret, Optional<Path> jwksFile, Duration leeway) {
    private static final Duration MAX_LEEWAY = Duration.ofMinutes(5);

    public AuthConfig {
        if (leeway.isNegative() || leeway.compareTo(MAX_LEEWAY) > 0) {
            throw new IllegalArgumentException("auth.leeway must be in 0 s .. 5 minutes, not " + leeway);
        }
    }

    public static AuthConfig open() {
        return new AuthConfig(Optional.empty(), Optional.empty(), Duration.ofSeconds(5));
    }

    public static AuthConfig hs256(String secret) {
        return new AuthConfig(Optional.of(secret), Optional.empty(), Duration.ofSeconds(5));
    }

    public static AuthConfig jwks(Path file) {
        return new AuthConfig(Optional.empty(), Optional.of(file), Duration.ofSeconds(5));
    }

    public boolean isOpen() {
        return secret.isEmpty() && jwksFile.isEmpty();
    }

    @Override
    public String toString() {
        return "AuthConfig[" + (isOpen() ? "open" : secret.isPresent() ? "HS256" : jwksFile.toString()) + "]";
    }
}
