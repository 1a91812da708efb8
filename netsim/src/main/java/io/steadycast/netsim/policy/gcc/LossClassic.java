package io.steadycast.netsim.policy.gcc;

import io.steadycast.abr.control.PacketHistory;

/**
 * Confined to its session. The loss-based half as it was (draft-ietf-rmcat-gcc-02 section 6): up while less than 2 % is lost, down by half of the loss when more than
 * 10 % is, else as it is. On a path that loses 15 % by itself it ends at its floor.
 */
public final class LossClassic {
    private static final double LOW = 0.02;
    private static final double HIGH = 0.1;
    private static final double GROWTH = 1.05;
    private static final double SHARE = 0.5;
    private static final long UPDATE_NS = 200_000_000L;
    private static final int MIN_PACKETS = 20;

    private final double minBps;
    private double bps;
    private int lost;
    private int total;
    private double loss;
    private long updatedNs = Long.MIN_VALUE;

    public LossClassic(double startBps, double minBps) {
        bps = startBps;
        this.minBps = minBps;
    }

    public double loss() {
        return loss;
    }

    /** At most {@code delayBps}. */
    public double update(long nowNs, PacketHistory packets, double delayBps) {
        for (int i = 0; i < packets.reportedCount(); i++) {
            total++;
            lost += packets.status(packets.reportedSeq(i)) == PacketHistory.LOST ? 1 : 0;
        }
        if (total >= MIN_PACKETS && (updatedNs == Long.MIN_VALUE || nowNs - updatedNs >= UPDATE_NS)) {
            updatedNs = nowNs;
            loss = (double) lost / total;
            lost = 0;
            total = 0;
            if (loss > HIGH) {
                bps *= 1 - SHARE * loss;
            } else if (loss < LOW) {
                bps *= GROWTH;
            }
            bps = Math.max(Math.min(bps, delayBps), minBps);
        }
        return Math.min(bps, delayBps);
    }
}
