package io.steadycast.abr.allocate;

import java.util.Arrays;

/**
 * Confined to the viewer's shard. Puts options of several streams together: first the cheapest of each in their order, then step by step whatever is worth most for its
 * cost. The order of the steps does not depend on the budget, and the first that does not fit ends it; so a larger budget never makes any stream worse.
 */
final class Assembly {
    private final StreamOptions[] streams;
    private final int[] level;
    private final int[] chosen;
    private double costBps;
    private double worth;

    Assembly(StreamOptions[] streams) {
        this.streams = streams;
        level = new int[streams.length];
        chosen = new int[streams.length];
    }

    /** What bounds the choice beside the budget. */
    interface Limits {
        /** Whether this stream may go to this option at all. */
        boolean allows(int stream, int option);
    }

    /**
     * Chooses for all streams.
     *
     * @param fixedBps what is taken away before
     * @param budgetBps for everything
     * @param enoughWorth the first choice worth more than this ends it
     */
    void assemble(double fixedBps, double budgetBps, double enoughWorth, Limits limits) {
        Arrays.fill(level, -1);
        Arrays.fill(chosen, StreamOptions.NONE);
        costBps = fixedBps;
        worth = 0;
        for (int i = 0; i < streams.length; i++) {
            if (streams[i].ladderCount() > 0 && !step(i, budgetBps, limits)) {
                return;
            }
            if (worth > enoughWorth) {
                return;
            }
        }
        int next = best(limits);
        while (next >= 0 && step(next, budgetBps, limits) && worth <= enoughWorth) {
            next = best(limits);
        }
    }

    /** The stream whose next step brings most for its cost; -1 if none has one. */
    private int best(Limits limits) {
        int best = -1;
        double most = 0;
        for (int i = 0; i < streams.length; i++) {
            int up = level[i] < 0 ? -1 : nextLevel(i, limits);
            if (up < 0) {
                continue;
            }
            int option = streams[i].onLadder(up);
            double more = streams[i].costBps(option) - streams[i].costBps(chosen[i]);
            double gain = streams[i].worth(option) - streams[i].worth(chosen[i]);
            double ratio = gain / Math.max(1, more);
            if (best < 0 || ratio > most) {
                best = i;
                most = ratio;
            }
        }
        return best;
    }

    private int nextLevel(int stream, Limits limits) {
        for (int up = level[stream] + 1; up < streams[stream].ladderCount(); up++) {
            if (limits.allows(stream, streams[stream].onLadder(up))) {
                return up;
            }
        }
        return -1;
    }

    private boolean step(int stream, double budgetBps, Limits limits) {
        int up = level[stream] < 0 ? 0 : nextLevel(stream, limits);
        int option = streams[stream].onLadder(up);
        double cost = costBps + streams[stream].costBps(option) - streams[stream].costBps(chosen[stream]);
        if (cost > budgetBps) {
            return false;
        }
        worth += streams[stream].worth(option) - streams[stream].worth(chosen[stream]);
        costBps = cost;
        level[stream] = up;
        chosen[stream] = option;
        return true;
    }

    int chosen(int stream) {
        return chosen[stream];
    }

    /** Everything together. */
    double costBps() {
        return costBps;
    }

    double worth() {
        return worth;
    }
}
