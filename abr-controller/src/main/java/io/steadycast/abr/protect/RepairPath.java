package io.steadycast.abr.protect;

import io.steadycast.abr.estimate.PathEstimate;

/** A reusable struct, confined to the viewer's shard. A path as repair sees it: how often and in what bursts packets vanish, and what one attempt to replace them takes. */
final class RepairPath {
    private static final double MS = 1e6;

    /** Whoever is lost behind a lost one so much more seldom than that is lost by chance. */
    private static final double RANDOM_BELOW = 0.08;

    /** Two sendings are far enough apart when so little is left of a bad state. */
    private static final double APART = 0.1;

    private static final int RANDOM_COPY_DELAY_MS = 5;
    private static final int MIN_COPY_DELAY_MS = 20;
    private static final int MAX_COPY_DELAY_MS = 30;
    private static final double PACKET_BITS = 900 * 8;
    private static final double MIN_BPS = 100_000;
    private static final int LAST_SENDINGS = 2;
    private static final int MAX_LAST_MS = 60;
    private static final double MAX_LOSS = 0.75;

    /** Protection is planned for a loss between the mean and the worst of the last seconds. */
    private static final double OF_PEAK = 0.5;

    private static final double MARGIN = 1.05;

    /** Before anything is heard: as if so many packets had been lost as often as that. */
    private static final double PRIOR_LOSS = 0.05;

    private static final double PRIOR_PACKETS = 20;

    /** What is known of fewer packets is too little for a keyframe to count on. */
    private static final double KNOWN_FROM = 150;

    /** So many without a loss are enough. */
    private static final double CLEAN_FROM = 50;

    /** From so many packets on the assumption counts for nothing. */
    private static final double PRIOR_UNTIL = 400;

    /** A gap shows when the next packet comes, and audio comes every 20 ms. */
    private static final double GAP_MS = 10;

    /** Of the time between two feedbacks that come, until one tells of a loss: half on average, and more for those who are unlucky. */
    private static final double OF_FEEDBACK = 0.7;

    /** The same where repair goes by the clock, and nobody waits for who is unlucky. */
    private static final double OF_FEEDBACK_UNHEARD = 0.5;

    private static final double MIN_FEEDBACK_MS = 20;
    private static final double MAX_FEEDBACK_MS = 250;

    /** What feedback that was lost costs in detection, since what asks for it again gets lost as well, and a NACK is repeated after 100 ms. */
    private static final double REPEAT_MS = 60;

    private static final double STEP_MS = 10;

    /** What deviates more than that does so for a moment. */
    private static final double MAX_DEVIATION_MS = 20;

    private static final double MAX_ROUND_MS = 4_000;

    /** Between capture and the first packet, between the last one and the screen. */
    private static final int ELSEWHERE_MS = 80;

    /** Share of packets that will be lost. */
    double loss;

    /** Share of packets against which protection is planned. */
    double designLoss;

    /** How much of a bad state is left after {@link #copyDelayMs}. */
    double correlation;

    /** Mean length of a run of lost packets in units of what chance would bring: 1 for random loss. */
    double burst = 1;

    int copyDelayMs = RANDOM_COPY_DELAY_MS;

    /** From sending a packet until the next attempt can leave, while nothing waits in the path. */
    int roundMs = 200;

    /** The same at this moment. */
    int nowMs = 200;

    int oneWayMs = 50;
    int jitterMs;

    /** What a packet takes that stands in front of a repaired one. */
    private int packetMs;

    /** Of {@link ResendTable}. */
    int channel;

    /** So much feedback gets lost that repair goes by the clock. */
    boolean unheard;

    private boolean assumed = true;
    private boolean known;
    private final double[] designLost = new double[ResendTable.MAX_SENDINGS + 1];
    private final double[] lost = new double[ResendTable.MAX_SENDINGS + 1];

    /** Too little was heard for what is assumed not to count. */
    boolean isAssumed() {
        return assumed;
    }

    /** Enough was heard for the loss not to be far off. */
    boolean isKnown() {
        return known;
    }

    /**
     * {@code scarce}: what is sent fills the path, so that a repaired packet waits for the one before it; {@code isUnheard}: see {@link #unheard}.
     */
    void update(PathEstimate estimate, boolean scarce, boolean isUnheard) {
        unheard = isUnheard;
        packetMs = scarce ? (int) (1_000 * PACKET_BITS / Math.max(MIN_BPS, (double) estimate.capacityBps)) : 0;
        loss = Math.clamp(withPrior(estimate), 0, MAX_LOSS);
        double peak = Math.clamp(estimate.peakLoss, loss, MAX_LOSS);
        designLoss = Math.min(MAX_LOSS, MARGIN * (loss + OF_PEAK * (peak - loss)));
        bursts(estimate);
        round(estimate);
        channel = ResendTable.channel(designLoss, correlation);
        for (int i = 0; i <= ResendTable.MAX_SENDINGS; i++) {
            lost[i] = i == 0 ? 1 : ResendTable.allLost(loss, correlation, i);
            designLost[i] = i == 0 ? 1 : ResendTable.allLost(designLoss, correlation, i);
        }
    }

