package io.steadycast.netsim.endpoint;

import io.steadycast.media.wire.Unwrapper;
import io.steadycast.media.wire.rtcp.TransportFeedbackCursor;

/**
 * Confined to its endpoint. What a browser believes that its uplink carries: a compact GCC (modules/congestion_controller/goog_cc@bb9331cf). The trend of the delay
 * over 20 packet groups against an adaptive threshold lowers the rate to 0.85 of what was acknowledged; else it grows by 8 % a second, up to 1.5 times that. Loss
 * beyond 5 % caps it at 100 kbit/s over the excess, as the second loss-based estimator does. Probing is modelled as doubling while nothing went wrong yet.
 */
final class UplinkEstimator {
    private static final long MS = 1_000_000L;
    private static final int SENT_SLOTS = 4_096;
    private static final int WINDOW = 20;
    private static final double SMOOTHING = 0.9;
    private static final double GAIN = 4;
    private static final double MAX_DELTAS = 60;
    private static final double K_UP = 0.0087;
    private static final double K_DOWN = 0.039;
    private static final double BETA = 0.85;
    private static final double GROWTH = 0.08;
    private static final long GROUP_NS = 5 * MS;
    private static final long OVERUSE_NS = 10 * MS;
    private static final long ACKED_NS = 500 * MS;
    private static final long BACK_OFF_NS = 300 * MS;
    private static final double INHERENT_LOSS = 0.05;
    private static final double LOSS_BASE_BPS = 100_000;
    private static final double MIN_BPS = 30_000;
    private static final double START_BPS = 300_000;
    private static final int LOSS_PACKETS = 20;

    private final double maxBps;
    private final long[] sentNs = new long[SENT_SLOTS];
    private final int[] sentBytes = new int[SENT_SLOTS];
    private final long[] sentSeq = new long[SENT_SLOTS];
    private final double[] groupMs = new double[WINDOW];
    private final double[] groupDelayMs = new double[WINDOW];
    private final long[] ackedNs = new long[SENT_SLOTS];
    private final int[] ackedBytes = new int[SENT_SLOTS];
    private final Unwrapper references = Unwrapper.time24();
    private final Unwrapper numbers = Unwrapper.seq16();
    private double rateBps;
    private double thresholdMs = 12.5;
    private double smoothedMs;
    private double accumulatedMs;
    private double previousTrend;
    private double lossShare;
    private long groupSentNs = Long.MIN_VALUE;
    private long previousGroupSentNs;
    private long previousGroupArrivalNs;
    private long lastSentNs;
    private long lastArrivalNs;
    private long overuseSinceNs = -1;
    private long lastUpdateNs = -1;
    private long lastDecreaseNs = Long.MIN_VALUE / 2;
    private long highestReported = -1;
    private int groups;
    private int ackedHead;
    private int ackedCount;
    private long ackedSum;
    private int lossLost;
    private int lossTotal;
    private boolean troubled;

    /** @param knows it from the start, for a host that does not follow it */
    UplinkEstimator(double maxBps, boolean knows) {
        this.maxBps = maxBps;
        this.rateBps = knows ? maxBps : START_BPS;
    }

    double rateBps() {
        return rateBps;
    }

    void onSent(long nowNs, int transportSeq, int bytes) {
        long seq = numbers.unwrap(transportSeq);
        int slot = (int) (seq & (SENT_SLOTS - 1));
        sentSeq[slot] = seq;
        sentNs[slot] = nowNs;
        sentBytes[slot] = bytes;
    }

    /** A whole message, from the cursor's first packet on. */
    void onFeedback(long nowNs, TransportFeedbackCursor cursor) {
        long reference = references.unwrap(cursor.referenceTime());
        boolean overuse = false;
        while (cursor.next()) {
            long seq = Unwrapper.seq16(numbers.highest(), cursor.sequenceNumber());
            int slot = (int) (seq & (SENT_SLOTS - 1));
            if (seq <= highestReported || sentSeq[slot] != seq) {
                continue;
            }
            highestReported = seq;
            lossTotal++;
            if (cursor.received()) {
                long arrivalNs = cursor.arrivalNs(reference);
                acknowledge(arrivalNs, sentBytes[slot]);
                overuse |= onArrival(sentNs[slot], arrivalNs);
            } else {
                lossLost++;
            }
        }
        if (lossTotal >= LOSS_PACKETS) {
            lossShare += 0.3 * (lossLost / (double) lossTotal - lossShare);
            lossLost = 0;
            lossTotal = 0;
        }
        update(nowNs, overuse);
    }

