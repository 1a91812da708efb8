package io.steadycast.abr.estimate;

/**
 * Confined to the viewer's shard. What the queue of the path does: how long the least delayed packets of the last moments waited, whether that grows, and at which
 * rate a queue that is never empty is served. Least-squares slope as libwebrtc trendline_estimator.cc; jitter decides how much waiting means anything.
 */
final class DelayMeter {
    private static final long MS = 1_000_000L;
    private static final long SHORT_NS = 100 * MS;
    private static final long LONG_NS = 300 * MS;
    private static final long SLOPE_NS = 300 * MS;
    private static final long SLOPE_MAX_NS = 600 * MS;
    private static final int SLOPE_POINTS = 6;
    private static final int LEAST_POINTS = 4;
    private static final long LEAST_SPAN_NS = 80 * MS;
    private static final double RESIDUAL_GAIN = 0.02;
    private static final double TAIL = 0.95;
    private static final double OWN_TAIL = 0.3;
    private static final double LEAST_STEP_NS = 0.1 * MS;
    private static final double STEP_SHARE = 0.01;
    private static final long FLOOR_NS = 15 * MS;
    private static final double DEVIATIONS = 2;
    private static final long CEILING_NS = 60 * MS;
    private static final long FLAT_NS = 4 * MS;
    private static final int LATEST = 3;

    private final PacketGroups groups;
    private final BaseDelay base = new BaseDelay();
    private final PathShift shift;
    private long shortNs;
    private long longNs;
    private long latestNs;
    private long worstNs;
    private double slope;
    private double residualNs;
    private double jitterNs;
    private long judgedGroups;

    DelayMeter(PacketGroups groups) {
        this.groups = groups;
        shift = new PathShift(groups);
    }

    BaseDelay base() {
        return base;
    }

    /** Once for each feedback, when its packets are in. {@code own}: a queue may be of our making, so that it says nothing of the path's jitter. */
    void update(long nowNs, boolean own) {
        int fresh = (int) Math.min(groups.total() - judgedGroups, groups.count());
        judgedGroups = groups.total();
        for (int age = fresh - 1; age >= 0; age--) {
            if (groups.hasDelay(age)) {
                base.onDelay(nowNs, groups.delayNs(age));
            }
        }
        if (!base.known()) {
            return;
        }
        shift.update();
        if (shift.found()) {
            base.restart(nowNs, shift.levelNs());
        }
        shortNs = least(SHORT_NS);
        longNs = least(LONG_NS);
        worstNs = worst(fresh);
        jitter(fresh, own);
        latestNs = latest();
        fit();
    }

    private long worst(int fresh) {
        long most = base.baseNs();
        for (int age = 0; age < fresh; age++) {
            most = groups.hasDelay(age) ? Math.max(most, groups.delayNs(age)) : most;
        }
        return most - base.baseNs();
    }

    private long latest() {
        long least = Long.MAX_VALUE;
        int seen = 0;
        for (int age = 0; age < groups.count() && seen < LATEST; age++) {
            if (groups.hasDelay(age)) {
                least = Math.min(least, groups.delayNs(age));
                seen++;
            }
        }
        return seen < LATEST ? 0 : Math.max(0, least - base.baseNs());
    }

    /** The tail of waiting times above the least of the last moments, which is a queue's, perhaps of others; by a stochastic quantile. */
    private void jitter(int fresh, boolean own) {
        for (int age = fresh - 1; age >= 0; age--) {
            if (groups.hasDelay(age)) {
                double waited = (double) (groups.delayNs(age) - base.baseNs() - longNs);
                double step = Math.max(LEAST_STEP_NS, STEP_SHARE * jitterNs);
                if (waited <= jitterNs) {
                    jitterNs = Math.max(0, jitterNs - step * (own ? OWN_TAIL : 1 - TAIL));
                } else if (!own) {
                    jitterNs += step * TAIL;
                }
            }
        }
    }

    private long least(long spanNs) {
        long least = Long.MAX_VALUE;
        long untilNs = Long.MIN_VALUE;
        for (int age = 0; age < groups.count(); age++) {
            if (!groups.hasDelay(age)) {
                continue;
            }
            if (untilNs == Long.MIN_VALUE) {
                untilNs = groups.lastSentNs(age) - spanNs;
            } else if (groups.lastSentNs(age) < untilNs) {
                break;
            }
            least = Math.min(least, groups.delayNs(age));
        }
        return least == Long.MAX_VALUE ? 0 : Math.max(0, least - base.baseNs());
    }

