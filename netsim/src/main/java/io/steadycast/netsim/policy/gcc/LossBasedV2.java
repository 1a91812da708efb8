package io.steadycast.netsim.policy.gcc;

import io.steadycast.abr.control.PacketHistory;

/**
 * Confined to its session. The loss-based half since 2022: of a few candidate bandwidths, each with the inherent loss that fits it best, the likeliest given which
 * share of packets was lost at which sending rate (libwebrtc loss_based_bwe_v2.cc). What matters most on lossy paths is its cap: above 5 % mean loss the estimate is
 * at most 100 kbps / (loss - 5 %), whatever the path carries.
 */
public final class LossBasedV2 {
    private static final int WINDOW = 15;
    private static final long OBSERVATION_NS = 250_000_000L;
    private static final double WEIGHT = 0.9;
    private static final double[] FACTORS = {1.02, 1.0, 0.95};
    private static final double FIRST_INHERENT = 0.01;
    private static final double MIN_INHERENT = 1e-3;
    private static final double LOSS_OFFSET = 0.05;
    private static final double BALANCE_BPS = 100_000;
    private static final double NEWTON_STEP = 0.75;
    private static final int NEWTON_STEPS = 8;
    private static final double BIAS = 0.0002;
    private static final double LOG_BIAS = 0.02;
    private static final double BIAS_BELOW_LOSS = 0.2;
    private static final double WEAK_BIAS = 0.5;
    private static final double RAMP = 1.5;
    private static final double HOLD_RAMP = 1.2;
    private static final long FIRST_HOLD_NS = 300_000_000L;
    private static final long MAX_HOLD_NS = 60_000_000_000L;
    private static final double HOLD_GROWTH = 2;
    private static final long DELAYED_INCREASE_NS = 300_000_000L;
    private static final double NS_PER_SECOND = 1e9;
    private static final double EPSILON = 1e-6;

    /** How the estimate stands to the delay-based one. */
    public enum State {
        DELAY_BASED,
        DECREASING,
        INCREASING
    }

    private final double minBps;
    private final double[] lost = new double[WINDOW];
    private final double[] total = new double[WINDOW];
    private final double[] rateBps = new double[WINDOW];
    private int observations;
    private int partialLost;
    private int partialTotal;
    private long partialBytes;
    private long partialFirstNs = Long.MIN_VALUE;
    private long partialLastNs;
    private double bestBps;
    private double boundBps;
    private double inherent = FIRST_INHERENT;
    private State state = State.DELAY_BASED;
    private long holdUntilNs = Long.MIN_VALUE;
    private long holdNs = FIRST_HOLD_NS;
    private double windowBps = -1;
    private long windowNs = Long.MIN_VALUE;

    /** A candidate's inherent loss and likelihood. */
    private double fitted;

    public LossBasedV2(double startBps, double minBps) {
        bestBps = startBps;
        boundBps = startBps;
        this.minBps = minBps;
    }

    public State state() {
        return state;
    }

    public double inherentLoss() {
        return inherent;
    }

    /** A probe, or a start. */
    public void set(double bps) {
        bestBps = bps;
        boundBps = bps;
    }

    /** Mean loss of the window, the latest counting most. */
    public double averageLoss() {
        double weightedLost = 0;
        double weightedTotal = 0;
        for (int i = 0; i < count(); i++) {
            double weight = weight(i);
            weightedLost += weight * lost[i];
            weightedTotal += weight * total[i];
        }
        return weightedTotal == 0 ? 0 : weightedLost / weightedTotal;
    }

    private int count() {
        return Math.min(observations, WINDOW);
    }

    private double weight(int slot) {
        int age = (observations - 1 - slot) % WINDOW;
        return Math.pow(WEIGHT, age);
    }

    /** Takes a feedback in; true when an observation is complete. */
    private boolean observe(PacketHistory packets) {
        for (int i = 0; i < packets.reportedCount(); i++) {
            long seq = packets.reportedSeq(i);
            long sentNs = packets.sentNs(seq);
            if (partialFirstNs == Long.MIN_VALUE) {
                partialFirstNs = sentNs;
                partialLastNs = sentNs;
            }
            partialFirstNs = Math.min(partialFirstNs, sentNs);
            partialLastNs = Math.max(partialLastNs, sentNs);
            partialTotal++;
            partialBytes += packets.sizeBytes(seq);
            partialLost += packets.status(seq) == PacketHistory.LOST ? 1 : 0;
        }
        if (partialTotal == 0 || partialLastNs - partialFirstNs < OBSERVATION_NS) {
            return false;
        }
        int slot = observations % WINDOW;
        lost[slot] = partialLost;
        total[slot] = partialTotal;
        rateBps[slot] = partialBytes * 8 / ((partialLastNs - partialFirstNs) / NS_PER_SECOND);
        observations++;
        partialLost = 0;
        partialTotal = 0;
        partialBytes = 0;
        partialFirstNs = Long.MIN_VALUE;
        return true;
    }

