package io.steadycast.netsim.endpoint;

/** What a datagram that reached a viewer was for. */
public enum PacketKind {
    /** Opus, with or without redundant blocks around it. */
    AUDIO,
    /** Audio sent once more. */
    AUDIO_RTX,
    VIDEO,
    /** Video sent once more. */
    RTX,
    /** Parity: FlexFEC, or ULPFEC inside RED. */
    FEC,
    /** RTP without payload: probes, and numbers that carry nothing. */
    PADDING,
    RTCP
}
