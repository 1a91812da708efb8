package io.steadycast.media.engine.egress;

import static io.steadycast.media.engine.egress.EgressRig.MS;
import static org.assertj.core.api.Assertions.assertThat;

import io.steadycast.abr.control.FrameClass;
import io.steadycast.abr.control.PacketKind;
import io.steadycast.media.engine.transport.DropReason;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Repair that is led by transport-wide feedback. */
class LossRepairTest {
    private final LedViewer viewer = new LedViewer();

    @Test
    void whatIsReportedLostLeavesAgainAtOnce() {
        viewer.start();
        viewer.frame(false, 4);
        viewer.report(3L, 5L);
        assertThat(viewer.resent()).containsExactly(viewer.number(3), viewer.number(5));
        assertThat(viewer.rig.retransmissions()).allMatch(p -> p.atNs() == viewer.rig.nowNs);
        viewer.rig.nack(
                viewer.rig.session.feedback().origin(3),
                viewer.rig.session.feedback().origin(5));
        assertThat(viewer.resent()).as("the receiver's own words come too late").hasSize(2);
        assertThat(viewer.dropped(DropReason.NACK_SUPPRESSED)).isEqualTo(2);
    }

    @Test
    void withoutThePlansWordNothingDoes() {
        viewer.also(plan -> plan.resendLost = false);
        viewer.start();
        viewer.frame(false, 4);
        viewer.report(3L, 5L);
        viewer.rig.advance(500 * MS);
        assertThat(viewer.resent()).isEmpty();
    }

    @Test
    void aLostRetransmissionLeavesAgainAndAnArrivedOneDoesNot() {
        viewer.start();
        viewer.frame(false, 4);
        viewer.report(3L, 5L);
        List<Long> retransmissions = viewer.transportSeqs(PacketKind.RTX);
        viewer.frame(false, 4);
        viewer.report(retransmissions.getFirst());
        assertThat(viewer.resent()).containsExactly(viewer.number(3), viewer.number(5), viewer.number(3));
        viewer.frame(false, 4);
        viewer.report();
        viewer.rig.advance(1_000 * MS);
        assertThat(viewer.resent()).hasSize(3);
    }

    @Test
    void whatIsOnlyOvertakenGetsAMoment() {
        viewer.start();
        viewer.frame(false, 4);
        viewer.report(7L);
        assertThat(viewer.resent()).as("one number behind the newest").isEmpty();
        viewer.rig.advance(5 * MS);
        viewer.arrives(7);
        viewer.rig.advance(500 * MS);
        assertThat(viewer.resent()).isEmpty();
        viewer.frame(false, 4);
        viewer.report(11L);
        viewer.rig.advance(10 * MS);
        assertThat(viewer.resent()).containsExactly(viewer.number(11));
    }

    @Test
    void theFewerRoundsAreLeftTheMoreOftenItLeaves() {
        viewer.also(plan -> {
            plan.repairDeadlineMs = 500;
            plan.stream(0).copyDelayMs = 10;
            byte[] resends = plan.stream(0).protection(FrameClass.T1).resends;
            resends[1] = 4;
            resends[2] = 2;
            resends[3] = 1;
        });
        viewer.startShown();
        viewer.frame(false, 4);
        viewer.frame(false, 4);
        long lost = viewer.transportSeqs(PacketKind.UPPER).get(2);
        viewer.report(lost);
        assertThat(viewer.resent()).as("three rounds left").hasSize(1);
        viewer.rig.advance(130 * MS);
        viewer.frame(false, 4);
        viewer.report(viewer.transportSeqs(PacketKind.RTX).getFirst());
        viewer.rig.advance(30 * MS);
        assertThat(viewer.resent()).as("two rounds left").hasSize(3);
        viewer.rig.advance(120 * MS);
        viewer.frame(false, 4);
        int before = viewer.resent().size();
        viewer.report(viewer.transportSeqs(PacketKind.RTX).subList(1, before).toArray(Long[]::new));
        viewer.rig.advance(50 * MS);
        List<SentRtp> last = viewer.rig
                .retransmissions()
                .subList(before, viewer.rig.retransmissions().size());
        assertThat(last).as("the last round").hasSize(4).allMatch(p -> p.u16(0) == viewer.number(lost));
        for (int i = 1; i < last.size(); i++) {
            assertThat(last.get(i).atNs() - last.get(i - 1).atNs()).isBetween(10 * MS, 16 * MS);
        }
    }

