package io.steadycast.abr.protect;

import io.steadycast.abr.control.Demand;
import io.steadycast.abr.control.FrameClass;
import io.steadycast.abr.control.Plan;
import io.steadycast.abr.control.StreamPlan;
import io.steadycast.abr.estimate.PathEstimate;

/**
 * Confined to the viewer's shard. What an SFU does that does not adapt: a lost packet is sent again when a NACK asks for it, and the viewer waits for none, or for a
 * fixed number of rounds. It is here to be compared with.
 */
public final class NackRepair implements Repair {
    private static final FrameClass[] CLASSES = FrameClass.values();
    private static final long MS = 1_000_000L;

    /** From a loss to the NACK about it: libwebrtc's nack_requester.cc looks every 20 ms, the next packet has to show the gap. */
    private static final int DETECTION_MS = 60;

    private static final double MOST_LOSS = 0.9;

    private final int rounds;
    private final LayerShape shape = new LayerShape();
    private double loss;
    private int delayMs;
    private long budgetBps;

    /** The playout delay leaves time for so many rounds; 0: viewers are told nothing. */
    public NackRepair(int rounds) {
        this.rounds = rounds;
    }

    @Override
    public void update(long nowNs, PathEstimate estimate, PictureClock pictures, boolean scarce) {
        loss = Math.clamp(estimate.loss, 0, MOST_LOSS);
        budgetBps = estimate.budgetBps;
        if (rounds > 0 && estimate.rttNs > 0) {
            long roundMs = estimate.rttNs / MS + DETECTION_MS;
            delayMs = Math.ceilDiv((int) (rounds * roundMs), PlayoutDelay.STEP_MS) * PlayoutDelay.STEP_MS;
        }
    }

    @Override
    public long costBps(Demand demand, int rung, int maxTemporalId) {
        if (demand.isVideo()) {
            shape.ofVideo(demand, rung, maxTemporalId);
        } else {
            shape.ofAudio(demand, 0);
        }
        double sum = 0;
        for (double each : shape.bps) {
            sum += each;
        }
        return (long) ((sum + shape.moreBps) * (demand.isVideo() ? 1 / (1 - loss) : 1));
    }

    /** It never promised that. */
    @Override
    public boolean isRepairInTime() {
        return true;
    }

    @Override
    public void fill(Demand demand, int rung, int maxTemporalId, StreamPlan stream) {
        stream.redDepth = 0;
        for (FrameClass kind : CLASSES) {
            stream.protection(kind).none();
        }
    }

    @Override
    public void repair(Plan plan) {
        plan.resendLost = false;
        plan.rtxBps = budgetBps;
        if (delayMs > 0) {
            PlayoutDelay.tell(plan, delayMs);
        }
    }

    @Override
    public int playoutDelayMs() {
        return delayMs;
    }
}
