package io.steadycast.benchmarks.forward;

import java.util.OptionalInt;

/**
 * Confined to its run. Finds the largest number of viewers that is carried: doubles while everything is, then halves what is in between, until a tenth is left of it.
 * What was measured anyway is where it starts.
 */
final class LimitFinder {
    private static final double CLOSE = 1.1;

    private final int most;
    private int stepsLeft;
    private int carried;
    private int failed = Integer.MAX_VALUE;
    private boolean ended;

    /**
     * @param steps further measurements that may be asked for
     * @param most viewers that may be asked for
     */
    LimitFinder(int steps, int most) {
        this.stepsLeft = steps;
        this.most = most;
    }

    void onRow(int viewers, boolean isCarried) {
        if (isCarried && viewers < failed) {
            carried = Math.max(carried, viewers);
        } else if (!isCarried) {
            failed = Math.min(failed, viewers);
            // A larger number that went well before was luck.
            carried = carried >= failed ? 0 : carried;
        }
    }

    /** The generator is at its end: nothing above can be told. */
    void onGeneratorLimit() {
        ended = true;
    }

    /** What to measure next. */
    OptionalInt next() {
        if (ended || stepsLeft == 0) {
            return OptionalInt.empty();
        }
        int viewers = failed == Integer.MAX_VALUE ? Math.min(most, 2 * Math.max(1, carried)) : (carried + failed) / 2;
        boolean close = failed != Integer.MAX_VALUE && failed <= Math.max(carried + 1, carried * CLOSE);
        if (close || viewers == carried || viewers == 0) {
            return OptionalInt.empty();
        }
        stepsLeft--;
        return OptionalInt.of(viewers);
    }

    /** The largest number that was carried, 0 if none was. */
    int carried() {
        return carried;
    }

    /** The smallest that was not, empty if all were. */
    OptionalInt failed() {
        return failed == Integer.MAX_VALUE ? OptionalInt.empty() : OptionalInt.of(failed);
    }
}