    /** The bound that loss sets, at most {@code delayBps}; {@code ackedBps} -1 while it is unknown. */
    public double update(long nowNs, PacketHistory packets, double delayBps, double ackedBps) {
        if (!observe(packets)) {
            return Math.min(boundBps, delayBps);
        }
        double before = boundBps;
        double candidate = likeliest(delayBps, ackedBps);
        double average = averageLoss();
        double cap = average > LOSS_OFFSET ? BALANCE_BPS / (average - LOSS_OFFSET) : Double.MAX_VALUE;
        if (candidate > before && state != State.DELAY_BASED && ackedBps > 0) {
            double ramp = nowNs < holdUntilNs ? HOLD_RAMP : RAMP;
            candidate = Math.min(candidate, Math.max(before, ramp * ackedBps));
            candidate = delayed(nowNs, before, candidate);
        }
        bestBps = candidate;
        // What arrived was carried: loss alone does not push the estimate below that at once.
        double floor = ackedBps > 0 ? Math.max(Math.min(ackedBps, before), minBps) : minBps;
        boundBps = Math.max(Math.min(candidate, cap), floor);
        transit(nowNs, before, delayBps);
        return Math.min(boundBps, delayBps);
    }

    /** Not more than one step up in a while. */
    private double delayed(long nowNs, double before, double candidate) {
        if (windowNs == Long.MIN_VALUE || nowNs - windowNs >= DELAYED_INCREASE_NS) {
            windowNs = nowNs;
            windowBps = candidate;
        }
        return Math.max(before, Math.min(candidate, windowBps));
    }

    private void transit(long nowNs, double before, double delayBps) {
        if (boundBps >= delayBps) {
            state = State.DELAY_BASED;
            boundBps = delayBps;
            holdNs = FIRST_HOLD_NS;
        } else if (boundBps < before) {
            if (state != State.DECREASING) {
                holdUntilNs = nowNs + holdNs;
                holdNs = Math.min((long) (HOLD_GROWTH * holdNs), MAX_HOLD_NS);
            }
            state = State.DECREASING;
        } else if (boundBps > before) {
            state = State.INCREASING;
        }
    }

    private double likeliest(double delayBps, double ackedBps) {
        double best = bestBps;
        double bestInherent = inherent;
        double bestScore = Double.NEGATIVE_INFINITY;
        for (int i = 0; i < FACTORS.length + 2; i++) {
            double bps = i < FACTORS.length ? FACTORS[i] * bestBps : i == FACTORS.length ? ackedBps : delayBps;
            if (bps <= 0 || (i == FACTORS.length && bps >= bestBps)) {
                continue;
            }
            double score = score(Math.min(bps, delayBps));
            if (score > bestScore) {
                bestScore = score;
                best = Math.min(bps, delayBps);
                bestInherent = fitted;
            }
        }
        inherent = bestInherent;
        return best;
    }

    private double score(double bps) {
        fitted = newton(bps);
        double average = averageLoss();
        double bias = average < BIAS_BELOW_LOSS ? 1 : WEAK_BIAS;
        double sum = 0;
        for (int i = 0; i < count(); i++) {
            double p = probability(fitted, bps, rateBps[i]);
            double preference = bias * (BIAS * bps / 1_000 + LOG_BIAS * Math.log(1 + bps / 1_000));
            sum += weight(i) * (lost[i] * Math.log(p) + (total[i] - lost[i]) * Math.log(1 - p) + preference * total[i]);
        }
        return sum;
    }

    private double newton(double bps) {
        double fit = inherent;
        for (int step = 0; step < NEWTON_STEPS; step++) {
            fit = newtonStep(fit, bps);
        }
        return fit;
    }

    private double newtonStep(double from, double bps) {
        double first = 0;
        double second = 0;
        for (int i = 0; i < count(); i++) {
            double p = probability(from, bps, rateBps[i]);
            double received = total[i] - lost[i];
            first += weight(i) * (lost[i] / p - received / (1 - p));
            second -= weight(i) * (lost[i] / (p * p) + received / ((1 - p) * (1 - p)));
        }
        double next = from - NEWTON_STEP * first / Math.min(second, -EPSILON);
        return Math.clamp(next, MIN_INHERENT, Math.max(MIN_INHERENT, LOSS_OFFSET + BALANCE_BPS / bps));
    }

    private static double probability(double inherentLoss, double bps, double sendingBps) {
        double p = inherentLoss;
        if (sendingBps > bps) {
            p += (1 - inherentLoss) * (sendingBps - bps) / sendingBps;
        }
        return Math.clamp(p, EPSILON, 1 - EPSILON);
    }
}
