package io.steadycast.media.engine.egress;

import io.steadycast.abr.control.Plan;

/**
 * Confined to its shard. One probe at a time: for a while everything together leaves at the probe's rate. Media that is there anyway counts; what it leaves free
 * is filled up. A probe lasts its time and at least its number of packets (libwebrtc's bitrate_prober.cc), and never longer than {@link #MAX_STRETCH} times.
 */
final class Prober {
    private static final int MAX_STRETCH = 4;
    private static final double NS_PER_SECOND = 1e9;

    private final Pacer pacer;
    private int lastId;
    private int doneId;
    private boolean active;
    private long startNs;
    private long startBytes;
    private long startSeq;
    private long bps;
    private long durationNs;
    private int minPackets;

    Prober(Pacer pacer) {
        this.pacer = pacer;
    }

    boolean isActive() {
        return active;
    }

    int doneId() {
        return doneId;
    }

    long bps() {
        return bps;
    }

    /** Starts what the plan asks for, ends what is over. {@code nextSeq}: the transport-wide number of the next packet. */
    void onTick(long nowNs, Plan plan, long nextSeq) {
        if (plan.probeId > lastId && plan.probeBps > 0) {
            lastId = plan.probeId;
            active = true;
            startNs = nowNs;
            startBytes = pacer.sentBytes();
            startSeq = nextSeq;
            bps = plan.probeBps;
            durationNs = plan.probeMs * 1_000_000L;
            minPackets = plan.probeMinPackets;
            pacer.probe(lastId);
        } else if (active && isOver(nowNs, nextSeq)) {
            active = false;
            doneId = lastId;
            pacer.probe(0);
        }
    }

    private boolean isOver(long nowNs, long nextSeq) {
        long elapsedNs = nowNs - startNs;
        return elapsedNs >= durationNs && (nextSeq - startSeq >= minPackets || elapsedNs >= MAX_STRETCH * durationNs);
    }

    /** How far the probe is behind its rate a moment from now. */
    long missingBytes(long nowNs, long aheadNs) {
        double due = (nowNs + aheadNs - startNs) / NS_PER_SECOND * bps / 8;
        return (long) due - (pacer.sentBytes() - startBytes);
    }
}
