package io.steadycast.signaling.plane;

/** Why a publisher was asked not to send a layer. */
public enum LayerHold {
    /** It was not asked. */
    NONE,
    /** Nobody wants it. It stays a choice of viewers: the first wish has it sent again. */
    UNUSED,
    /** The publisher's way to here does not carry it. Viewers get a lower one meanwhile. */
    UPLINK
}
