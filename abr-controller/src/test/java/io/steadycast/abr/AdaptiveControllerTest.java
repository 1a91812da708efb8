package io.steadycast.abr;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.steadycast.abr.control.Plan;
import io.steadycast.abr.fixture.LadderDemand;
import io.steadycast.abr.fixture.SteadySession;
import io.steadycast.abr.profile.QualityProfiles;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Test;

/** The controller as a whole; what its parts decide is their tests' business. */
final class AdaptiveControllerTest {
    private static final long MS = 1_000_000L;
    private static final long TICK_NS = 5 * MS;
    private static final int INTERVAL_TICKS = 20;
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private final SteadySession session =
            new SteadySession(100, INTERVAL_TICKS * TICK_NS, 20, LadderDemand.audio(), LadderDemand.video());
    private final AdaptiveController controller = new AdaptiveController(QualityProfiles.SMOOTH_FIRST);
    private final Plan plan = new Plan(session.demandCount());

    private void run(int intervals) {
        for (int i = 0; i < intervals; i++) {
            boolean heard = session.step();
            for (int tick = 0; tick < INTERVAL_TICKS; tick++) {
                controller.onTick(session.nowNs() + tick * TICK_NS, session, plan);
            }
            if (heard) {
                controller.onFeedback(session.feedbackNs(), session);
            }
        }
    }

    @Test
    void feedbackAndTicksAllocateNothing() {
        run(6_000);
        THREADS.getCurrentThreadAllocatedBytes();
        long before = THREADS.getCurrentThreadAllocatedBytes();
        run(6_000);
        assertThat(THREADS.getCurrentThreadAllocatedBytes() - before).isZero();
        assertThat(plan.estimateBps).isPositive();
        assertThat(plan.loss).isBetween(0.05, 0.15);
        assertThat(controller.decisions().size()).isPositive();
    }
}
