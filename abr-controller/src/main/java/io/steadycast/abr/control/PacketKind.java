package io.steadycast.abr.control;

/** What a packet to a viewer is for. */
public enum PacketKind {
    AUDIO,
    /** Of keyframes. */
    KEY,
    /** Of the lowest temporal layer. */
    BASE,
    /** Of all upper temporal layers. */
    UPPER,
    /** Answers to NACKs. */
    RTX,
    /** Copies that nobody asked for. */
    DUPLICATE,
    PARITY,
    /** Nothing but bytes: probes. */
    PADDING;

    private static final PacketKind[] ALL = values();

    public static PacketKind of(int index) {
        return ALL[index];
    }

    public static int count() {
        return ALL.length;
    }

    /** First transmissions of what the viewer came for. */
    public boolean isMedia() {
        return this == AUDIO || this == KEY || this == BASE || this == UPPER;
    }
}
