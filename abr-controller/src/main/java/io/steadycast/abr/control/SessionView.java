package io.steadycast.abr.control;

/** A port. Confined to the viewer's shard: what a controller may know of a session. Every answer is of this moment. */
public interface SessionView {

    PacketHistory packets();

    /** One for each m-section of the viewer, in their order. */
    int demandCount();

    Demand demand(int index);

    /** Smoothed, from sender reports and report blocks; until {@link #rttMeasured} what the handshake took, at most. */
    long rttNs();

    boolean rttMeasured();

    /** Of the last REMB, -1 if the viewer sends none. */
    long rembBps();

    /** The highest share of lost packets in the viewer's latest report blocks, -1 if none came. */
    default double reportedLoss() {
        return -1;
    }

    /** What leaves arrives, in order (TCP): nothing is protected beforehand, and nothing repaired. */
    default boolean isReliable() {
        return false;
    }

    /** Bytes that wait to be sent, of media, retransmissions and parity. */
    int queuedBytes();

    /** The last probe that went out whole, see {@link Plan#probeId}; 0 if none did. */
    int probeDone();

    /** What left so far, UDP payload, by kind. */
    long sentBytes(PacketKind kind);
}
