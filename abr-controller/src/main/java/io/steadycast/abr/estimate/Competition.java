package io.steadycast.abr.estimate;

/**
 * Confined to the viewer's shard. A flow that fills every queue (CUBIC, RFC 9438) leaves nothing to one that gives way to queues. When the queue stays although we left
 * room enough for it to empty, it is somebody else's; then only losses beyond the path's own mean that there is too much, and the rate goes as TCP's does, a packet per
 * round trip up and a step down, until the queue is seen empty (mode switching as in Copa, NSDI 2018).
 */
final class Competition {
    private static final double NS_PER_SECOND = 1e9;
    private static final double PACKET_BITS = 9_600;
    private static final long MARGIN_NS = 200_000_000L;
    private static final long LEAST_DRAIN_NS = 1_000_000_000L;
    private static final long LONGEST_NS = 10_000_000_000L;
    private static final double STILL = 0.5;
    private static final double STEP_DOWN = 0.8;
    private static final double MOST_ADDED_BPS = 150_000;
    private static final double LEAST_ROUND_S = 0.1;
    private static final double DEVIATIONS = 2.5;
    private static final long EMPTY_NS = 3_000_000_000L;
    private static final double HEADROOM = 1.25;
    private static final double PLUS_BPS = 20_000;

    private final PacketGroups groups;
    private boolean active;
    private double roomNs;
    private long worstQueueNs;
    private long begunNs;
    private long seenGroups;
    private int lost;
    private int known;
    private long judgedNs;
    private long enteredNs;
    private long emptySinceNs = Long.MIN_VALUE;

    Competition(PacketGroups groups) {
        this.groups = groups;
    }

    boolean active() {
        return active;
    }

    /** We begin to give way. */
    void begin(long nowNs, long queueNs) {
        roomNs = 0;
        worstQueueNs = queueNs;
        begunNs = nowNs;
    }

    /** While we give way; true when it was no use. */
    boolean useless(long nowNs, double seconds, double usedShare, long queueNs, long roundNs) {
        // On a long way most of what is to drain was still unseen when the decision fell.
        worstQueueNs = Math.max(worstQueueNs, queueNs);
        roomNs += seconds * NS_PER_SECOND * Math.max(0, 1 - usedShare);
        boolean enough = roomNs > worstQueueNs + MARGIN_NS && nowNs - begunNs > LEAST_DRAIN_NS + roundNs;
        return enough && queueNs > STILL * worstQueueNs;
    }

    void enter(long nowNs) {
        active = true;
        judgedNs = nowNs;
        enteredNs = nowNs;
        seenGroups = groups.total();
        lost = 0;
        known = 0;
        emptySinceNs = Long.MIN_VALUE;
    }

    /** It lasted so long that it may be over: giving way will tell. */
    boolean doubtful(long nowNs) {
        return nowNs - enteredNs > LONGEST_NS;
    }

    void leave() {
        active = false;
    }

    /** The rate from now on; {@code used}: what may be sent is sent. */
    double next(long nowNs, double bps, double sentBps, boolean used, Situation path) {
        count();
        leaveIfEmpty(nowNs, path);
        double roundS = Math.max(LEAST_ROUND_S, path.roundNs / NS_PER_SECOND);
        if (nowNs - judgedNs >= path.roundNs) {
            double expected = known * path.loss;
            boolean tooMuch = lost - expected > 1 + DEVIATIONS * Math.sqrt(expected * (1 - path.loss));
            judgedNs = nowNs;
            lost = 0;
            known = 0;
            if (tooMuch) {
                return STEP_DOWN * bps;
            }
        }
        if (!used) {
            return bps;
        }
        double added = Math.min(PACKET_BITS / roundS / roundS, MOST_ADDED_BPS) * path.seconds;
        return Math.max(bps, Math.min(bps + added, HEADROOM * sentBps + PLUS_BPS));
    }

    private void count() {
        int fresh = (int) Math.min(groups.total() - seenGroups, groups.count());
        seenGroups = groups.total();
        for (int age = fresh - 1; age >= 0; age--) {
            lost += groups.lost(age);
            known += groups.lost(age) + groups.received(age);
        }
    }

    private void leaveIfEmpty(long nowNs, Situation path) {
        if (path.queueNs > path.emptyNs) {
            emptySinceNs = Long.MIN_VALUE;
        } else if (emptySinceNs == Long.MIN_VALUE) {
            emptySinceNs = nowNs;
        } else if (nowNs - emptySinceNs > EMPTY_NS) {
            active = false;
        }
    }

    /** A reusable struct. */
    static final class Situation {
        long roundNs;
        long queueNs;
        long emptyNs;
        double loss;
        double seconds;
    }
}
