package io.steadycast.netsim.policy.gcc;

/**
 * Confined to its session. The rate that follows from what the queue does: 0.85 of what arrived when it grows, 8 % a second more while it does not and capacity is
 * unknown, about a packet per round trip more near the capacity seen last (libwebrtc aimd_rate_control.cc, link_capacity_estimator.cc).
 */
public final class Aimd {
    private static final double BETA = 0.85;
    private static final double GROWTH = 1.08;
    private static final double ACKED_FACTOR = 1.5;
    private static final double ACKED_PLUS_BPS = 10_000;
    private static final double CAPACITY_GAIN = 0.05;
    private static final double DEVIATIONS = 3;
    private static final double MIN_ADDED_BPS = 4_000;
    private static final double FRAMES_PER_SECOND = 30;
    private static final double MAX_PACKET_BYTES = 1_200;
    private static final double RESPONSE_PLUS_S = 0.1;
    private static final double NS_PER_SECOND = 1e9;
    private static final long MIN_SPACING_NS = 10_000_000L;
    private static final long MAX_SPACING_NS = 200_000_000L;

    private enum State {
        HOLD,
        INCREASE,
        DECREASE
    }

    private final double minBps;
    private State state = State.HOLD;
    private double bps;
    private double capacityKbps = -1;
    private double capacityVariance = 0.4;
    private long changedNs = Long.MIN_VALUE;
    private long decreasedNs = Long.MIN_VALUE;
    private long rttNs = 200_000_000L;

    public Aimd(double startBps, double minBps) {
        this.bps = startBps;
        this.minBps = minBps;
    }

    public double bps() {
        return bps;
    }

    public void rttNs(long rtt) {
        rttNs = rtt;
    }

    /** A probe, or someone else, knows better. */
    public void set(long nowNs, double newBps) {
        bps = Math.max(newBps, minBps);
        changedNs = nowNs;
    }

    /** Whether a queue that still grows is reason for another step down. */
    public boolean mayReduce(long nowNs, double ackedBps) {
        long spacingNs = Math.clamp(rttNs, MIN_SPACING_NS, MAX_SPACING_NS);
        return decreasedNs == Long.MIN_VALUE
                || nowNs - decreasedNs >= spacingNs
                || (ackedBps > 0 && ackedBps < 0.5 * bps);
    }

    /** {@code ackedBps}: -1 while it is unknown. */
    public double update(long nowNs, Trendline.Usage usage, double ackedBps) {
        State next = switch (usage) {
            case OVERUSE -> State.DECREASE;
            case UNDERUSE -> State.HOLD;
            case NORMAL -> state == State.HOLD ? State.INCREASE : state;
        };
        if (next == State.INCREASE && state != State.INCREASE) {
            changedNs = nowNs;
        }
        state = next;
        switch (state) {
            case HOLD -> {}
            case INCREASE -> increase(nowNs, ackedBps);
            case DECREASE -> decrease(nowNs, ackedBps);
        }
        return bps;
    }

    private void increase(long nowNs, double ackedBps) {
        if (capacityKbps > 0 && ackedBps > upperBps()) {
            capacityKbps = -1;
        }
        double seconds = changedNs == Long.MIN_VALUE ? 0 : Math.min((nowNs - changedNs) / NS_PER_SECOND, 1);
        double next = capacityKbps > 0
                ? bps + seconds * addedBps()
                : bps + Math.max(bps * (Math.pow(GROWTH, seconds) - 1), seconds > 0 ? 1 : 0);
        double limit = ackedBps > 0 ? ACKED_FACTOR * ackedBps + ACKED_PLUS_BPS : Double.MAX_VALUE;
        bps = Math.max(bps, Math.min(next, limit));
        changedNs = nowNs;
    }

    private double addedBps() {
        double frameBytes = bps / 8 / FRAMES_PER_SECOND;
        double packetBytes = frameBytes / Math.ceil(frameBytes / MAX_PACKET_BYTES);
        double responseS = 2 * (rttNs / NS_PER_SECOND + RESPONSE_PLUS_S);
        return Math.max(MIN_ADDED_BPS, packetBytes * 8 / responseS);
    }

    private void decrease(long nowNs, double ackedBps) {
        double through = ackedBps > 0 ? ackedBps : bps;
        double next = through * BETA;
        if (next > bps && capacityKbps > 0) {
            next = BETA * capacityKbps * 1_000;
        }
        bps = Math.max(Math.min(next, bps), minBps);
        if (capacityKbps > 0 && through < lowerBps()) {
            capacityKbps = -1;
        }
        onCapacity(through / 1_000);
        state = State.HOLD;
        changedNs = nowNs;
        decreasedNs = nowNs;
    }

    private void onCapacity(double sampleKbps) {
        capacityKbps = capacityKbps < 0 ? sampleKbps : (1 - CAPACITY_GAIN) * capacityKbps + CAPACITY_GAIN * sampleKbps;
        double error = capacityKbps - sampleKbps;
        double normalised = error * error / Math.max(capacityKbps, 1);
        capacityVariance = Math.clamp((1 - CAPACITY_GAIN) * capacityVariance + CAPACITY_GAIN * normalised, 0.4, 2.5);
    }

    private double deviationBps() {
        return Math.sqrt(capacityVariance * capacityKbps) * 1_000;
    }

    private double upperBps() {
        return capacityKbps * 1_000 + DEVIATIONS * deviationBps();
    }

    private double lowerBps() {
        return Math.max(0, capacityKbps * 1_000 - DEVIATIONS * deviationBps());
    }
}
