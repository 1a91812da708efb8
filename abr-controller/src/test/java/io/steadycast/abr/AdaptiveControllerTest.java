package io.steadycast.abr;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.steadycast.abr.control.FrameClass;
import io.steadycast.abr.control.Plan;
import io.steadycast.abr.control.Reason;
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
    void nothingIsSentForLossesOnAReliablePath() {
        run(100);
        assertThat(protection()).isPositive();
        session.reliable = true;
        run(2);
        assertThat(protection()).isZero();
        assertThat(plan.stream(0).redDepth).isZero();
        assertThat(plan.resendLost).isFalse();
        assertThat(plan.recallMs).isZero();
    }

    private double protection() {
        double sum = 0;
        for (int i = 0; i < plan.streamCount(); i++) {
            for (FrameClass kind : FrameClass.values()) {
                sum += plan.stream(i).protection(kind).parityShare
                        + plan.stream(i).protection(kind).copies;
            }
        }
        return sum;
    }

    @Test
    void feedbackAndTicksAllocateNothing() {
        run(6_000);
        // A compiler that comes late may allocate once on this thread; what a call allocates shows each time.
        long least = Long.MAX_VALUE;
        for (int i = 0; i < 3; i++) {
            long before = THREADS.getCurrentThreadAllocatedBytes();
            run(2_000);
            least = Math.min(least, THREADS.getCurrentThreadAllocatedBytes() - before);
        }
        assertThat(least).isZero();
        assertThat(plan.estimateBps).isPositive();
        assertThat(plan.loss).isBetween(0.05, 0.15);
        assertThat(controller.decisions().size()).isPositive();
    }

    /** Held here it would break, and take a keyframe. */
    @Test
    void theBaseLayerLeavesWhateverThePathIsBelievedToCarry() {
        run(100);
        for (int i = 0; i < 3_000; i++) {
            session.step();
            controller.onTick(session.nowNs(), session, plan);
        }
        assertThat(plan.reason).isEqualTo(Reason.NO_FEEDBACK);
        long leastBps =
                LadderDemand.audio().bitrateBps(0, 0) + LadderDemand.video().bitrateBps(0, 0);
        assertThat(plan.targetBps).isLessThan(leastBps);
        assertThat(plan.paceBps).isGreaterThan(leastBps);
    }
}