    @Test
    void aRoundIsRepeatedOnlyIfAllOfItIsLost() {
        viewer.also(plan -> plan.stream(0).protection(FrameClass.KEY).resends[7] = 2);
        viewer.start();
        viewer.frame(false, 4);
        viewer.report(2L);
        viewer.rig.advance(10 * MS);
        assertThat(viewer.resent()).hasSize(2);
        viewer.frame(false, 4);
        viewer.report(viewer.transportSeqs(PacketKind.RTX).getFirst());
        viewer.rig.advance(500 * MS);
        assertThat(viewer.resent()).hasSize(2);
    }

    @Test
    void pastItsDeadlineNothingIsSentAndTheBaseLayersPictureIsSeenTo() {
        viewer.also(plan -> plan.repairDeadlineMs = 300);
        viewer.startShown();
        viewer.host.source.encoding(0).takeKeyframeRequest();
        viewer.rig.advance(1_000 * MS);
        viewer.frame(false, 4);
        viewer.rig.advance(290 * MS);
        viewer.report(viewer.transportSeqs(PacketKind.UPPER).get(2));
        viewer.rig.advance(20 * MS);
        assertThat(viewer.dropped(DropReason.REPAIR_LATE)).isEqualTo(1);
        assertThat(viewer.resent()).isEmpty();
        assertThat(viewer.host.source.encoding(0).takeKeyframeRequest())
                .as("an upper layer is not worth a keyframe")
                .isFalse();
        viewer.frame(false, 4);
        viewer.frame(false, 4);
        viewer.frame(false, 4);
        viewer.rig.advance(310 * MS);
        long base = viewer.transportSeqs(PacketKind.BASE).getFirst();
        viewer.report(base);
        assertThat(viewer.resent())
                .as("what others wait for is worth having late")
                .containsExactly(viewer.number(base));
        viewer.rig.advance(1_000 * MS);
        viewer.frame(false, 4);
        viewer.report(viewer.transportSeqs(PacketKind.RTX).getFirst());
        viewer.rig.advance(20 * MS);
        assertThat(viewer.dropped(DropReason.REPAIR_LATE)).isEqualTo(2);
        assertThat(viewer.host.source.encoding(0).takeKeyframeRequest()).isTrue();
    }

    @Test
    void whatWaitsForBudgetPastItsDeadlineIsDropped() {
        viewer.also(plan -> {
            plan.repairDeadlineMs = 200;
            plan.rtxBps = 20_000;
        });
        viewer.start();
        for (int i = 0; i < 3; i++) {
            viewer.frame(false, 8);
        }
        viewer.report(LongStream.range(5, 27).boxed().toArray(Long[]::new));
        viewer.rig.advance(2_000 * MS);
        assertThat(viewer.dropped(DropReason.REPAIR_LATE)).isGreaterThan(5);
        assertThat(viewer.rig.retransmissions()).allMatch(p -> p.atNs() <= 1_500 * MS);
    }

    @Test
    void aClassThatIsNotWorthItIsNotSentAgain() {
        viewer.also(plan -> Arrays.fill(plan.stream(0).protection(FrameClass.T2).resends, (byte) 0));
        viewer.start();
        viewer.frame(false, 4);
        viewer.frame(false, 4);
        viewer.report(6L, 9L);
        assertThat(viewer.resent()).as("T2 is not, T1 is").containsExactly(viewer.number(9));
        assertThat(viewer.dropped(DropReason.REPAIR_UNWANTED)).isEqualTo(1);
    }

