package io.steadycast.media.engine.egress;

import io.steadycast.abr.control.FrameClass;

/**
 * Confined to its shard. What went out under each of a subscription's sequence numbers, without the bytes: enough to build the packet once more
 * from the log. A ring, so that old numbers are forgotten by being overwritten.
 *
 * <p>A number is reserved for a packet that the uplink still misses; it is filled by that packet once, or closed when the wait is over.
 */
@SuppressWarnings("EnumOrdinal") // kept as bytes for as long as this process lives
final class SentLog {
    /** How a number stands; kept as bytes. */
    static final byte EMPTY = 0;

    static final byte RESERVED = 1;
    static final byte SENT = 2;
    /** Given up, or the source is gone: nothing can be sent for it. */
    static final byte CLOSED = 3;

    /** Filled with padding. */
    static final byte PADDED = 4;

    /** Waits for the pacer. */
    static final byte QUEUED = 5;

    private static final FrameClass[] CLASSES = FrameClass.values();

    private final int mask;
    private final byte[] state;
    private final byte[] encoding;
    private final boolean[] marker;
    private final short[] resends;
    private final byte[] frameClass;
    private final byte[] flying;
    private final boolean[] arrived;
    private final int[] timestamp;
    private final long[] viewerSeq;
    private final long[] sourceSeq;
    private final long[] idDeltas;
    private final long[] sentNs;
    private final long[] resentNs;
    private final long[] groundedNs;

    SentLog(int slots) {
        if (Integer.bitCount(slots) != 1) {
            throw new IllegalArgumentException("slots must be a power of two: " + slots);
        }
        mask = slots - 1;
        state = new byte[slots];
        encoding = new byte[slots];
        marker = new boolean[slots];
        resends = new short[slots];
        frameClass = new byte[slots];
        flying = new byte[slots];
        arrived = new boolean[slots];
        timestamp = new int[slots];
        viewerSeq = new long[slots];
        sourceSeq = new long[slots];
        idDeltas = new long[slots];
        sentNs = new long[slots];
        resentNs = new long[slots];
        groundedNs = new long[slots];
    }

    /** The slot of a viewer's number, or -1 if it was forgotten or never given out. */
    int find(long seq) {
        int slot = (int) (seq & mask);
        return state[slot] != EMPTY && viewerSeq[slot] == seq ? slot : -1;
    }

    /** Takes the slot of a new number over. */
    int reserve(long nowNs, long seq, int encodingIndex, long source) {
        int slot = (int) (seq & mask);
        state[slot] = RESERVED;
        encoding[slot] = (byte) encodingIndex;
        resends[slot] = 0;
        flying[slot] = 0;
        groundedNs[slot] = Long.MIN_VALUE;
        arrived[slot] = false;
        viewerSeq[slot] = seq;
        sourceSeq[slot] = source;
        sentNs[slot] = nowNs;
        resentNs[slot] = nowNs;
        return slot;
    }

    /** Of a reserved number: how its packet will be rewritten should it still come. */
    void keepPlace(int slot, int timestampSegment, long deltas) {
        timestamp[slot] = timestampSegment;
        idDeltas[slot] = deltas;
    }

    void frameClass(int slot, FrameClass kind) {
        frameClass[slot] = (byte) kind.ordinal();
    }

    FrameClass frameClass(int slot) {
        return CLASSES[frameClass[slot]];
    }

    /** So many more packets with its payload are on their way, or are about to be; negative: fewer. */
    void flying(int slot, int more) {
        flying[slot] = (byte) Math.clamp((long) flying[slot] + more, 0, Byte.MAX_VALUE);
    }

    /** Packets with its payload of which feedback said nothing yet. Those of lost feedback stay. */
    int flying(int slot) {
        return flying[slot];
    }

    /** What left before now is believed to be lost, whatever feedback is still to say of it. */
    void ground(long nowNs, int slot) {
        flying[slot] = 0;
        groundedNs[slot] = nowNs;
    }

    /** Of what left before this moment nothing is on its way. */
    long groundedNs(int slot) {
        return groundedNs[slot];
    }

    /** Perhaps it did not arrive after all. */
    void doubt(int slot) {
        arrived[slot] = false;
    }

    /** The viewer has it, in whatever form. */
    void arrived(int slot) {
        arrived[slot] = true;
    }

    boolean hasArrived(int slot) {
        return arrived[slot];
    }

    int placeSegment(int slot) {
        return timestamp[slot];
    }

    void sent(long nowNs, int slot, int rtpTimestamp, boolean markerBit, long deltas) {
        state[slot] = SENT;
        timestamp[slot] = rtpTimestamp;
        marker[slot] = markerBit;
        idDeltas[slot] = deltas;
        sentNs[slot] = nowNs;
        resentNs[slot] = nowNs;
    }

    /** Rewritten, and not sent yet. */
    void queued(int slot) {
        state[slot] = QUEUED;
    }

    /** Leaves now. */
    void released(long nowNs, int slot) {
        state[slot] = SENT;
        sentNs[slot] = nowNs;
        resentNs[slot] = nowNs;
    }

    /** A copy that nobody asked for left: not a resend of the bounded kind, but one that a NACK of now knows nothing of. */
    void copied(long nowNs, int slot) {
        resentNs[slot] = nowNs;
    }

    boolean copied(int slot) {
        return resentNs[slot] != sentNs[slot];
    }

    void empty(long nowNs, int slot, int rtpTimestamp) {
        sent(nowNs, slot, rtpTimestamp, false, 0);
        state[slot] = PADDED;
    }

    void close(int slot) {
        state[slot] = CLOSED;
    }

    void resent(long nowNs, int slot) {
        resends[slot]++;
        resentNs[slot] = nowNs;
    }

    /** The sources of all numbers are gone. */
    void closeAll() {
        for (int slot = 0; slot <= mask; slot++) {
            if (state[slot] != EMPTY) {
                state[slot] = CLOSED;
            }
        }
    }

    /** Nothing left under this number, or nothing of the present source: that a viewer lacks it says nothing of its path. */
    boolean isUnsent(int slot) {
        return state[slot] == RESERVED || state[slot] == CLOSED;
    }

    byte state(int slot) {
        return state[slot];
    }

    int encoding(int slot) {
        return encoding[slot];
    }

    boolean marker(int slot) {
        return marker[slot];
    }

    int resends(int slot) {
        return resends[slot];
    }

    int timestamp(int slot) {
        return timestamp[slot];
    }

    long viewerSeq(int slot) {
        return viewerSeq[slot];
    }

    long sourceSeq(int slot) {
        return sourceSeq[slot];
    }

    long idDeltas(int slot) {
        return idDeltas[slot];
    }

    long sentNs(int slot) {
        return sentNs[slot];
    }

    long lastSentNs(int slot) {
        return resentNs[slot];
    }
}
