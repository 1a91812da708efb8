package io.steadycast.netsim.endpoint;

import io.steadycast.media.wire.Bytes;
import io.steadycast.media.wire.rtp.HeaderExtensions;
import java.lang.foreign.MemorySegment;
import java.util.ArrayDeque;

/**
 * Confined to its endpoint. The way out of a host: in turn, at 2.5 times the estimate where it paces (kDefaultPaceMultiplier, goog_cc_network_control.cc@bb9331cf),
 * audio at once and retransmissions before media. Transport-wide numbers are given here, in the order in which packets leave.
 */
final class PacedSender {
    static final long NEVER = Long.MAX_VALUE;
    private static final double PACE = 2.5;
    private static final int MAX_WAITING = 4_096;
    /** IPv4 and UDP, and the tag of SRTP. */
    private static final int OVERHEAD_BYTES = 28 + 16;

    private final EndpointTransport transport;
    private final UplinkEstimator estimator;
    private final boolean paced;
    private final ArrayDeque<Packet> media = new ArrayDeque<>();
    private final ArrayDeque<Packet> repairs = new ArrayDeque<>();
    private int transportSeq;
    private long freeNs = Long.MIN_VALUE;
    private long overflows;

    private static final class Packet {
        final byte[] bytes;
        final long extSeq;

        Packet(byte[] bytes, long extSeq) {
            this.bytes = bytes;
            this.extSeq = extSeq;
        }
    }

    PacedSender(EndpointTransport transport, UplinkEstimator estimator, boolean paced, int firstTransportSeq) {
        this.transport = transport;
        this.estimator = estimator;
        this.paced = paced;
        this.transportSeq = firstTransportSeq;
    }

    /** Packets that found the queue full. */
    long overflows() {
        return overflows;
    }

    void sendAudio(long nowNs, byte[] bytes, long extSeq) {
        leave(nowNs, bytes, extSeq);
    }

    void sendMedia(long nowNs, byte[] bytes, long extSeq) {
        offer(nowNs, media, bytes, extSeq);
    }

    void sendRepair(long nowNs, byte[] bytes, long extSeq) {
        offer(nowNs, repairs, bytes, extSeq);
    }

    private void offer(long nowNs, ArrayDeque<Packet> queue, byte[] bytes, long extSeq) {
        if (!paced) {
            leave(nowNs, bytes, extSeq);
            return;
        }
        if (queue.size() == MAX_WAITING) {
            overflows++;
            return;
        }
        queue.add(new Packet(bytes, extSeq));
        run(nowNs);
    }

    long nextTimerAt() {
        return media.isEmpty() && repairs.isEmpty() ? NEVER : freeNs;
    }

    void run(long nowNs) {
        while (freeNs <= nowNs && !(media.isEmpty() && repairs.isEmpty())) {
            Packet next = repairs.isEmpty() ? media.remove() : repairs.remove();
            long spacingNs = (long) ((next.bytes.length + OVERHEAD_BYTES) * 8e9 / (PACE * estimator.rateBps()));
            freeNs = Math.max(freeNs, nowNs) + spacingNs;
            leave(nowNs, next.bytes, next.extSeq);
        }
    }

    private void leave(long nowNs, byte[] bytes, long extSeq) {
        MemorySegment packet = MemorySegment.ofArray(bytes);
        long element = HeaderExtensions.find(packet, 0, bytes.length, Negotiated.TRANSPORT_CC_ID);
        int number = transportSeq++ & 0xFFFF;
        if (element != HeaderExtensions.NONE) {
            Bytes.putU16(packet, HeaderExtensions.dataOffset(element), number);
        }
        estimator.onSent(nowNs, number, bytes.length + OVERHEAD_BYTES);
        transport.sendRtp(nowNs, packet, bytes.length, extSeq);
    }
}
