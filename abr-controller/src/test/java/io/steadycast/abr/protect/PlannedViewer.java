package io.steadycast.abr.protect;

import io.steadycast.abr.control.FrameClass;
import io.steadycast.abr.control.Plan;
import io.steadycast.abr.control.Protection;
import io.steadycast.abr.estimate.PathEstimate;
import io.steadycast.abr.fixture.LadderDemand;
import io.steadycast.abr.profile.DegradationPreference;
import io.steadycast.abr.profile.QualityProfile;

/** A planner on a path that tests name, told ten times a second what the path is, with audio and one layer of video. */
final class PlannedViewer {
    static final int MIDDLE = 1;
    static final int ALL_TEMPORAL = 7;
    private static final long TICK_NS = 100_000_000L;

    final PathEstimate path = new PathEstimate();
    final LadderDemand video = LadderDemand.video();
    final LadderDemand audio = LadderDemand.audio();
    final Plan plan = new Plan(2);
    final ProtectionPlanner planner;
    final PictureClock pictures = new PictureClock();
    boolean begun = true;
    boolean scarce;
    long nowNs = 1_000_000_000L;

    PlannedViewer(int maxDelayMs, int rescueMs) {
        planner = new ProtectionPlanner(new QualityProfile(
                "test",
                DegradationPreference.MAINTAIN_FRAMERATE,
                new QualityProfile.Rates(300_000, 30_000, 20_000_000),
                new QualityProfile.Delay(maxDelayMs, rescueMs, 0.25),
                new QualityProfile.Misses(1e-4, 1e-3, 1e-2, 5e-2),
                new QualityProfile.Layers(0.85, 2_000, 2, 6, 200),
                new QualityProfile.Audio(0.005, 8)));
        path.state = PathEstimate.State.NORMAL;
        path.judgedPackets = 10_000;
        path.capacityBps = 2_000_000;
        path.budgetBps = 2_000_000;
        path.ackedBps = 600_000;
        path.feedbackIntervalNs = 50_000_000;
        path.rttDeviationNs = 5_000_000;
        path.jitterNs = 5_000_000;
    }

    static PlannedViewer ordinary() {
        return new PlannedViewer(1_000, 1_500);
    }

    /** Random loss unless a mean burst above 1 is given. */
    PlannedViewer on(int rttMs, double loss, double burstPackets) {
        path.rttNs = rttMs * 1_000_000L;
        path.loss = loss;
        path.peakLoss = loss;
        path.burstPackets = burstPackets <= 1 ? 1 / (1 - loss) : burstPackets;
        path.lossAfterLoss = 1 - 1 / path.burstPackets;
        return this;
    }

    PlannedViewer run(int ms) {
        for (int i = 0; i < ms / 100; i++) {
            tick();
        }
        return this;
    }

    void tick() {
        nowNs += TICK_NS;
        pictures.gapMs = begun ? 40 : 0;
        pictures.clockMs = nowNs / 1e6;
        planner.update(nowNs, path, pictures, scarce);
        planner.fill(audio, 0, ALL_TEMPORAL, plan.stream(0));
        planner.fill(video, MIDDLE, ALL_TEMPORAL, plan.stream(1));
        planner.repair(plan);
    }

    Protection of(FrameClass kind) {
        return plan.stream(1).protection(kind);
    }

    /** Repair in shares of the media, as the planner expects it; headers are not repair. */
    double overhead() {
        double clean = new LayerCost().of(video);
        return planner.costBps(video, MIDDLE, ALL_TEMPORAL) / clean - 1;
    }

    /** What the layer takes on the wire without any repair. */
    private static final class LayerCost {
        private final LayerShape shape = new LayerShape();

        double of(LadderDemand video) {
            shape.ofVideo(video, MIDDLE, ALL_TEMPORAL);
            return video.bitrateBps(MIDDLE, ALL_TEMPORAL) + shape.moreBps;
        }
    }
}
