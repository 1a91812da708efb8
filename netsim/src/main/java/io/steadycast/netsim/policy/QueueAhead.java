package io.steadycast.netsim.policy;

import java.util.Arrays;

/** Confined to its session. A fluid queue in front of what a channel will carry: what would a rate do to it? */
final class QueueAhead {
    /** So old may pictures be on the way without a gap that anybody sees. */
    private static final double LATE_MS = 120;

    /** Whoever waited longer is thrown away. */
    private static final double MOST_LATE_MS = 1_500;

    private final long stepNs;
    /** Bits that will have been carried up to the start of each step. */
    private final double[] carried;

    QueueAhead(int steps, long stepNs) {
        this.stepNs = stepNs;
        carried = new double[steps + 1];
    }

    void look(long nowNs, Channel channel) {
        carried[0] = 0;
        for (int i = 1; i < carried.length; i++) {
            long fromNs = nowNs + (i - 1) * stepNs;
            carried[i] = carried[i - 1] + channel.goodputBps(fromNs, fromNs + stepNs) * stepNs / 1e9;
        }
    }

    /** Mean rate over some of the coming steps. */
    double bps(int from, int to) {
        return (carried[to] - carried[from]) * 1e9 / ((to - from) * stepNs);
    }

    /** What was seen to be carried in the time after the last look. */
    double bits(long afterNs) {
        int whole = (int) Math.min(afterNs / stepNs, carried.length - 2);
        double part = Math.min(1, (afterNs - whole * stepNs) / (double) stepNs);
        return carried[whole] + part * (carried[whole + 1] - carried[whole]);
    }

    /** By how much what comes forth in the coming steps is too late, in steps times ms, at a constant rate and after what waits already. */
    double lateness(double bps, double queuedBits, int steps) {
        double backlog = queuedBits;
        double bitsPerStep = bps * stepNs / 1e9;
        double late = 0;
        for (int i = 0; i < steps; i++) {
            backlog = Math.max(0, backlog + bitsPerStep - (carried[i + 1] - carried[i]));
            late += Math.clamp(waitMs(i + 1, backlog) - LATE_MS, 0, MOST_LATE_MS);
        }
        return late;
    }

    /** That share of what comes at a constant rate waits less. */
    double waitMs(double bps, double share) {
        double[] waits = new double[carried.length - 1];
        double backlog = 0;
        for (int i = 0; i < waits.length; i++) {
            backlog = Math.max(0, backlog + bps * stepNs / 1e9 - (carried[i + 1] - carried[i]));
            waits[i] = waitMs(i + 1, backlog);
        }
        Arrays.sort(waits);
        return waits[(int) Math.min(waits.length - 1.0, share * waits.length)];
    }

    /** Until what waits at the start of a step is carried. */
    private double waitMs(int step, double backlog) {
        double until = carried[step] + backlog;
        int found = Arrays.binarySearch(carried, step, carried.length, until);
        double end = found >= 0 ? found : -found - 1;
        if (end >= carried.length) {
            // Beyond what is looked at; as fast as the last second.
            double lastBps = Math.max(1, bps(carried.length - 11, carried.length - 1));
            return (carried.length - 1 - step) * stepNs / 1e6 + (until - carried[carried.length - 1]) / lastBps * 1e3;
        }
        if (found < 0) {
            double before = carried[(int) end - 1];
            end = end - 1 + (until - before) / (carried[(int) end] - before);
        }
        return (end - step) * stepNs / 1e6;
    }
}
