package io.steadycast.abr.protect;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.steadycast.abr.control.FrameClass;
import io.steadycast.abr.control.Plan;
import io.steadycast.abr.control.Protection;
import io.steadycast.abr.estimate.PathEstimate;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProtectionPlannerTest {
    private static final double[] LOSSES = {0.003, 0.01, 0.02, 0.05, 0.1, 0.15, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7};

    @Test
    void addsNothingToACleanPath() {
        PlannedViewer viewer = PlannedViewer.ordinary().on(150, 0.001, 1).run(20_000);

        assertThat(viewer.planner.playoutDelayMs()).isZero();
        assertThat(viewer.plan.minPlayoutDelayMs).isEqualTo(Plan.UNCHANGED);
        assertThat(viewer.plan.stream(0).redDepth).isZero();
        for (FrameClass kind : FrameClass.values()) {
            assertThat(viewer.of(kind).parityShare).isZero();
            assertThat(viewer.of(kind).copies).isZero();
        }
        assertThat(viewer.overhead()).isBetween(0.0009, 0.0012);
    }

    /** Round trip, loss, burst, and the most repair in shares of media and the latest picture that the targets allow there (ADAPTATION 4). */
    @ParameterizedTest
    @CsvSource({
        "100, 0.02, 1, 0.04, 350",
        "200, 0.10, 1, 0.20, 700",
        "100, 0.074, 1.2, 0.20, 1000",
        "200, 0.20, 1, 0.45, 800",
        "200, 0.30, 4, 0.85, 850",
        "200, 0.50, 1, 1.80, 850",
        "400, 0.10, 1, 0.30, 1100"
    })
    void staysWithinTheTargets(int rttMs, double loss, double burst, double mostOverhead, int mostMs) {
        PlannedViewer viewer = PlannedViewer.ordinary().on(rttMs, loss, burst).run(20_000);

        assertThat(viewer.overhead()).as("repair").isBetween(floor(loss), mostOverhead);
        assertThat(viewer.planner.playoutDelayMs() + rttMs / 2 + 50)
                .as("P95 of the delay")
                .isLessThanOrEqualTo(mostMs);
        assertThat(viewer.plan.repairDeadlineMs).isGreaterThan(viewer.plan.repairRoundMs);
    }

    /** A third round would spare repair, and is not worth its delay where that comes near to the bound. */
    @Test
    void ratherSendsMoreThanWaitsNearTheBoundOfItsProfile() {
        PlannedViewer strict = PlannedViewer.ordinary().on(200, 0.3, 4).run(20_000);
        PlannedViewer patient = new PlannedViewer(2_000, 3_000).on(200, 0.3, 4).run(20_000);

        assertThat(strict.planner.playoutDelayMs()).isBetween(500, 700);
        assertThat(patient.planner.playoutDelayMs()).isGreaterThan(strict.planner.playoutDelayMs() + 200);
        assertThat(patient.overhead()).isLessThan(strict.overhead() - 0.1);
    }

    @Test
    void waitsForWhatTheRadioHoldsBackAndNotForItsOwnQueue() {
        for (PathEstimate.State state :
                new PathEstimate.State[] {PathEstimate.State.NORMAL, PathEstimate.State.DRAIN}) {
            PlannedViewer viewer = PlannedViewer.ordinary().on(100, 0, 1).run(5_000);
            for (int i = 0; i < 5; i++) {
                viewer.path.state = state;
                viewer.path.worstDelayNs = 400_000_000;
                viewer.run(500);
                viewer.path.state = PathEstimate.State.NORMAL;
                viewer.path.worstDelayNs = 0;
                viewer.run(1_500);
            }
            assertThat(viewer.planner.playoutDelayMs() > 0)
                    .as("after " + state)
                    .isEqualTo(state == PathEstimate.State.NORMAL);
        }
    }

    /** Rounds by the clock are no better than one fewer of those that answer what was heard. */
    @Test
    void waitsForMoreRoundsWhereFeedbackGetsLost() {
        PlannedViewer heard = PlannedViewer.ordinary().on(100, 0.7, 1);
        PlannedViewer unheard = PlannedViewer.ordinary().on(100, 0.7, 1);
        heard.path.feedbackIntervalNs = 180_000_000;
        unheard.path.feedbackIntervalNs = 180_000_000;
        unheard.path.feedbackLoss = 0.7;

        assertThat(roundsHeld(unheard.run(20_000))).isGreaterThan(roundsHeld(heard.run(20_000)) + 0.5);
    }

    private static double roundsHeld(PlannedViewer viewer) {
        return (double) viewer.planner.playoutDelayMs() / viewer.plan.repairRoundMs;
    }

    /** Erasures: what is lost of what is sent has to be sent again, p / (1 - p) of what arrives; a hundredth of T2 need not. */
    private static double floor(double loss) {
        return 0.9 * loss / (1 - loss);
    }

    @Test
    void neverPlansLessThanErasuresTake() {
        for (int rttMs : new int[] {40, 100, 200, 400, 800}) {
            for (double loss : LOSSES) {
                PlannedViewer viewer =
                        PlannedViewer.ordinary().on(rttMs, loss, 1).run(10_000);
                assertThat(viewer.overhead())
                        .as("%d ms and a loss of %s", rttMs, loss)
                        .isGreaterThan(floor(loss));
            }
        }
    }

    /** With time for as many rounds, more loss costs more. */
    @Test
    void costsMoreTheMoreIsLost() {
        for (int rttMs : new int[] {30, 60, 100, 400}) {
            double before = 0;
            for (double loss : LOSSES) {
                PlannedViewer viewer = PlannedViewer.ordinary().on(rttMs, loss, 1);
                viewer.video.playoutDelay = false;
                viewer.audio.playoutDelay = false;
                viewer.run(2_000);
                assertThat(viewer.overhead())
                        .as("%d ms and a loss of %s", rttMs, loss)
                        .isGreaterThan(before);
                before = viewer.overhead();
            }
        }
    }

    /** Thin paths: 150 kbps, of which audio alone takes half. */
    @Test
    void waitsRatherThanSendsTwiceWhereThereIsHardlyEnough() {
        PlannedViewer enough = PlannedViewer.ordinary().on(300, 0.1, 1);
        PlannedViewer scarce = PlannedViewer.ordinary().on(300, 0.1, 1);
        scarce.scarce = true;
        for (PlannedViewer viewer : new PlannedViewer[] {enough, scarce}) {
            viewer.path.capacityBps = 150_000;
            viewer.path.budgetBps = 150_000;
            viewer.run(10_000);
        }

        assertThat(scarce.planner.playoutDelayMs()).isGreaterThan(enough.planner.playoutDelayMs());
        assertThat(scarce.overhead()).isLessThan(enough.overhead());
    }

    @Test
    void repeatsAudioOnceWhereThereIsHardlyEnough() {
        PlannedViewer viewer = PlannedViewer.ordinary().on(300, 0.08, 1);
        viewer.path.capacityBps = 150_000;
        viewer.path.budgetBps = 150_000;
        assertThat(viewer.run(1_000).plan.stream(0).redDepth).isEqualTo(2);

        viewer.scarce = true;
        assertThat(viewer.run(1_000).plan.stream(0).redDepth).isEqualTo(1);
    }

    /** Nobody waits for a round where only 400 ms are allowed and one takes more: parity has to do it, and the receiver must not wait by itself either. */
    @Test
    void protectsTheBaseByParityAloneWhereNoRoundIsInTime() {
        PlannedViewer talk = new PlannedViewer(400, 400).on(400, 0.1, 1);
        talk.plan.stream(1).protection(FrameClass.T0).none();
        talk.run(10_000);

        assertThat(talk.of(FrameClass.T0).parityShare).isGreaterThanOrEqualTo(1);
        assertThat(talk.of(FrameClass.T2).parityShare).isLessThan(talk.of(FrameClass.T0).parityShare);
        assertThat(talk.overhead()).isLessThan(1);
        assertThat(talk.plan.minPlayoutDelayMs).isPositive();
        assertThat(talk.plan.maxPlayoutDelayMs).isLessThan(400 - 200);
    }

    @Test
    void protectsKeyframesMostAndUpperLayersLeast() {
        PlannedViewer viewer = PlannedViewer.ordinary().on(200, 0.2, 1).run(10_000);
        int last = 1;
        assertThat(viewer.of(FrameClass.KEY).resends[last]).isGreaterThan(viewer.of(FrameClass.T0).resends[last]);
        assertThat(viewer.of(FrameClass.T0).resends[last]).isGreaterThan(viewer.of(FrameClass.T1).resends[last]);
        assertThat(viewer.of(FrameClass.T1).resends[last])
                .isGreaterThanOrEqualTo(viewer.of(FrameClass.T2).resends[last]);
        assertThat(viewer.of(FrameClass.T2).resends[last]).isPositive();
    }

    @Test
    void sendsMoreOftenTheFewerRoundsAreLeft() {
        for (double loss : LOSSES) {
            PlannedViewer viewer = PlannedViewer.ordinary().on(200, loss, 1).run(10_000);
            Protection base = viewer.of(FrameClass.T0);
            for (int left = 2; left <= Protection.MAX_ROUNDS; left++) {
                assertThat(base.resends[left]).isBetween((byte) 1, base.resends[left - 1]);
            }
        }
    }

    @Test
    void usesParityWhereNoRoundFits() {
        PlannedViewer viewer = new PlannedViewer(400, 400).on(400, 0.1, 1).run(10_000);

        assertThat(viewer.planner.playoutDelayMs()).isLessThanOrEqualTo(200);
        assertThat(viewer.of(FrameClass.T0).parityShare).isPositive();
        assertThat(viewer.of(FrameClass.KEY).minParity).isPositive();
        assertThat(viewer.overhead()).isBetween(0.3, 1.2);
    }

    @Test
    void copiesForViewersWithoutParity() {
        PlannedViewer viewer = new PlannedViewer(400, 400).on(400, 0.1, 1);
        viewer.video.fec = false;
        viewer.run(10_000);

        assertThat(viewer.of(FrameClass.T0).parityShare).isZero();
        assertThat(viewer.of(FrameClass.T0).copies).isPositive();
    }

    @Test
    void hasOnlyParityForViewersWithoutRetransmission() {
        PlannedViewer viewer = PlannedViewer.ordinary().on(100, 0.05, 1);
        viewer.video.rtx = false;
        viewer.run(10_000);

        assertThat(viewer.of(FrameClass.T0).copies).isZero();
        assertThat(viewer.of(FrameClass.T0).parityShare).isPositive();
        assertThat(viewer.planner.playoutDelayMs())
                .as("delay without rounds is of no use")
                .isLessThan(50);
    }

    @Test
    void tellsNobodyToWaitWhoCannotBeTold() {
        PlannedViewer viewer = PlannedViewer.ordinary().on(300, 0.1, 1);
        viewer.video.playoutDelay = false;
        viewer.audio.playoutDelay = false;
        viewer.run(10_000);

        assertThat(viewer.plan.minPlayoutDelayMs).isEqualTo(Plan.UNCHANGED);
        assertThat(viewer.plan.repairDeadlineMs).isEqualTo(200);
    }

    @Test
    void raisesTheDelayWithoutAFreezeAndLowersItSlowly() {
        PlannedViewer viewer = PlannedViewer.ordinary().on(200, 0.1, 1);
        int before = 0;
        int most = 0;
        for (int i = 0; i < 50; i++) {
            viewer.tick();
            most = Math.max(most, viewer.planner.playoutDelayMs() - before);
            before = viewer.planner.playoutDelayMs();
        }
        assertThat(most).as("in 100 ms").isLessThanOrEqualTo(110);
        assertThat(before).as("after five seconds").isGreaterThan(300);

        viewer.on(200, 0, 1).run(29_000);
        assertThat(viewer.planner.playoutDelayMs()).as("within half a minute").isEqualTo(before);
        viewer.run(11_000);
        assertThat(viewer.planner.playoutDelayMs()).as("ten seconds later").isBetween(before - 110, before - 40);
        viewer.run(60_000);
        assertThat(viewer.planner.playoutDelayMs()).isZero();
        assertThat(viewer.plan.maxPlayoutDelayMs).as("no other renderer").isGreaterThan(500);
    }

    /** The second picture waits for the delay, and 200 ms behind the first would be a freeze. */
    @Test
    void holdsLittleUntilThereIsAPicture() {
        PlannedViewer viewer = PlannedViewer.ordinary().on(200, 0.1, 1);
        viewer.begun = false;
        viewer.tick();
        assertThat(viewer.planner.playoutDelayMs()).isEqualTo(130);
        assertThat(viewer.planner.isRepairInTime())
                .as("time for a larger picture")
                .isFalse();
        assertThat(viewer.run(5_000).planner.playoutDelayMs()).isEqualTo(130);
        viewer.begun = true;
        assertThat(viewer.run(3_000).planner.playoutDelayMs()).isGreaterThan(300);
        assertThat(viewer.planner.isRepairInTime()).isTrue();
    }

    @Test
    void protectsWhatIsNotKnownYetAndForgetsThatSoon() {
        PlannedViewer viewer = PlannedViewer.ordinary().on(100, 0, 1);
        viewer.path.judgedPackets = 0;
        viewer.tick();
        assertThat(viewer.plan.repairDeadlineMs).isPositive();
        assertThat(viewer.of(FrameClass.KEY).copies + viewer.of(FrameClass.KEY).parityShare)
                .isPositive();
        int before = viewer.run(1_000).planner.playoutDelayMs();
        assertThat(before).isGreaterThan(100);

        viewer.path.judgedPackets = 400;
        assertThat(viewer.run(2_500).planner.playoutDelayMs()).isZero();
        assertThat(viewer.of(FrameClass.KEY).copies + viewer.of(FrameClass.KEY).parityShare)
                .isZero();
    }

    @Test
    void spreadsCopiesOverBursts() {
        PlannedViewer random = PlannedViewer.ordinary().on(200, 0.3, 1).run(1_000);
        PlannedViewer bursts = PlannedViewer.ordinary().on(200, 0.3, 4).run(1_000);

        assertThat(random.plan.stream(1).copyDelayMs).isLessThan(20);
        assertThat(random.plan.stream(1).interleaved).isFalse();
        assertThat(bursts.plan.stream(1).copyDelayMs).isBetween(20, 60);
        assertThat(bursts.plan.stream(1).interleaved).isTrue();
    }

    @Test
    void leavesMostOfAThinPathToPictures() {
        PlannedViewer viewer = PlannedViewer.ordinary().on(200, 0.5, 1);
        viewer.path.budgetBps = 500_000;
        assertThat(viewer.run(1_000).plan.stream(0).redDepth).isEqualTo(4);
        viewer.path.budgetBps = 150_000;
        assertThat(viewer.run(1_000).plan.stream(0).redDepth).isEqualTo(2);
    }

    @ParameterizedTest
    @CsvSource({"0.003, 0", "0.02, 1", "0.1, 2", "0.3, 4", "0.5, 7"})
    void deepensRedundancyOfAudioByLoss(double loss, int depth) {
        PlannedViewer viewer = PlannedViewer.ordinary().on(200, loss, 1).run(1_000);
        assertThat(viewer.plan.stream(0).redDepth).isEqualTo(depth);
        assertThat(viewer.plan.stream(0).redDistance).isEqualTo(1);
        assertThat(viewer.planner.costBps(viewer.audio, 0, 0))
                .isBetween(41_000L + depth * 33_000L, 41_000L + depth * 36_000L + 8_000L);
    }

    @Test
    void allocatesNothing() {
        PlannedViewer viewer = PlannedViewer.ordinary().on(200, 0.1, 1).run(1_000);
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long thread = Thread.currentThread().threadId();
        for (int i = 0; i < 20_000; i++) {
            step(viewer, i);
        }
        long before = threads.getThreadAllocatedBytes(thread);
        for (int i = 0; i < 10_000; i++) {
            step(viewer, i);
        }
        long bytes = threads.getThreadAllocatedBytes(thread) - before;
        // The measurement itself takes a few; 10 000 updates must not.
        assertThat(bytes).isLessThan(1_000);
    }

    private static void step(PlannedViewer viewer, int i) {
        viewer.on(50 + i % 300, 0.001 * (i % 700), 1 + i % 4);
        viewer.tick();
        viewer.planner.costBps(viewer.video, i % 3, i % 3);
        viewer.planner.costBps(viewer.audio, 0, 0);
    }

    @Test
    void sendsWholePacketsAgainWithoutRedButNoneWhereThereIsHardlyEnough() {
        PlannedViewer viewer = PlannedViewer.ordinary().on(200, 0.1, 1);
        viewer.audio.red = false;
        assertThat(viewer.run(1_000).plan.stream(0).redDepth).isEqualTo(2);
        long copied = viewer.planner.costBps(viewer.audio, 0, 0);
        viewer.audio.red = true;
        assertThat(copied).as("dearer than RED").isGreaterThan(viewer.planner.costBps(viewer.audio, 0, 0));

        viewer.audio.red = false;
        viewer.scarce = true;
        assertThat(viewer.run(1_000).plan.stream(0).redDepth).isZero();
    }
}
