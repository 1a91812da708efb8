package io.steadycast.abr.allocate;

import static org.assertj.core.api.Assertions.assertThat;

import io.steadycast.abr.control.Reason;
import io.steadycast.abr.control.StreamPlan;
import io.steadycast.abr.estimate.PathEstimate;
import io.steadycast.abr.profile.Knob;
import io.steadycast.abr.profile.ProfileBuilder;
import io.steadycast.abr.profile.QualityProfile;
import io.steadycast.abr.profile.QualityProfiles;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class LayerAllocatorTest {
    private static final QualityProfile SMOOTH = QualityProfiles.SMOOTH_FIRST;

    private static Bench bench(QualityProfile profile) {
        return new Bench(profile, FakeVideo.audio(50_000), FakeVideo.measured());
    }

    /** What a session shows from its first second at each of these budgets. */
    private static List<String> ladder(QualityProfile profile, long... kbps) {
        List<String> shown = new ArrayList<>();
        for (long one : kbps) {
            Bench bench = bench(profile).budget(one * 1000);
            bench.runMs(1_000);
            shown.add(bench.shown(1));
        }
        return shown;
    }

    @Test
    void aSmoothPictureKeepsItsFramesAndGivesUpItsSize() {
        assertThat(ladder(SMOOTH, 150, 200, 260, 450, 600, 1_500, 1_600))
                .containsExactly("135p/0", "135p/1", "135p/2", "270p/1", "270p/2", "270p/2", "540p/2");
    }

    @Test
    void aClearPictureKeepsItsSizeAndGivesUpFrames() {
        assertThat(ladder(QualityProfiles.CLARITY_FIRST, 600, 1_000, 1_600))
                .containsExactly("270p/2", "540p/1", "540p/2");
    }

    @Test
    void balanceGivesUpHalfTheFramesForTwiceTheLines() {
        assertThat(ladder(QualityProfiles.LOW_LATENCY, 400, 600, 700, 1_000))
                .containsExactly("270p/1", "270p/2", "270p/2", "540p/1");
    }

    @Test
    void protectionIsPartOfThePrice() {
        Bench bench = bench(SMOOTH).budget(1_600_000);
        bench.protection = 0.5;
        bench.runMs(1_000);
        assertThat(bench.shown(1)).isEqualTo("270p/2");
        assertThat(bench.allocator.costBps()).isEqualTo((long) (1.5 * 475_000));
        bench.path.loss = 0.2;
        bench.runMs(100);
        assertThat(bench.allocator.reason()).isEqualTo(Reason.PROTECTION);
    }

    @Test
    void whereFeedbackGetsLostNotAllThatThereIsIsTaken() {
        Bench bench = bench(SMOOTH).budget(560_000);
        bench.runMs(10_000);
        assertThat(bench.shown(1)).as("475 of 560 kbps").isEqualTo("270p/2");
        bench.path.feedbackLoss = 0.7;
        bench.runMs(10_000);
        assertThat(bench.shown(1)).as("of 560 kbps 98 stay free").isEqualTo("270p/1");
        bench.budget(640_000).runMs(30_000);
        assertThat(bench.shown(1)).as("70 % of 640 kbps are 448").isEqualTo("270p/1");
        bench.budget(700_000).runMs(30_000);
        assertThat(bench.shown(1)).as("70 % of 700 kbps are 490").isEqualTo("270p/2");
    }

    @Test
    void downComesAfterThreeHundredMillisecondsAndUpAfterTwoSeconds() {
        Bench bench = bench(SMOOTH).budget(1_600_000);
        bench.runMs(20_000);
        bench.budget(1_000_000).runMs(300);
        assertThat(bench.shown(1)).isEqualTo("540p/2");
        bench.runMs(100);
        assertThat(bench.shown(1)).isEqualTo("270p/2");
        bench.budget(1_600_000).runMs(2_000);
        assertThat(bench.shown(1)).isEqualTo("270p/2");
        bench.runMs(100);
        assertThat(bench.shown(1)).isEqualTo("540p/2");
    }

    /** A radio link that carries four times as much again is another path than the one on which the upgrade failed. */
    @Test
    void whatFailedIsTriedAgainAtOnceWhereThereIsAmpleRoom() {
        Bench bench = bench(SMOOTH).budget(1_600_000);
        bench.runMs(8_000);
        for (int i = 0; i < 4; i++) {
            bench.budget(600_000).runMs(1_000);
            assertThat(bench.shown(1)).as("down %d", i).isEqualTo("270p/2");
            bench.budget(1_700_000).runMs(3_000);
            assertThat(bench.shown(1)).as("enough, and no more: time %d", i).isEqualTo("270p/2");
            bench.budget(3_000_000).runMs(3_000);
            assertThat(bench.shown(1)).as("ample %d", i).isEqualTo("540p/2");
        }
    }

    @Test
    void aProberIsToldToProveAmpleRoomForWhatFailed() {
        Bench bench = bench(SMOOTH).budget(1_600_000);
        bench.runMs(20_000);
        bench.budget(600_000).runMs(1_000);
        bench.budget(1_600_000).runMs(3_000);
        assertThat(bench.shown(1)).isEqualTo("540p/2");
        bench.budget(600_000).runMs(1_000);
        assertThat(bench.allocator.wantedBps()).isEqualTo(3 * bench.allocator.nextBps() / 2);
    }

    /** Neither taken nor asked for would be for good: of the first guess less is taken than of what was measured. */
    @Test
    void whatIsNotTakenIsAskedOfTheProber() {
        for (PathEstimate.State state : List.of(PathEstimate.State.START, PathEstimate.State.NORMAL)) {
            for (int kbps = 150; kbps <= 1_500; kbps += 10) {
                Bench bench = bench(SMOOTH).budget(kbps * 1_000L);
                bench.path.state = state;
                bench.runMs(1_000);
                assertThat(bench.allocator.nextBps()).isPositive();
                assertThat(bench.allocator.wantedBps())
                        .as(
                                "%d kbps, %s, shown %s, the next takes %d",
                                kbps, state, bench.shown(1), bench.allocator.nextBps())
                        .isGreaterThan(kbps * 1_000L);
            }
        }
    }

    /** Keyframes of a simulcast come all at once, and the next ones have to wait for their slot. */
    @Test
    void noLargerPictureIsAskedForWhileAStillLargerOneIsBeingProven() {
        Bench bench = bench(SMOOTH).budget(300_000);
        bench.keyframesCome = false;
        bench.path.state = PathEstimate.State.START;
        bench.runMs(100);
        bench.streams.get(1).current = 0;
        bench.path.climbing = true;
        bench.budget(800_000).runMs(300);
        assertThat(bench.shown(1)).isEqualTo("270p/2");
        assertThat(bench.plan.stream(1).maxRung).isZero();
        assertThat(bench.plan.stream(1).maxTemporalId).isEqualTo(StreamPlan.ALL_TEMPORAL);
        bench.budget(2_400_000).runMs(100);
        assertThat(bench.plan.stream(1).maxRung).isEqualTo(2);
    }

    @Test
    void whatWasAskedForBeforeAProbeStaysAskedFor() {
        Bench bench = bench(SMOOTH).budget(800_000);
        bench.keyframesCome = false;
        bench.path.state = PathEstimate.State.START;
        bench.runMs(100);
        bench.streams.get(1).current = 0;
        bench.runMs(300);
        assertThat(bench.plan.stream(1).maxRung).isEqualTo(1);
        bench.path.climbing = true;
        bench.runMs(300);
        assertThat(bench.plan.stream(1).maxRung).isEqualTo(1);
    }

    /** A gap of the radio ends with everything that was held back; a path that became slower goes on bringing something. */
    @Test
    void whileNothingArrivesAtAllNoPictureIsMadeSmaller() {
        Bench bench = bench(SMOOTH).budget(1_600_000);
        bench.path.feedbackIntervalNs = 50 * Bench.MS;
        bench.runMs(20_000);
        bench.budget(200_000).runMs(100);
        bench.path.quietNs = 300 * Bench.MS;
        bench.runMs(600);
        assertThat(bench.shown(1)).startsWith("540p");
        bench.path.quietNs = 0;
        bench.runMs(400);
        assertThat(bench.shown(1)).as("it arrives, slowly").doesNotStartWith("540p");
    }

    /** No probe asks a path for less than it is believed to carry, so nothing else would ever prove it. */
    @Test
    void whatASourceAddsWithinTheFirstGuessIsShown() {
        FakeVideo video = new FakeVideo(true, new int[] {136, 270, 540}, new long[] {40_000, 100_000, 200_000});
        video.active[1] = false;
        video.active[2] = false;
        Bench bench = new Bench(SMOOTH, FakeVideo.audio(50_000), video).budget(300_000);
        bench.path.state = PathEstimate.State.START;
        bench.runMs(500);
        assertThat(bench.shown(1)).isEqualTo("136p/2");
        video.active[1] = true;
        bench.runMs(3_000);
        assertThat(bench.shown(1)).isEqualTo("270p/2");
        video.active[2] = true;
        bench.runMs(3_000);
        assertThat(bench.shown(1))
                .as("of a guess one takes less than of a measurement")
                .startsWith("270p");
    }

    @Test
    void whatTheUserChoosesComesAtOnceHoweverOften() {
        Bench bench = bench(SMOOTH).budget(2_000_000);
        bench.runMs(20_000);
        for (int i = 0; i < 10; i++) {
            bench.streams.get(1).maxRung = 0;
            bench.runMs(200);
            assertThat(bench.shown(1)).as("down %d", i).isEqualTo("135p/2");
            bench.runMs(2_000);
            bench.streams.get(1).maxRung = StreamPlan.TOP;
            bench.runMs(200);
            assertThat(bench.shown(1)).as("up %d", i).isEqualTo("540p/2");
            bench.runMs(2_000);
        }
    }

    @Test
    void whatFitsWithoutRoomToSpareStaysButIsNotTakenAnew() {
        Bench bench = bench(SMOOTH).budget(1_350_000);
        bench.runMs(10_000);
        assertThat(bench.shown(1)).isEqualTo("270p/2");
        bench.budget(1_600_000).runMs(3_000);
        bench.budget(1_350_000).runMs(60_000);
        assertThat(bench.shown(1)).isEqualTo("540p/2");
    }

    @Test
    void aLongQueueInThePathLowersThePictureWhateverTheBudgetSays() {
        Bench bench = bench(SMOOTH).budget(1_600_000);
        bench.runMs(10_000);
        bench.path.state = PathEstimate.State.OVERUSE;
        bench.path.queueNs = 120 * Bench.MS;
        bench.runMs(600);
        assertThat(bench.shown(1)).as("a keyframe may do that").isEqualTo("540p/2");
        bench.runMs(100);
        assertThat(bench.shown(1)).isEqualTo("270p/2");
        assertThat(bench.allocator.reason()).isEqualTo(Reason.OVERUSE);
    }

    @Test
    void thePictureIsGivenUpLastAndComesBackByItself() {
        Bench bench = bench(SMOOTH).budget(120_000);
        bench.runMs(5_000);
        assertThat(bench.shown(1)).as("116 kbps of 120").isEqualTo("135p/0");
        bench.budget(102_000).runMs(60_000);
        assertThat(bench.shown(1)).as("14 % too dear").isEqualTo("135p/0");
        bench.budget(95_000).runMs(5_900);
        assertThat(bench.shown(1)).as("less than six seconds").isEqualTo("135p/0");
        bench.runMs(400);
        assertThat(bench.shown(1)).isEqualTo("-");
        assertThat(bench.allocator.reason()).isEqualTo(Reason.AUDIO_ONLY);
        assertThat(bench.allocator.isDark()).isTrue();
        assertThat(bench.allocator.wantedBps())
                .as("a probe could tell that it fits")
                .isEqualTo(116_000);
        bench.protection = 1;
        bench.runMs(10_000);
        assertThat(bench.allocator.wantedBps())
                .as("what it takes without protection, as for coming back")
                .isEqualTo(116_000);
        bench.budget(117_000).runMs(2_300);
        assertThat(bench.shown(1)).isEqualTo("135p/0");
        assertThat(bench.allocator.isDark()).isFalse();
    }

    @Test
    void aSourceThatBecomesThriftyAtOnceIsNotGivenUpForWhatItUsedToTake() {
        FakeVideo video = new FakeVideo(true, new int[] {540}, new long[] {1_500_000});
        video.temporal = 0;
        Bench bench = new Bench(SMOOTH, FakeVideo.audio(50_000), video).budget(2_000_000);
        bench.runMs(10_000);
        bench.budget(550_000).runMs(1_000);
        video.rates[0] = 450_000;
        for (int i = 0; i < 50; i++) {
            bench.runMs(100);
            assertThat(bench.shown(1)).as("after %d ms", 1_000 + 100 * i).isNotEqualTo("-");
        }
    }

    @Test
    void withoutFeedbackNothingIsChangedButTheUpperLayersWait() {
        Bench bench = bench(SMOOTH).budget(1_600_000);
        bench.runMs(10_000);
        bench.path.state = PathEstimate.State.SILENT;
        bench.budget(40_000).runMs(10_000);
        assertThat(bench.plan.stream(1).maxRung).isEqualTo(2);
        assertThat(bench.plan.stream(1).maxTemporalId).isZero();
        assertThat(bench.allocator.reason()).isEqualTo(Reason.NO_FEEDBACK);
        bench.path.state = PathEstimate.State.NORMAL;
        bench.budget(1_600_000).runMs(100);
        assertThat(bench.plan.stream(1).maxTemporalId).isEqualTo(StreamPlan.ALL_TEMPORAL);
    }

    @Test
    void untilTheSmallerPictureComesTheLargerOneIsThinned() {
        Bench bench = bench(SMOOTH).budget(1_600_000);
        bench.runMs(10_000);
        bench.keyframesCome = false;
        bench.budget(620_000).runMs(400);
        assertThat(bench.plan.stream(1).maxRung).isEqualTo(1);
        assertThat(bench.plan.stream(1).maxTemporalId)
                .as("540p T0 takes 504 of 570")
                .isZero();
        bench.keyframesCome = true;
        bench.runMs(200);
        assertThat(bench.plan.stream(1).maxTemporalId).isEqualTo(StreamPlan.ALL_TEMPORAL);
    }

    @Test
    void anUpgradeThatFailsIsNotTriedAgainForTenSecondsThenTwentyAndSoOnUpToAMinute() {
        QualityProfile restless = ProfileBuilder.from(SMOOTH, "restless")
                .with(Knob.MAX_SWITCHES, 60)
                .build();
        Bench bench = bench(restless).budget(1_000_000);
        bench.runMs(10_000);
        List<Long> tries = new ArrayList<>();
        String before = bench.shown(1);
        for (int i = 0; i < 4_000; i++) {
            boolean large = bench.shown(1).equals("540p/2");
            bench.budget(large ? 1_000_000 : 1_600_000).runMs(100);
            if (bench.shown(1).equals("540p/2") && !before.equals("540p/2")) {
                tries.add(bench.nowNs / 1_000_000_000L);
            }
            before = bench.shown(1);
        }
        assertThat(tries.get(1) - tries.get(0)).isBetween(10L, 14L);
        for (int i = 2; i < tries.size(); i++) {
            assertThat(tries.get(i) - tries.get(i - 1)).as("tries at " + tries).isBetween(20L, 70L);
        }
        assertThat(tries.getLast() - tries.get(tries.size() - 2))
                .as("tries at " + tries)
                .isGreaterThanOrEqualTo(60L);
    }

    /** A network that becomes worse, twice, and is another one later: nobody would understand a small picture for a minute. */
    @Test
    void afterAPathBecameWorseTheLargePictureComesBackAsSoonAsThePathIsGoodAgain() {
        Bench bench = bench(SMOOTH).budget(3_000_000);
        bench.runMs(60_000);
        bench.budget(900_000).runMs(5_000);
        bench.budget(200_000).runMs(5_000);
        assertThat(bench.shown(1)).startsWith("135p");
        bench.budget(3_000_000).runMs(3_000);
        assertThat(bench.shown(1)).isEqualTo("540p/2");
    }

    /** On the edge it takes its time; with room to spare it is no edge. */
    @Test
    void whoseSizeChangedTwiceInAMinuteGoesUpOnlyWithAmpleRoom() {
        Bench bench = bench(SMOOTH).budget(1_000_000);
        bench.runMs(30_000);
        bench.budget(1_600_000).runMs(4_000);
        assertThat(bench.shown(1)).isEqualTo("540p/2");
        bench.budget(1_000_000).runMs(2_000);
        assertThat(bench.shown(1)).as("an upgrade that failed").startsWith("270p");
        bench.runMs(10_000);
        assertThat(bench.allocator.wantedBps()).as("what a probe is to find").isGreaterThan(1_600_000);
        bench.budget(1_600_000).runMs(10_000);
        assertThat(bench.shown(1)).startsWith("270p");
        bench.budget(2_000_000).runMs(4_000);
        assertThat(bench.shown(1)).isEqualTo("540p/2");
    }

    @Test
    void severalViewsShareTheBudgetAndAllAreSeenBeforeOneIsLarge() {
        Bench bench = new Bench(SMOOTH, FakeVideo.audio(50_000), FakeVideo.measured(), FakeVideo.measured());
        bench.budget(260_000).runMs(1_000);
        assertThat(List.of(bench.shown(1), bench.shown(2))).containsExactly("135p/1", "135p/0");
        bench.budget(1_120_000).runMs(10_000);
        assertThat(List.of(bench.shown(1), bench.shown(2))).containsExactly("270p/2", "270p/2");
    }

    @Test
    void aUsersChoiceBoundsTheLadder() {
        Bench bench = bench(SMOOTH).budget(5_000_000);
        bench.streams.get(1).maxRung = 1;
        bench.runMs(1_000);
        assertThat(bench.shown(1)).isEqualTo("270p/2");
        assertThat(bench.allocator.reason()).isEqualTo(Reason.ALL_FITS);
        assertThat(bench.allocator.wantedBps()).isZero();
        bench.streams.get(1).wanted = false;
        bench.runMs(100);
        assertThat(bench.allocator.costBps()).isEqualTo(50_000);
    }

    @Test
    void aLayerThatGoesAwayIsReplacedByTheNextBelow() {
        Bench bench = bench(SMOOTH).budget(5_000_000);
        bench.runMs(1_000);
        bench.streams.get(1).active[2] = false;
        bench.runMs(100);
        assertThat(bench.shown(1)).isEqualTo("270p/2");
    }

    @Test
    void aProberIsToldThePriceOfTheNextBetterChoiceWithRoomToSpare() {
        Bench bench = bench(SMOOTH).budget(700_000);
        bench.protection = 0.2;
        bench.runMs(1_000);
        assertThat(bench.shown(1)).isEqualTo("270p/2");
        assertThat(bench.allocator.wantedBps()).isEqualTo((long) (1.2 * 1_310_000 / 0.85));
    }
}