    private void fit() {
        long lastNs = Long.MIN_VALUE;
        int points = 0;
        double sumX = 0;
        double sumY = 0;
        double sumXx = 0;
        double sumXy = 0;
        double sumYy = 0;
        double spanNs = 0;
        for (int age = 0; age < groups.count(); age++) {
            if (!groups.hasDelay(age)) {
                continue;
            }
            lastNs = lastNs == Long.MIN_VALUE ? groups.lastSentNs(age) : lastNs;
            double x = (double) (groups.lastSentNs(age) - lastNs);
            if (-x > SLOPE_MAX_NS || (-x > SLOPE_NS && points >= SLOPE_POINTS)) {
                break;
            }
            double y = (double) (groups.delayNs(age) - base.baseNs());
            points++;
            sumX += x;
            sumY += y;
            sumXx += x * x;
            sumXy += x * y;
            sumYy += y * y;
            spanNs = -x;
        }
        double varianceX = sumXx - sumX * sumX / Math.max(points, 1);
        if (points < LEAST_POINTS || spanNs < LEAST_SPAN_NS || varianceX <= 0) {
            slope = 0;
            return;
        }
        double covariance = sumXy - sumX * sumY / points;
        slope = covariance / varianceX;
        double variance = Math.max(0, (sumYy - sumY * sumY / points - slope * covariance) / (points - 2));
        residualNs += RESIDUAL_GAIN * (Math.min(Math.sqrt(variance), CEILING_NS) - residualNs);
    }

    /** The least waiting time of the last 100 ms. */
    long shortQueueNs() {
        return shortNs;
    }

    /** The least waiting time of the last 300 ms. */
    long longQueueNs() {
        return longNs;
    }

    /** The least waiting time of the last three groups. */
    long latestQueueNs() {
        return latestNs;
    }

    /** The longest waiting time of what the last feedback told of. */
    long worstQueueNs() {
        return worstNs;
    }

    /** For how long packets have waited equally long: a queue that changes does not, and one that does not change does no harm. */
    long flatNs() {
        long least = Long.MAX_VALUE;
        long most = Long.MIN_VALUE;
        long lastNs = Long.MIN_VALUE;
        long spanNs = 0;
        for (int age = 0; age < groups.count(); age++) {
            if (!groups.hasDelay(age)) {
                continue;
            }
            least = Math.min(least, groups.delayNs(age));
            most = Math.max(most, groups.delayNs(age));
            if (most - least > FLAT_NS) {
                break;
            }
            lastNs = lastNs == Long.MIN_VALUE ? groups.lastSentNs(age) : lastNs;
            spanNs = lastNs - groups.lastSentNs(age);
        }
        return spanNs;
    }

    /** It is too early to tell a longer way from a queue. */
    boolean mayBeShift() {
        return shift.open();
    }

    /** Seconds of waiting more per second. */
    double slope() {
        return slope;
    }

    /** 95 of 100 groups waited no longer, while nothing of it was our own doing. */
    long jitterNs() {
        return (long) jitterNs;
    }

    /** Less waiting than this means nothing. */
    long thresholdNs() {
        double noise = Math.max(DEVIATIONS * residualNs, jitterNs);
        return Math.max(FLOOR_NS, Math.min((long) noise, CEILING_NS));
    }

    /** The least waiting time of what was sent between two moments; -1 if nothing of it is known. */
    long queueOfNs(long fromNs, long toNs) {
        long least = Long.MAX_VALUE;
        for (int age = 0; age < groups.count() && groups.lastSentNs(age) >= fromNs; age++) {
            if (groups.firstSentNs(age) <= toNs && groups.hasDelay(age)) {
                least = Math.min(least, groups.delayNs(age));
            }
        }
        return least == Long.MAX_VALUE ? -1 : Math.max(0, least - base.baseNs());
    }

    /** The queue that stands now is the path's own: it became the least there is. */
    void rebase(long nowNs) {
        base.restart(nowNs, base.baseNs() + longNs);
        shortNs = Math.max(0, shortNs - longNs);
        longNs = 0;
    }
}
