package io.steadycast.abr.allocate;

import io.steadycast.abr.control.Demand;
import io.steadycast.abr.protect.Costs;
import java.util.Arrays;

/**
 * Confined to the viewer's shard. What could be forwarded of one video: each rung with its temporal layers, what it takes on the wire, protection included, and what
 * it is worth. Those that cost more than another of higher worth are left out; what remains is the ladder, cheapest first.
 */
final class StreamOptions {
    static final int RUNGS = 8;
    static final int TEMPORAL = 4;
    static final int COUNT = RUNGS * TEMPORAL;
    static final int NONE = -1;

    /** A keyframe in the last second is no new rate. */
    private static final double SMOOTHING_NS = 1.5e9;

    private static final double USUAL_FPS = 25;
    private static final double USUAL_LOWEST_LINES = 135;

    private final Worth worth;
    private final double[] costBps = new double[COUNT];
    private final double[] mediaBps = new double[COUNT];
    private final double[] worths = new double[COUNT];
    private final boolean[] usable = new boolean[COUNT];
    private final int[] ladder = new int[COUNT];
    private int ladderCount;

    StreamOptions(Worth worth) {
        this.worth = worth;
    }

    static int option(int rung, int temporalId) {
        return Math.min(rung, RUNGS - 1) * TEMPORAL + Math.clamp(temporalId, 0, TEMPORAL - 1);
    }

    static int rung(int option) {
        return option / TEMPORAL;
    }

    static int temporalId(int option) {
        return option % TEMPORAL;
    }

    /** Looks at the stream again, {@code elapsedNs} after the last time. */
    void update(long elapsedNs, Demand demand, Costs costs) {
        double share = 1 - Math.exp(-elapsedNs / SMOOTHING_NS);
        int rungs = Math.min(demand.rungCount(), RUNGS);
        Arrays.fill(usable, false);
        for (int rung = 0; rung < rungs; rung++) {
            if (isOffered(demand, rung)) {
                rung(demand, costs, rung, share);
            }
        }
        rank();
    }

    /** Nobody wants the stream. */
    void clear() {
        Arrays.fill(usable, false);
        Arrays.fill(costBps, 0);
        ladderCount = 0;
    }

    /** A user's choice that is away is served by what is below it; the lowest rung is never refused. */
    private static boolean isOffered(Demand demand, int rung) {
        return demand.active(rung) && (rung <= demand.maxRung() || rung == lowestActive(demand));
    }

    private static int lowestActive(Demand demand) {
        int rung = 0;
        while (rung < demand.rungCount() - 1 && !demand.active(rung)) {
            rung++;
        }
        return rung;
    }

    private void rung(Demand demand, Costs costs, int rung, double share) {
        int top = Math.min(demand.maxTemporalId(rung), TEMPORAL - 1);
        double lines = lines(demand, rung);
        double fps = demand.framesPerSecond(rung) > 0 ? demand.framesPerSecond(rung) : USUAL_FPS;
        for (int temporalId = 0; temporalId <= top; temporalId++) {
            int option = option(rung, temporalId);
            double media = demand.bitrateBps(rung, temporalId);
            if (media <= 0) {
                costBps[option] = 0;
                continue;
            }
            usable[option] = true;
            double cost = costs.costBps(demand, rung, temporalId);
            boolean known = costBps[option] > 0;
            costBps[option] = known ? costBps[option] + share * (cost - costBps[option]) : cost;
            // A source that sends less at once is not held against its past; a keyframe is, and passes.
            mediaBps[option] = known ? Math.min(media, mediaBps[option] + share * (media - mediaBps[option])) : media;
            worths[option] = worth.of(lines, fps / (1 << (top - temporalId)));
        }
    }

    /** Of an SVC stream only the highest layer's size is known; each one below has half of it. */
    private static double lines(Demand demand, int rung) {
        int top = demand.rungCount() - 1;
        if (demand.heightPx(rung) > 0) {
            return demand.heightPx(rung);
        }
        double highest = demand.heightPx(top) > 0 ? demand.heightPx(top) : USUAL_LOWEST_LINES * (1 << top);
        return highest / (1 << Math.max(0, top - rung));
    }

    private void rank() {
        ladderCount = 0;
        for (int option = 0; option < COUNT; option++) {
            if (usable[option]) {
                insert(option);
            }
        }
        int kept = 0;
        for (int i = 0; i < ladderCount; i++) {
            if (kept == 0 || worths[ladder[i]] > worths[ladder[kept - 1]]) {
                ladder[kept++] = ladder[i];
            }
        }
        ladderCount = kept;
    }

    /** By cost; of equal ones the better first. */
    private void insert(int option) {
        int at = ladderCount++;
        while (at > 0 && isBehind(ladder[at - 1], option)) {
            ladder[at] = ladder[at - 1];
            at--;
        }
        ladder[at] = option;
    }

    private boolean isBehind(int one, int other) {
        return costBps[one] > costBps[other] || (costBps[one] == costBps[other] && worths[one] < worths[other]);
    }

    int ladderCount() {
        return ladderCount;
    }

    /** Cheapest first. */
    int onLadder(int index) {
        return ladder[index];
    }

    boolean isUsable(int option) {
        return option >= 0 && usable[option];
    }

    /** 0 for {@link #NONE}. */
    double costBps(int option) {
        return option < 0 ? 0 : costBps[option];
    }

    /** Without protection; 0 for {@link #NONE}. */
    double mediaBps(int option) {
        return option < 0 ? 0 : mediaBps[option];
    }

    double worth(int option) {
        return option < 0 ? 0 : worths[option];
    }

    /** The best of one rung that takes at most so much; its lowest temporal layer if none does. */
    int within(int rung, double bps) {
        int best = option(rung, 0);
        for (int temporalId = 1; temporalId < TEMPORAL; temporalId++) {
            int option = option(rung, temporalId);
            if (usable[option] && costBps[option] <= bps) {
                best = option;
            }
        }
        return best;
    }
}
