package io.steadycast.signaling.auth;

import java.util.Locale;

/** What a token lets its bearer do in its room. */
public enum Role {
    PUBLISH,
    VIEW,
    /** Reads metrics; in a token it goes with the room "*". */
    OPERATE;

    String claim() {
        return name().toLowerCase(Locale.ROOT);
    }
}
