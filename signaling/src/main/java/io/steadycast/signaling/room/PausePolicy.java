package io.steadycast.signaling.room;

import java.time.Duration;

/**
 * Whether studio pages are asked not to send layers that nobody wants.
 *
 * @param after how long nobody wanted it
 */
public record PausePolicy(boolean enabled, Duration after) {
    public static final PausePolicy DEFAULT = new PausePolicy(true, Duration.ofSeconds(10));

    public PausePolicy {
        if (after.isNegative() || after.isZero()) {
            throw new IllegalArgumentException("layers are paused after a time above 0, not " + after);
        }
    }
}