    @Test
    void aNackOfWhatArrivedIsNotAnsweredUntilItInsists() {
        viewer.start();
        viewer.frame(false, 4);
        viewer.report();
        long number = viewer.rig.session.feedback().origin(6);
        viewer.rig.nack(number);
        assertThat(viewer.resent()).isEmpty();
        assertThat(viewer.dropped(DropReason.NACK_ARRIVED)).isEqualTo(1);
        viewer.rig.advance(2L * LedViewer.ROUND_MS * MS);
        viewer.rig.nack(number);
        assertThat(viewer.resent()).hasSize(1);
    }

    @Test
    void whereFeedbackIsSilentNacksAreAnsweredOncePerRound() {
        viewer.start();
        viewer.frame(false, 4);
        long number = viewer.rig.session.feedback().origin(6);
        for (int i = 0; i < 8; i++) {
            viewer.rig.nack(number);
            viewer.rig.advance(50 * MS);
        }
        assertThat(viewer.resent()).hasSize(2);
        // What is said of the first one later says nothing of the second.
        viewer.report(6L);
        viewer.rig.advance(20 * MS);
        assertThat(viewer.resent()).hasSize(2);
    }

    @Test
    void whereBudgetIsShortThePictureComesBeforeItsUpperLayers() {
        viewer.start();
        viewer.report();
        for (int i = 0; i < 12; i++) {
            viewer.frame(false, 2);
        }
        Set<Integer> base = viewer.transportSeqs(PacketKind.BASE).stream()
                .map(viewer::number)
                .collect(Collectors.toSet());
        Long[] all = LongStream.rangeClosed(5, viewer.lastSent() - 1).boxed().toArray(Long[]::new);
        viewer.also(plan -> plan.paceBps = 100_000);
        viewer.rig.advance(10 * MS);
        viewer.report(all);
        viewer.rig.advance(3_000 * MS);
        List<Integer> order = viewer.resent();
        assertThat(base).hasSizeGreaterThan(3);
        // The first one to be reported left before anything waited.
        assertThat(order.subList(1, base.size())).isSubsetOf(base);
        assertThat(order.subList(base.size() + 1, order.size())).doesNotContainAnyElementsOf(base);
    }

    @Test
    void noMoreLeavesOftenThanIsGoneBeforeTheNextRound() {
        viewer.also(plan -> {
            plan.paceBps = 800_000;
            plan.stream(0).copyDelayMs = 5;
            Arrays.fill(plan.stream(0).protection(FrameClass.KEY).resends, (byte) 7);
        });
        viewer.start();
        viewer.frame(false, 4);
        viewer.report(2L, 3L);
        viewer.rig.advance(150 * MS);
        assertThat(viewer.resent().stream().collect(Collectors.groupingBy(n -> n, Collectors.counting())))
                .as("60 ms at this pace are six packets; the second has two all the same")
                .containsEntry(viewer.number(2), 6L)
                .containsEntry(viewer.number(3), 2L);
    }

    @Test
    void copiesCountAsSendings() {
        viewer.also(plan -> {
            plan.stream(0).protection(FrameClass.KEY).copies = 1;
            plan.stream(0).copyDelayMs = 20;
        });
        viewer.start();
        viewer.frame(false, 4);
        List<Long> copies = viewer.transportSeqs(PacketKind.DUPLICATE);
        assertThat(copies).hasSize(4);
        viewer.report(1L, 2L, copies.get(1));
        viewer.rig.advance(20 * MS);
        assertThat(viewer.resent().stream().collect(Collectors.groupingBy(n -> n, Collectors.counting())))
                .as("both of the second are lost")
                .containsEntry(viewer.number(2), 2L)
                .containsEntry(viewer.number(1), 1L);
    }
}
