package io.steadycast.signaling.room;

import java.util.Locale;

/** Why a page must negotiate a new session. */
public enum RejoinReason {
    /** The host began anew with what this viewer's m-lines cannot carry: another codec, or a kind that was not there before. */
    CODEC_CHANGED,
    /** The host that this viewer had left; another one is live. */
    PUBLISHER_CHANGED,
    /** The session ended on the server's side: it stops, or it has a bug. */
    SERVER;

    /** As the pages know it. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
