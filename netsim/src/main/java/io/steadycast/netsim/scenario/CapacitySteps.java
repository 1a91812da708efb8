package io.steadycast.netsim.scenario;

import io.steadycast.netsim.scenario.Course.Column;
import java.util.ArrayList;
import java.util.List;

/** Finds the moments at which a capacity went from one steady value to another; a wandering capacity has none. */
final class CapacitySteps {
    /** A smaller change is no step. */
    private static final double LEAST_CHANGE = 0.15;
    /** Steady means: within this of the first value. */
    private static final double STEADY = 0.02;

    private static final int STEADY_SAMPLES = 5_000 / Course.STEP_MS;

    private CapacitySteps() {}

    /**
     * A change of capacity.
     *
     * @param at the first sample with the new value
     * @param end until before which the new value held
     * @param fromKbps the old value
     * @param toKbps the new value
     */
    record Step(int at, int end, double fromKbps, double toKbps) {
        boolean up() {
            return toKbps > fromKbps;
        }
    }

    static List<Step> of(Course course) {
        List<Step> steps = new ArrayList<>();
        double before = Double.NaN;
        int i = 0;
        while (i < course.samples()) {
            int end = steadyEnd(course, i);
            double value = course.value(Column.CAPACITY_KBPS, i);
            if (end - i < STEADY_SAMPLES) {
                i++;
                continue;
            }
            if (!Double.isNaN(before) && Math.abs(value - before) >= LEAST_CHANGE * before) {
                steps.add(new Step(i, end, before, value));
            }
            before = value;
            i = end;
        }
        return steps;
    }

    private static int steadyEnd(Course course, int from) {
        double value = course.value(Column.CAPACITY_KBPS, from);
        int end = from;
        while (end < course.samples() && Math.abs(course.value(Column.CAPACITY_KBPS, end) - value) <= STEADY * value) {
            end++;
        }
        return end;
    }
}
