package io.steadycast.abr.estimate;

/** A reusable struct, confined to the viewer's shard. What the path to one viewer is believed to be. Rates are UDP payload on the wire, before loss. */
public final class PathEstimate {

    /** What the path does at the moment. */
    public enum State {
        /** Too little was heard: the numbers are assumptions. */
        START,
        /** Nothing speaks against the rate in use. */
        NORMAL,
        /** The queue of the path grows. */
        OVERUSE,
        /** The rate was lowered, and the queue has yet to empty. */
        DRAIN,
        /** Feedback stays away. */
        SILENT
    }

    /** What makes packets vanish. */
    public enum LossKind {
        /** Hardly any do. */
        NONE,
        /** They do at any rate: sending less would not help. */
        RANDOM,
        /** They do since more is sent than the path carries. */
        CONGESTION,
        /** They do above a rate, and the delay stays flat. */
        POLICER
    }

    public State state = State.START;
    public LossKind lossKind = LossKind.NONE;

    /** What the path is believed to carry. */
    public long capacityBps;

    /** The first guess is being probed, and no probe failed yet: in a moment the path may be known to carry more. */
    public boolean climbing;

    /** What may be sent now, everything together, on average. At most {@link #capacityBps} but while probing. */
    public long budgetBps;

    /** What arrived in the last half second or so. */
    public long ackedBps;

    /** Share of packets that is lost whatever the rate is, 0 to 0.75, smoothed over some seconds. */
    public double loss;

    /** How many packets {@link #loss} is about, counted until there are enough of them. */
    public int judgedPackets;

    /** The highest of {@link #loss} in short windows of the last ten seconds: protection is no lower. */
    public double peakLoss;

    /** Mean length of a run of lost packets, 1 or more. */
    public double burstPackets = 1;

    /** How likely a packet is lost behind a lost one. */
    public double lossAfterLoss;

    /** Share of feedback that got lost on its way back. */
    public double feedbackLoss;

    public long rttNs;

    /** Standard deviation of the round trip. */
    public long rttDeviationNs;

    /** Time between two feedbacks, smoothed. */
    public long feedbackIntervalNs;

    /** Time since the last feedback. */
    public long quietNs;

    /** By how much the one-way delay of 95 of 100 packets exceeds the least, without what our own queueing adds. */
    public long jitterNs;

    /** One-way delay above the least of the last seconds: what waits in the path. */
    public long queueNs;

    /** The same of whatever came latest among what the last feedback told of. */
    public long worstDelayNs;
}
