package io.steadycast.signaling.room;

import java.util.Locale;

/** Why a viewer must negotiate a new session. */
public enum RejoinReason {
    CODEC_CHANGED,
    PUBLISHER_CHANGED,
    ICE_RESTART,
    SERVER;

    /** As the pages know it. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
