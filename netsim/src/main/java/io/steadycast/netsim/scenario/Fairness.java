package io.steadycast.netsim.scenario;

import io.steadycast.netsim.link.spec.Capacity;
import io.steadycast.netsim.link.spec.CrossTraffic;
import io.steadycast.netsim.link.spec.Happening;
import io.steadycast.netsim.link.spec.PathSpec;
import io.steadycast.netsim.link.spec.TimedEvent;
import io.steadycast.netsim.scenario.Course.Column;
import java.util.List;

/** Pure. How viewers share: over the time in which all of them watch, ten seconds after the last one came. */
final class Fairness {
    private static final long STEP_NS = Course.STEP_MS * 1_000_000L;
    private static final long SETTLING_NS = 10_000_000_000L;

    private Fairness() {}

    static MetricValues add(MetricValues run, Scenario.Cast cast, List<Course> courses) {
        double[] kbps = new double[courses.size()];
        for (int i = 0; i < kbps.length; i++) {
            kbps[i] = together(cast, courses.get(i));
        }
        MetricValues with = run.with(Metric.JAIN, jain(kbps));
        PathChoice bottleneck = cast.bottleneck();
        return bottleneck == null ? with : with.with(Metric.FAIR_SHARE, share(kbps, bottleneck.spec()));
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

    /** Of the flow that gets least, in per cent of an equal share among viewers and long flows of others. */
    private static double share(double[] kbps, PathSpec bottleneck) {
        int flows = kbps.length;
        for (TimedEvent event : bottleneck.events()) {
            if (event.what() instanceof Happening.Cross cross && cross.traffic() instanceof CrossTraffic.Cubic cubic) {
                flows += cubic.flows();
            }
        }
        Capacity capacity = bottleneck.down().capacity();
        double least = Double.POSITIVE_INFINITY;
        for (double rate : kbps) {
            least = Math.min(least, rate);
        }
        return 100 * least / (capacity.meanBps() / 1000.0 / flows);
    }
}
