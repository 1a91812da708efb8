package io.steadycast.netsim.scenario;

import io.steadycast.netsim.scenario.CapacitySteps.Step;
import io.steadycast.netsim.scenario.Course.Column;
import java.util.List;

/** Pure. How the estimate follows capacity, and what queues it builds: ADAPTATION section 5, RFC 8867 section 4.2. */
final class EstimateMetrics {
    private static final int PER_S = 1000 / Course.STEP_MS;
    private static final double SETTLED_QUEUE_MS = 100;
    /** A shorter lull is no end of the queue. */
    private static final int SETTLED_SAMPLES = PER_S;

    private static final double QUIET_QUEUE_MS = 50;
    private static final int QUIET_SAMPLES = 3 * PER_S;
    private static final double BACKOFF = 0.9;
    private static final double USED = 0.9;
    private static final int FINAL_SAMPLES = 5 * PER_S;
    private static final int CONVERGED_SAMPLES = 2 * PER_S;
    private static final double CONVERGED = 0.1;

    private EstimateMetrics() {}

    /**
     * Sets what can be told.
     *
     * @param usableShare of capacity that media may have: (1 - loss)
     * @param capKbps what the source can use at most
     */
    static void fill(MetricValues.Builder values, Course course, double usableShare, double capKbps) {
        if (course.samples() == 0) {
            return;
        }
        values.set(Metric.QUEUE_P95, course.percentile(Column.QUEUE_MS, 95, 0, course.samples()));
        Column rate = course.has(Column.ESTIMATE_KBPS) ? Column.ESTIMATE_KBPS : Column.RECEIVED_KBPS;
        if (rate == Column.ESTIMATE_KBPS) {
            values.set(Metric.ESTIMATE, course.mean(rate));
            values.set(Metric.ESTIMATE_UTILISATION, utilisation(course, usableShare, capKbps));
            values.set(Metric.FALSE_BACKOFFS, falseBackoffs(course) * 60.0 / course.seconds());
        }
        values.set(Metric.CONVERGENCE, convergence(course, rate));
        List<Step> steps = CapacitySteps.of(course);
        double rise = Double.NaN;
        double settle = Double.NaN;
        double overshoot = Double.NaN;
        for (Step step : steps) {
            if (step.up()) {
                rise = worse(rise, rise(course, rate, step, Math.min(step.toKbps() * usableShare, capKbps)));
            } else {
                settle = worse(settle, settle(course, step));
                overshoot = worse(
                        overshoot,
                        course.percentile(Column.QUEUE_MS, 95, step.at(), Math.min(step.end(), step.at() + 2 * PER_S)));
            }
        }
        if (rate == Column.ESTIMATE_KBPS) {
            values.set(Metric.STEP_CONVERGENCE, stepConvergence(course, steps, usableShare, capKbps));
        }
        values.set(Metric.RISE_TIME, rise);
        values.set(Metric.QUEUE_SETTLE, settle);
        values.set(Metric.OVERSHOOT, overshoot);
    }

    private static double worse(double one, double other) {
        return Double.isNaN(one) ? other : Double.isNaN(other) ? one : Math.max(one, other);
    }

    private static double utilisation(Course course, double usableShare, double capKbps) {
        double used = 0;
        double usable = 0;
        for (int i = 0; i < course.samples(); i++) {
            double estimate = course.value(Column.ESTIMATE_KBPS, i);
            double capacity = course.value(Column.CAPACITY_KBPS, i);
            if (!Double.isNaN(estimate) && !Double.isNaN(capacity)) {
                double limit = Math.min(capacity * usableShare, capKbps);
                usable += limit;
                used += Math.min(estimate, limit);
            }
        }
        return usable == 0 ? Double.NaN : 100 * used / usable;
    }

    /** Seconds; the whole step if it never came to that. */
    private static double rise(Course course, Column rate, Step step, double usableKbps) {
        for (int i = step.at(); i < step.end(); i++) {
            if (course.value(rate, i) >= USED * usableKbps) {
                return (i - step.at()) / (double) PER_S;
            }
        }
        return (step.end() - step.at()) / (double) PER_S;
    }

    /** Seconds; the whole step if it never came to that. */
    private static double settle(Course course, Step step) {
        int calm = 0;
        for (int i = step.at(); i < step.end(); i++) {
            calm = course.value(Column.QUEUE_MS, i) < SETTLED_QUEUE_MS ? calm + 1 : 0;
            if (calm == SETTLED_SAMPLES) {
                return (i + 1 - SETTLED_SAMPLES - step.at()) / (double) PER_S;
            }
        }
        return (step.end() - step.at()) / (double) PER_S;
    }

    /** Seconds until the rate, averaged over a second, keeps within 10 % of its final value for two; the whole run if it never did. */
    private static double convergence(Course course, Column rate) {
        int n = course.samples();
        double last = course.mean(rate, n - FINAL_SAMPLES, n);
        int within = 0;
        for (int i = PER_S; i <= n; i++) {
            double mean = course.mean(rate, i - PER_S, i);
            within = Math.abs(mean - last) <= CONVERGED * last ? within + 1 : 0;
            if (within == CONVERGED_SAMPLES) {
                return (i - CONVERGED_SAMPLES) / (double) PER_S;
            }
        }
        return course.seconds();
    }

    /** Worst of the start and all steps. More than a source can use is as good as what it can. */
    private static double stepConvergence(Course course, List<Step> steps, double usableShare, double capKbps) {
        if (steps.isEmpty()) {
            return Double.NaN;
        }
        double worst =
                settled(course, 0, steps.getFirst().at(), steps.getFirst().fromKbps() * usableShare, capKbps);
        for (Step step : steps) {
            worst = Math.max(worst, settled(course, step.at(), step.end(), step.toKbps() * usableShare, capKbps));
        }
        return worst;
    }

    private static double settled(Course course, int from, int end, double usableKbps, double capKbps) {
        double least = (1 - CONVERGED) * Math.min(usableKbps, capKbps);
        double most = (1 + CONVERGED) * usableKbps;
        int within = 0;
        for (int i = from; i < end; i++) {
            double value = course.value(Column.ESTIMATE_KBPS, i);
            within = value >= least && value <= most ? within + 1 : 0;
            if (within == CONVERGED_SAMPLES) {
                return (i + 1 - CONVERGED_SAMPLES - from) / (double) PER_S;
            }
        }
        return (end - from) / (double) PER_S;
    }

    private static int falseBackoffs(Course course) {
        int count = 0;
        int i = QUIET_SAMPLES;
        while (i < course.samples()) {
            double before = highest(course, Column.ESTIMATE_KBPS, i - PER_S, i);
            if (course.value(Column.ESTIMATE_KBPS, i) < BACKOFF * before && quiet(course, i)) {
                count++;
                i += PER_S;
            } else {
                i++;
            }
        }
        return count;
    }

    private static boolean quiet(Course course, int at) {
        double capacity = highest(course, Column.CAPACITY_KBPS, at - QUIET_SAMPLES, at + 1);
        return highest(course, Column.QUEUE_MS, at - QUIET_SAMPLES, at + 1) < QUIET_QUEUE_MS
                && course.value(Column.CAPACITY_KBPS, at) > 0.98 * capacity;
    }

    private static double highest(Course course, Column column, int from, int to) {
        double highest = Double.NEGATIVE_INFINITY;
        for (int i = Math.max(0, from); i < to; i++) {
            double value = course.value(column, i);
            if (!Double.isNaN(value)) {
                highest = Math.max(highest, value);
            }
        }
        return highest;
    }
}
