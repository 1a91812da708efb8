package io.steadycast.media.engine.egress;

import io.steadycast.abr.control.PacketKind;

/**
 * Confined to its shard. Video packets of one viewer that wait for the pacer, in the order in which they were rewritten: references into sent logs, no bytes.
 * Streams are never reordered: a receiver takes a gap for a loss and asks at once (libwebrtc's nack_requester.cc). Its memory is taken when the first packet waits.
 */
@SuppressWarnings("EnumOrdinal") // kept as bytes for as long as this process lives
final class SendQueue {
    /** About ten seconds of 1.6 Mbps. */
    static final int CAPACITY = 2_048;

    private static final int MASK = CAPACITY - 1;

    private long[] viewerSeq = new long[0];
    private long[] queuedNs = new long[0];
    private int[] bytes = new int[0];
    private byte[] subscription = new byte[0];
    private byte[] kind = new byte[0];
    private int head;
    private int count;
    private int queuedBytes;

    /** False: full, and nothing was taken. */
    boolean offer(long nowNs, int subscriptionIndex, long seq, PacketKind what, int lengthBytes) {
        if (viewerSeq.length == 0) {
            viewerSeq = new long[CAPACITY];
            queuedNs = new long[CAPACITY];
            bytes = new int[CAPACITY];
            subscription = new byte[CAPACITY];
            kind = new byte[CAPACITY];
        }
        if (count == CAPACITY) {
            return false;
        }
        int at = (head + count) & MASK;
        viewerSeq[at] = seq;
        queuedNs[at] = nowNs;
        bytes[at] = lengthBytes;
        subscription[at] = (byte) subscriptionIndex;
        kind[at] = (byte) what.ordinal();
        count++;
        queuedBytes += lengthBytes;
        return true;
    }

    boolean isEmpty() {
        return count == 0;
    }

    int queuedBytes() {
        return queuedBytes;
    }

    /** The rest is about the first one. */
    long viewerSeq() {
        return viewerSeq[head];
    }

    long queuedNs() {
        return queuedNs[head];
    }

    int subscription() {
        return subscription[head] & 0xFF;
    }

    PacketKind kind() {
        return PacketKind.of(kind[head]);
    }

    void remove() {
        queuedBytes -= bytes[head];
        head = (head + 1) & MASK;
        count--;
    }
}