    /** What is assumed of a path of which nothing is known gives way to what is heard of it, packet by packet. */
    private double withPrior(PathEstimate estimate) {
        int judged = estimate.judgedPackets;
        assumed = judged < PRIOR_UNTIL;
        known = judged >= KNOWN_FROM || (judged >= CLEAN_FROM && estimate.loss == 0);
        if (!assumed) {
            return estimate.loss;
        }
        double prior = PRIOR_PACKETS * (1 - (double) judged / PRIOR_UNTIL);
        return (judged * estimate.loss + prior * PRIOR_LOSS) / (judged + prior);
    }

    private void bursts(PathEstimate estimate) {
        double beyondChance = (estimate.lossAfterLoss - loss) / (1 - loss);
        if (beyondChance < RANDOM_BELOW) {
            correlation = 0;
            burst = 1;
            copyDelayMs = RANDOM_COPY_DELAY_MS;
            return;
        }
        beyondChance = Math.min(beyondChance, 0.98);
        double sentBps = Math.max(MIN_BPS, estimate.ackedBps / (1 - loss));
        double packetMs = 1_000 * PACKET_BITS / sentBps;
        double apartMs = packetMs * Math.log(APART) / Math.log(beyondChance);
        copyDelayMs = (int) Math.clamp(Math.round(apartMs), MIN_COPY_DELAY_MS, MAX_COPY_DELAY_MS);
        correlation = Math.pow(beyondChance, copyDelayMs / packetMs);
        burst = Math.max(1, estimate.burstPackets * (1 - loss));
    }

    private void round(PathEstimate estimate) {
        double feedbackMs = Math.clamp(estimate.feedbackIntervalNs / MS, MIN_FEEDBACK_MS, MAX_FEEDBACK_MS);
        double detectMs = unheard
                ? GAP_MS + OF_FEEDBACK_UNHEARD * feedbackMs
                : GAP_MS + OF_FEEDBACK * feedbackMs + REPEAT_MS * estimate.feedbackLoss;
        double rttMs = estimate.rttNs / MS;
        double deviationMs = estimate.rttDeviationNs / MS;
        nowMs = stepped(rttMs + deviationMs + detectMs);
        double calmMs = Math.max(rttMs / 2, rttMs - estimate.queueNs / MS);
        roundMs = stepped(calmMs + Math.min(deviationMs, MAX_DEVIATION_MS) + detectMs);
        oneWayMs = (int) (estimate.rttNs / 2.0 / MS);
        jitterMs = (int) (estimate.jitterNs / MS);
    }

    /** From capture to the screen, what nothing is held for. */
    int beyondMs() {
        return oneWayMs + ELSEWHERE_MS;
    }

    /** How many attempts at repair fit. */
    int rounds(double ms) {
        return (int) Math.clamp((ms - jitterMs - lastMs()) / roundMs, 0, ResendTable.MAX_ROUNDS);
    }

    /** What several sendings of the last round take. */
    int lastMs() {
        return packetMs + Math.min(MAX_LAST_MS, LAST_SENDINGS * copyDelayMs);
    }

    private static int stepped(double ms) {
        return (int) Math.clamp(Math.ceil(ms / STEP_MS) * STEP_MS, STEP_MS, MAX_ROUND_MS);
    }

    /** How likely none of so many sendings in a row arrives. */
    double lost(int sendings, boolean design) {
        return design ? designLost[sendings] : lost[sendings];
    }

    /** How likely a packet that is missing so often is still missing after the first {@code until} of all rounds. */
    double missing(double first, int price, int rounds, int until) {
        double missing = first;
        for (int left = rounds; left > rounds - until; left--) {
            missing *= designLost[ResendTable.sendings(channel, price, left)];
        }
        return missing;
    }

    /**
     * How many times a packet is sent again, on average, when it is missing so often at first. What is missing in the end is still sent again where that is possible:
     * late frames end freezes.
     */
    double resends(double first, int price, int rounds, boolean late) {
        double missing = first;
        double resends = 0;
        for (int left = rounds; left > 0; left--) {
            int sendings = ResendTable.sendings(channel, price, left);
            resends += missing * sendings;
            missing *= lost[sendings];
        }
        return late ? resends + missing / (1 - loss) : resends;
    }
}
