package io.steadycast.abr.estimate;

/**
 * Confined to the viewer's shard. Tells a way that became longer from a queue. A queue grows by what is sent into it, and goes on changing with it; a longer way delays
 * everything by the same from one packet to the next, however much is sent. So a step is a shift of the path if next to nothing passed meanwhile, at less than half of
 * the rate that is carried at once behind it, and if the delay stands still then: it grows where the path became slower, and falls back where it held packets for a
 * moment.
 */
final class PathShift {
    private static final long MS = 1_000_000L;
    private static final long LEAST_NS = 20 * MS;

    /** On a thin path a queue grows by a step with each packet: less than some of them take is none of the way's. */
    private static final double STEP_BITS = 3 * 9_600;

    private static final double NS_PER_SECOND = 1e9;
    private static final long LEVEL_NS = 4 * MS;
    private static final long SURE_NS = 80 * MS;
    private static final int SURE_GROUPS = 4;
    private static final long WINDOW_NS = 500 * MS;
    private static final int WINDOW_GROUPS = 25;
    private static final double SLOW = 0.5;
    private static final double STANDING = 0.2;
    private static final long GROWTH_NS = 15 * MS;
    private static final double BITS_NS = 8e9;

    private final PacketGroups groups;
    private boolean found;
    private boolean open;
    private long levelNs;
    private long lastNs;
    private long earlyNs;
    private long lateNs;
    private long sinceNs;
    private int seen;
    private long takenNs = Long.MIN_VALUE;

    PathShift(PacketGroups groups) {
        this.groups = groups;
    }

    /** Looks for the newest step, once for each feedback. */
    void update() {
        found = false;
        open = false;
        seen = 0;
        earlyNs = Long.MAX_VALUE;
        lateNs = Long.MAX_VALUE;
        int after = -1;
        for (int age = 0; age < groups.count(); age++) {
            if (!groups.hasDelay(age)) {
                continue;
            }
            long delayNs = groups.delayNs(age);
            lastNs = after < 0 ? groups.lastSentNs(age) : lastNs;
            if (lastNs - groups.lastSentNs(age) > WINDOW_NS || groups.firstSentNs(age) <= takenNs) {
                return;
            }
            if (after >= 0 && Math.min(earlyNs, lateNs) - delayNs >= LEAST_NS) {
                judge(after, age);
                return;
            }
            sinceNs = lastNs - groups.firstSentNs(age);
            if (sinceNs < SURE_NS / 2 || seen < SURE_GROUPS / 2) {
                lateNs = Math.min(lateNs, delayNs);
            } else if (sinceNs < SURE_NS || seen < SURE_GROUPS) {
                earlyNs = Math.min(earlyNs, delayNs);
            } else if (delayNs < Math.min(earlyNs, lateNs)) {
                // It stood lower not long ago, by less than a step.
                earlyNs = Math.min(earlyNs, delayNs);
            }
            seen++;
            after = age;
        }
    }

    private void judge(int after, int before) {
        boolean level = earlyNs == Long.MAX_VALUE || Math.abs(lateNs - earlyNs) <= LEVEL_NS;
        long stepNs = Math.min(earlyNs, lateNs) - groups.delayNs(before);
        if (!level || stepNs < STEP_BITS / carriedBps(WINDOW_GROUPS) * NS_PER_SECOND) {
            return;
        }
        if (sinceNs < SURE_NS || seen < SURE_GROUPS) {
            // Whoever waits for certainty while a queue grows makes it longer.
            open = !grows(after) && steppedBps(after, before) < STANDING * carriedBps(WINDOW_GROUPS);
        } else if (steppedBps(after, before) < SLOW * carriedBps(after)) {
            found = true;
            levelNs = Math.min(earlyNs, lateNs);
            takenNs = groups.lastSentNs(before);
        }
    }

    private boolean grows(int after) {
        long least = Long.MAX_VALUE;
        for (int age = 0; age < after; age++) {
            least = groups.hasDelay(age) ? Math.min(least, groups.delayNs(age)) : least;
        }
        return least != Long.MAX_VALUE && least - groups.delayNs(after) > GROWTH_NS;
    }

    /**
     * The rate of what came through while the delay stepped: behind the first packet of the last group before it, up to the first one behind it. What was lost counts
     * for nothing: a full queue keeps its length as well.
     */
    private double steppedBps(int after, int before) {
        double bytes = received(after) / Math.max(1, groups.received(after))
                + received(before) * (1 - 1.0 / Math.max(1, groups.received(before)));
        return bytes * BITS_NS / (double) Math.max(arrivalNs(after) - arrivalNs(before), MS);
    }

    /** The rate of what came through since. */
    private double carriedBps(int oldest) {
        double bytes = 0;
        long firstNs = 0;
        long newestNs = Long.MIN_VALUE;
        for (int age = 0; age < Math.min(oldest + 1, groups.count()); age++) {
            if (groups.hasDelay(age)) {
                newestNs = newestNs == Long.MIN_VALUE ? arrivalNs(age) : newestNs;
                firstNs = arrivalNs(age);
                bytes += age < oldest ? received(age) : 0;
            }
        }
        return bytes * BITS_NS / (double) Math.max(newestNs - firstNs, MS);
    }

    /** That came through. */
    private double received(int age) {
        int all = groups.received(age) + groups.lost(age);
        return all == 0 ? 0 : (double) groups.bytes(age) * groups.received(age) / all;
    }

    private long arrivalNs(int age) {
        return groups.firstSentNs(age) + groups.delayNs(age);
    }

    /** The way became longer, and this was not told before. */
    boolean found() {
        return found;
    }

    /** The delay stepped and stands still so far: too early to tell. */
    boolean open() {
        return open;
    }

    /** The delay of the longer way. */
    long levelNs() {
        return levelNs;
    }
}
