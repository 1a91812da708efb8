package io.steadycast.signaling.sdp;

import java.util.Locale;
import java.util.Optional;

/** Direction of an m-line, as its writer sees it (RFC 8866 section 6.7). */
public enum Direction {
    SENDRECV,
    SENDONLY,
    RECVONLY,
    INACTIVE;

    static Optional<Direction> of(String attributeName) {
        for (Direction direction : values()) {
            if (direction.attributeName().equals(attributeName)) {
                return Optional.of(direction);
            }
        }
        return Optional.empty();
    }

    String attributeName() {
        return name().toLowerCase(Locale.ROOT);
    }

    boolean sends() {
        return this == SENDRECV || this == SENDONLY;
    }

    boolean receives() {
        return this == SENDRECV || this == RECVONLY;
    }
}
