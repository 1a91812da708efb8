package io.steadycast.benchmarks.controller;

import io.steadycast.abr.AdaptiveController;
import io.steadycast.abr.control.Plan;
import io.steadycast.abr.fixture.LadderDemand;
import io.steadycast.abr.fixture.SteadySession;
import io.steadycast.abr.profile.QualityProfiles;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** What the adaptive controller takes for one viewer on a path that loses a tenth of its packets. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class ControllerBenchmark {
    private static final int PACKETS = 100;
    private static final long INTERVAL_NS = 100_000_000L;
    private static final int SECONDS_BEFORE = 30;

    private final SteadySession session =
            new SteadySession(PACKETS, INTERVAL_NS, 0, LadderDemand.audio(), LadderDemand.video());
    private final Plan plan = new Plan(session.demandCount());
    private final AdaptiveController controller = new AdaptiveController(QualityProfiles.SMOOTH_FIRST);

    /** The path is known when measuring begins. */
    @Setup
    public void settle() {
        for (int i = 0; i < SECONDS_BEFORE * 10; i++) {
            feedback();
        }
    }

    /** A feedback of {@value #PACKETS} statuses, and the plan that follows from it; with what {@link #script} takes. */
    @Benchmark
    public Plan feedback() {
        session.step();
        controller.onFeedback(session.feedbackNs(), session);
        controller.onTick(session.feedbackNs(), session, plan);
        return plan;
    }

    /** Making up the feedback alone: to be taken off. */
    @Benchmark
    public boolean script() {
        return session.step();
    }

    /** Nothing came, and the time for a look has not come either. */
    @Benchmark
    public Plan idleTick() {
        controller.onTick(session.feedbackNs(), session, plan);
        return plan;
    }
}
