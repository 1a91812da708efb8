package io.steadycast.signaling.room;

import java.security.SecureRandom;
import java.util.Base64;

/** Any thread. Draws names that nobody can guess. */
final class Secrets {
    private static final int SESSION_BYTES = 18;
    private static final int PUBLISHER_BYTES = 9;

    private final SecureRandom random = new SecureRandom();

    String sessionId() {
        return draw(SESSION_BYTES);
    }

    String publisherId() {
        return draw(PUBLISHER_BYTES);
    }

    private String draw(int count) {
        byte[] bytes = new byte[count];
        random.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
