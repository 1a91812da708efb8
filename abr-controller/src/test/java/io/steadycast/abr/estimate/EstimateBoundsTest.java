package io.steadycast.abr.estimate;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.steadycast.abr.fixture.SteadySession;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Test;

/** No garbage, and nothing that grows. */
final class EstimateBoundsTest {
    private static final long MS = 1_000_000L;
    private static final int FEEDBACK_LOST_OF = 20;
    private static final long WEEK_S = 7 * 24 * 3_600;

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private static long allocatedBytes() {
        return THREADS.getCurrentThreadAllocatedBytes();
    }

    private static void run(SteadySession session, PathEstimator estimator, long seconds) {
        long endNs = session.nowNs() + seconds * 1_000 * MS;
        while (session.nowNs() < endNs) {
            boolean heard = session.step();
            estimator.onTick(session.nowNs(), session);
            if (heard) {
                estimator.onFeedback(session.feedbackNs(), session);
            }
        }
    }

    @Test
    void feedbackAllocatesNothing() {
        SteadySession session = new SteadySession(100, 100 * MS, FEEDBACK_LOST_OF);
        PathEstimator estimator = new PathEstimator(PathTrial.RATES);
        run(session, estimator, 60);
        allocatedBytes();
        long before = allocatedBytes();
        run(session, estimator, 600);
        assertThat(allocatedBytes() - before).isZero();
    }

    /** All state is numbers and arrays of fixed size; that no number runs away, and that nothing else is made, is shown here. */
    @Test
    void aWeekChangesNothing() {
        SteadySession week = new SteadySession(10, 500 * MS, FEEDBACK_LOST_OF);
        PathEstimator estimator = new PathEstimator(PathTrial.RATES);
        run(week, estimator, 600);
        allocatedBytes();
        long before = allocatedBytes();
        run(week, estimator, WEEK_S);
        assertThat(allocatedBytes() - before).isZero();
        PathEstimate path = estimator.path();
        assertThat(path.capacityBps).isBetween(PathTrial.RATES.minBps(), PathTrial.RATES.maxBps());
        assertThat(path.budgetBps).isBetween(PathTrial.RATES.minBps(), path.capacityBps);
        assertThat(path.loss).isBetween(0.05, 0.15);
        assertThat(path.peakLoss).isBetween(path.loss, 0.75);
        assertThat(path.burstPackets).isBetween(1.0, 1.6);
        assertThat(path.feedbackLoss).isBetween(0.0, 0.2);
        assertThat(path.rttNs).isBetween(50 * MS, 300 * MS);
        assertThat(path.jitterNs).isBetween(0L, 60 * MS);
        assertThat(path.queueNs).isBetween(0L, 60 * MS);
    }
}
