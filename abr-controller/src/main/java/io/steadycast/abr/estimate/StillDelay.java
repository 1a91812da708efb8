package io.steadycast.abr.estimate;

/**
 * Confined to the viewer's shard. Tells a delay that stands still from a queue by what was sent meanwhile: a queue that is fed with bursts rises and falls with them,
 * whatever rate serves it, and a longer way does not. This needs no rate to be known and no room to be left, so that it still answers when the rate was given up for a
 * queue that never was one, and what is sent at least is more than what is left of it.
 */
final class StillDelay {
    private static final long MS = 1_000_000L;
    private static final long LEAST_NS = 320 * MS;
    private static final long LONGEST_NS = 900 * MS;
    private static final long MOST_NS = 1_000 * MS;
    private static final int LEAST_GROUPS = 8;
    private static final long STILL_NS = 8 * MS;
    private static final double MOVED_NS = 20e6;
    private static final double MOVED_TIMES = 4;

    private final PacketGroups groups;
    private double allBytes;
    private double heardBytes;
    private double allLeast;
    private double allMost;
    private double heardLeast;
    private double heardMost;

    StillDelay(PacketGroups groups) {
        this.groups = groups;
    }

    /**
     * The delay of the last moments stands still though a queue would have moved. For two rounds at least: what fills a queue to its brim and hears of its losses, as TCP does, leaves it
     * there for one.
     */
    boolean noQueue(long roundNs) {
        int newest = -1;
        int oldest = -1;
        int seen = 0;
        long leastNs = Long.MAX_VALUE;
        long mostNs = Long.MIN_VALUE;
        long spanNs = 0;
        for (int age = 0; age < groups.count(); age++) {
            if (!groups.hasDelay(age)) {
                continue;
            }
            newest = newest < 0 ? age : newest;
            long delayNs = groups.delayNs(age);
            long reachNs = groups.firstSentNs(newest) - groups.firstSentNs(age);
            long lowNs = Math.min(leastNs, delayNs);
            long highNs = Math.max(mostNs, delayNs);
            if (highNs - lowNs > STILL_NS || reachNs > MOST_NS) {
                break;
            }
            leastNs = lowNs;
            mostNs = highNs;
            spanNs = reachNs;
            oldest = age;
            seen++;
        }
        return seen >= LEAST_GROUPS
                && spanNs >= Math.clamp(2 * roundNs, LEAST_NS, LONGEST_NS)
                && moveNs(newest, oldest, spanNs) > Math.max(MOVED_NS, MOVED_TIMES * (mostNs - leastNs));
    }

    /** By how much the delay of a queue would have changed that was fed with this and stood as high at the end as at the beginning. */
    private double moveNs(int newest, int oldest, long spanNs) {
        sum(newest, oldest);
        double allPerNs = allBytes / spanNs;
        double heardPerNs = heardBytes / spanNs;
        if (heardPerNs <= 0) {
            return 0;
        }
        walk(newest, oldest, allPerNs, heardPerNs);
        // What is lost may have been lost in front of the queue or behind it.
        return Math.min((allMost - allLeast) / allPerNs, (heardMost - heardLeast) / heardPerNs);
    }

    private void sum(int newest, int oldest) {
        allBytes = 0;
        heardBytes = 0;
        for (int age = oldest; age > newest; age--) {
            allBytes += groups.bytes(age);
            heardBytes += heard(age);
        }
    }

    /** What stood in front of each group, as against the first. */
    private void walk(int newest, int oldest, double allPerNs, double heardPerNs) {
        double all = 0;
        double heard = 0;
        allLeast = 0;
        allMost = 0;
        heardLeast = 0;
        heardMost = 0;
        for (int age = oldest; age >= newest; age--) {
            double passedNs = groups.firstSentNs(age) - groups.firstSentNs(oldest);
            if (groups.hasDelay(age)) {
                allLeast = Math.min(allLeast, all - allPerNs * passedNs);
                allMost = Math.max(allMost, all - allPerNs * passedNs);
                heardLeast = Math.min(heardLeast, heard - heardPerNs * passedNs);
                heardMost = Math.max(heardMost, heard - heardPerNs * passedNs);
            }
            all += groups.bytes(age);
            heard += heard(age);
        }
    }

    private double heard(int age) {
        int known = groups.received(age) + groups.lost(age);
        return known == 0 ? 0 : (double) groups.bytes(age) * groups.received(age) / known;
    }
}