    private void acknowledge(long arrivalNs, int bytes) {
        if (ackedCount == SENT_SLOTS) {
            dropAcked();
        }
        int slot = (ackedHead + ackedCount++) % SENT_SLOTS;
        ackedNs[slot] = arrivalNs;
        ackedBytes[slot] = bytes;
        ackedSum += bytes;
        while (ackedNs[ackedHead] < arrivalNs - ACKED_NS) {
            dropAcked();
        }
    }

    private void dropAcked() {
        ackedSum -= ackedBytes[ackedHead];
        ackedHead = (ackedHead + 1) % SENT_SLOTS;
        ackedCount--;
    }

    double ackedBps() {
        return ackedSum * 8e9 / ACKED_NS;
    }

    /** True if the queue on the way is growing. */
    private boolean onArrival(long sent, long arrivalNs) {
        if (groupSentNs == Long.MIN_VALUE) {
            groupSentNs = sent;
            lastSentNs = sent;
            lastArrivalNs = arrivalNs;
            return false;
        }
        boolean overuse = false;
        if (sent - groupSentNs > GROUP_NS) {
            overuse = onGroup();
            groupSentNs = sent;
        }
        lastSentNs = sent;
        lastArrivalNs = arrivalNs;
        return overuse;
    }

    /** modules/congestion_controller/goog_cc/trendline_estimator.cc. */
    private boolean onGroup() {
        boolean first = groups == 0;
        double sentDeltaMs = (lastSentNs - previousGroupSentNs) / 1e6;
        double deltaMs = (lastArrivalNs - previousGroupArrivalNs) / 1e6 - sentDeltaMs;
        previousGroupSentNs = lastSentNs;
        previousGroupArrivalNs = lastArrivalNs;
        groups++;
        if (first) {
            return false;
        }
        accumulatedMs += deltaMs;
        smoothedMs = SMOOTHING * smoothedMs + (1 - SMOOTHING) * accumulatedMs;
        int slot = (groups - 2) % WINDOW;
        groupMs[slot] = lastArrivalNs / 1e6;
        groupDelayMs[slot] = smoothedMs;
        if (groups - 1 < WINDOW) {
            return false;
        }
        return detect(Math.min(groups, MAX_DELTAS) * slope() * GAIN, sentDeltaMs);
    }

    private double slope() {
        double meanX = 0;
        double meanY = 0;
        for (int i = 0; i < WINDOW; i++) {
            meanX += groupMs[i] / WINDOW;
            meanY += groupDelayMs[i] / WINDOW;
        }
        double over = 0;
        double under = 0;
        for (int i = 0; i < WINDOW; i++) {
            over += (groupMs[i] - meanX) * (groupDelayMs[i] - meanY);
            under += (groupMs[i] - meanX) * (groupMs[i] - meanX);
        }
        return under == 0 ? 0 : over / under;
    }

    private boolean detect(double trend, double elapsedMs) {
        boolean over = false;
        if (trend > thresholdMs) {
            overuseSinceNs = overuseSinceNs < 0 ? lastArrivalNs : overuseSinceNs;
            over = lastArrivalNs - overuseSinceNs >= OVERUSE_NS && trend >= previousTrend;
        } else {
            overuseSinceNs = -1;
        }
        previousTrend = trend;
        double size = Math.abs(trend);
        if (size <= thresholdMs + 15) {
            double k = size < thresholdMs ? K_DOWN : K_UP;
            thresholdMs = Math.clamp(thresholdMs + k * (size - thresholdMs) * Math.min(elapsedMs, 100), 6, 600);
        }
        return over;
    }

    private void update(long nowNs, boolean overuse) {
        double elapsedS = lastUpdateNs < 0 ? 0 : Math.min(1, (nowNs - lastUpdateNs) / 1e9);
        lastUpdateNs = nowNs;
        double acked = ackedBps();
        if (overuse && nowNs - lastDecreaseNs > BACK_OFF_NS) {
            rateBps = Math.min(rateBps, BETA * acked);
            lastDecreaseNs = nowNs;
            troubled = true;
        } else if (!overuse) {
            grow(acked, elapsedS);
        }
        if (lossShare > INHERENT_LOSS) {
            troubled = true;
            double cap = LOSS_BASE_BPS / (lossShare - INHERENT_LOSS);
            rateBps = Math.min(rateBps, Math.max(cap, (1 - lossShare) * acked));
        }
        rateBps = Math.clamp(rateBps, MIN_BPS, maxBps);
    }

    private void grow(double acked, double elapsedS) {
        if (!troubled) {
            rateBps *= 2;
            return;
        }
        double grown = rateBps * StrictMath.pow(1 + GROWTH, elapsedS) + 1_000 * elapsedS;
        rateBps = Math.max(rateBps, Math.min(grown, 1.5 * acked + 10_000));
    }
}
