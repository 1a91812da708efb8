package io.steadycast.netsim.scenario;

import io.steadycast.netsim.link.spec.CrossTraffic;
import io.steadycast.netsim.link.spec.Happening;
import io.steadycast.netsim.link.spec.PathSpec;
import io.steadycast.netsim.link.spec.TimedEvent;
import io.steadycast.netsim.scenario.Course.Column;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Pure. How viewers share: over the time in which all of them watch, ten seconds after the last one came. */
final class Fairness {
    private static final long STEP_NS = Course.STEP_MS * 1_000_000L;
    private static final long SETTLING_NS = 10_000_000_000L;

    private Fairness() {}

    /**
     * What flows compete for.
     *
     * @param spec of the link that they share
     * @param crossKbps mean rate of others' traffic on it
     */
    record Contended(PathSpec spec, double crossKbps) {}

    /** {@code contended} is null where everybody has a link alone. */
    static MetricValues add(MetricValues run, Scenario.Cast cast, List<Course> courses, @Nullable Contended contended) {
        double[] kbps = new double[courses.size()];
        for (int i = 0; i < kbps.length; i++) {
            kbps[i] = together(cast, courses.get(i));
        }
        MetricValues with = kbps.length > 1 ? run.with(Metric.JAIN, jain(kbps)) : run;
        if (contended == null) {
            return with;
        }
        int others = longFlows(contended.spec());
        double fairKbps = contended.spec().down().capacity().meanBps() / 1000.0 / (kbps.length + others);
        with = with.with(Metric.FAIR_SHARE, 100 * Arrays.stream(kbps).min().orElse(Double.NaN) / fairKbps);
        return others == 0 ? with : with.with(Metric.CROSS_SHARE, 100 * contended.crossKbps() / others / fairKbps);
    }

    /** Of somebody else, that last and react. */
    static int longFlows(PathSpec path) {
        int flows = 0;
        for (TimedEvent event : path.events()) {
            if (event.what() instanceof Happening.Cross cross && cross.traffic() instanceof CrossTraffic.Cubic cubic) {
                flows += cubic.flows();
            }
        }
        return flows;
    }

    /** (sum x)^2 / (n sum x^2): 1 if all are equal, 1/n if one has it all. */
    static double jain(double... rates) {
        double sum = 0;
        double squares = 0;
        for (double rate : rates) {
            sum += rate;
            squares += rate * rate;
        }
        return squares == 0 ? Double.NaN : sum * sum / (rates.length * squares);
    }

    /** Mean rate of one viewer over the samples in which everybody watches. */
    private static double together(Scenario.Cast cast, Course course) {
        double sum = 0;
        int count = 0;
        for (int i = 0; i < course.samples(); i++) {
            double received = course.value(Column.RECEIVED_KBPS, i);
            if (allWatch(cast, i) && !Double.isNaN(received)) {
                sum += received;
                count++;
            }
        }
        return count == 0 ? Double.NaN : sum / count;
    }

    private static boolean allWatch(Scenario.Cast cast, int sample) {
        long nowNs = STEP_NS * sample;
        for (Scenario.Viewer viewer : cast.viewers()) {
            Scenario.Stay stay = viewer.stay();
            boolean back = nowNs >= stay.resumeAtNs() && nowNs - stay.resumeAtNs() >= SETTLING_NS;
            boolean away = nowNs >= stay.pauseAtNs() && !back;
            if (nowNs < stay.joinAtNs() + SETTLING_NS || away) {
                return false;
            }
        }
        return true;
    }
}
