package io.steadycast.media.engine.egress;

import static io.steadycast.media.engine.egress.EgressRig.MID;
import static io.steadycast.media.engine.egress.EgressRig.MS;
import static org.assertj.core.api.Assertions.assertThat;

import io.steadycast.abr.control.FrameClass;
import io.steadycast.abr.control.PacketKind;
import io.steadycast.abr.control.Plan;
import io.steadycast.abr.control.SessionView;
import io.steadycast.abr.control.ViewerController;
import io.steadycast.media.engine.transport.Datagram;
import io.steadycast.media.engine.transport.DropReason;
import io.steadycast.media.wire.rtcp.TransportFeedbackWriter;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Repair that is led by transport-wide feedback. */
class LossRepairTest {
    private static final int ROUND_MS = 200;

    /** Not before the first picture, so that nothing leads it in and numbers begin with it. */
    private boolean begun;

    private Consumer<Plan> script = plan -> {
        plan.resendLost = begun;
        plan.repairRoundMs = ROUND_MS;
    };

    private final EgressRig rig = new EgressRig((nowNs, view) -> new ViewerController() {
        @Override
        public void onFeedback(long atNs, SessionView session) {}

        @Override
        public void onTick(long atNs, SessionView session, Plan plan) {
            script.accept(plan);
        }
    });
    private final ScriptedHost host = new ScriptedHost(7, 1, 70_000, 5_000_000_000L, 2_048);
    private final TransportFeedbackWriter writer = new TransportFeedbackWriter();
    private long reportedUpTo;
    private int messages;

    private void start() {
        rig.advance(5 * MS);
        rig.session.attach(rig.nowNs, MID, host.source);
        host.frame(rig.nowNs, 0, true, 4, 0, rig.noticesOf(host));
        begun = true;
        rig.advance(EgressRig.FRAME_NS);
    }

    /** The first picture is on the screen. */
    private void startShown() {
        start();
        frame(false, 1);
        report();
        rig.advance(EgressRig.FRAME_NS);
    }

    private void also(Consumer<Plan> more) {
        script = script.andThen(more);
    }

    private void frame(boolean keyframe, int packets) {
        host.frame(rig.nowNs, 0, keyframe, packets, 0, rig.noticesOf(host));
        rig.advance(EgressRig.FRAME_NS);
    }

    private long lastSent() {
        return rig.session.feedback().nextSeq() - 1;
    }

    /** Everything since the last report arrived but for these transport-wide numbers. */
    private void report(Long... lost) {
        Set<Long> missing = new TreeSet<>(Arrays.asList(lost));
        Datagram d = rig.incoming();
        writer.begin(d.buffer, 0, 1_200, reportedUpTo + 1);
        for (long seq = reportedUpTo + 1; seq <= lastSent(); seq++) {
            if (!missing.contains(seq)) {
                assertThat(writer.add(seq, rig.nowNs)).isTrue();
            }
        }
        reportedUpTo = lastSent();
        d.length = writer.finish(1, EgressRig.VIDEO, messages++ & 0xFF);
        rig.receive();
    }

    private List<Integer> resent() {
        return rig.retransmissions().stream().map(p -> p.u16(0)).toList();
    }

    private long dropped(DropReason reason) {
        return rig.session.stats().drops().getOrDefault(reason, 0L);
    }

    /** The media number under a transport-wide one. */
    private int number(long transportSeq) {
        assertThat(rig.session.feedback().kind(transportSeq).isMedia()).isTrue();
        return (int) rig.session.feedback().origin(transportSeq) & 0xFFFF;
    }

    private List<Long> transportSeqs(PacketKind kind) {
        FeedbackLog log = rig.session.feedback();
        return LongStream.range(1, log.nextSeq())
                .filter(seq -> log.kind(seq) == kind)
                .boxed()
                .toList();
    }

    @Test
    void whatIsReportedLostLeavesAgainAtOnce() {
        start();
        frame(false, 4);
        report(3L, 5L);
        assertThat(resent()).containsExactly(number(3), number(5));
        assertThat(rig.retransmissions()).allMatch(p -> p.atNs() == rig.nowNs);
        rig.nack(rig.session.feedback().origin(3), rig.session.feedback().origin(5));
        assertThat(resent()).as("the receiver's own words come too late").hasSize(2);
        assertThat(dropped(DropReason.NACK_SUPPRESSED)).isEqualTo(2);
    }

    @Test
    void withoutThePlansWordNothingDoes() {
        also(plan -> plan.resendLost = false);
        start();
        frame(false, 4);
        report(3L, 5L);
        rig.advance(500 * MS);
        assertThat(resent()).isEmpty();
    }

    @Test
    void aLostRetransmissionLeavesAgainAndAnArrivedOneDoesNot() {
        start();
        frame(false, 4);
        report(3L, 5L);
        List<Long> retransmissions = transportSeqs(PacketKind.RTX);
        frame(false, 4);
        report(retransmissions.getFirst());
        assertThat(resent()).containsExactly(number(3), number(5), number(3));
        frame(false, 4);
        report();
        rig.advance(1_000 * MS);
        assertThat(resent()).hasSize(3);
    }

    @Test
    void whatIsOnlyOvertakenGetsAMoment() {
        start();
        frame(false, 4);
        report(7L);
        assertThat(resent()).as("one number behind the newest").isEmpty();
        rig.advance(5 * MS);
        arrives(7);
        rig.advance(500 * MS);
        assertThat(resent()).isEmpty();
        frame(false, 4);
        report(11L);
        rig.advance(10 * MS);
        assertThat(resent()).containsExactly(number(11));
    }

    private void arrives(long seq) {
        Datagram d = rig.incoming();
        writer.begin(d.buffer, 0, 1_200, seq);
        writer.add(seq, rig.nowNs);
        d.length = writer.finish(1, EgressRig.VIDEO, messages++ & 0xFF);
        rig.receive();
    }

    @Test
    void theFewerRoundsAreLeftTheMoreOftenItLeaves() {
        also(plan -> {
            plan.repairDeadlineMs = 500;
            plan.stream(0).copyDelayMs = 10;
            byte[] resends = plan.stream(0).protection(FrameClass.T1).resends;
            resends[1] = 4;
            resends[2] = 2;
            resends[3] = 1;
        });
        startShown();
        frame(false, 4);
        frame(false, 4);
        long lost = transportSeqs(PacketKind.UPPER).get(2);
        report(lost);
        assertThat(resent()).as("three rounds left").hasSize(1);
        rig.advance(130 * MS);
        frame(false, 4);
        report(transportSeqs(PacketKind.RTX).getFirst());
        rig.advance(30 * MS);
        assertThat(resent()).as("two rounds left").hasSize(3);
        rig.advance(120 * MS);
        frame(false, 4);
        int before = resent().size();
        report(transportSeqs(PacketKind.RTX).subList(1, before).toArray(Long[]::new));
        rig.advance(50 * MS);
        List<SentRtp> last =
                rig.retransmissions().subList(before, rig.retransmissions().size());
        assertThat(last).as("the last round").hasSize(4).allMatch(p -> p.u16(0) == number(lost));
        for (int i = 1; i < last.size(); i++) {
            assertThat(last.get(i).atNs() - last.get(i - 1).atNs()).isBetween(10 * MS, 16 * MS);
        }
    }

    @Test
    void aRoundIsRepeatedOnlyIfAllOfItIsLost() {
        also(plan -> plan.stream(0).protection(FrameClass.KEY).resends[7] = 2);
        start();
        frame(false, 4);
        report(2L);
        rig.advance(10 * MS);
        assertThat(resent()).hasSize(2);
        frame(false, 4);
        report(transportSeqs(PacketKind.RTX).getFirst());
        rig.advance(500 * MS);
        assertThat(resent()).hasSize(2);
    }

    @Test
    void pastItsDeadlineNothingIsSentAndTheBaseLayersPictureIsSeenTo() {
        also(plan -> plan.repairDeadlineMs = 300);
        startShown();
        host.source.encoding(0).takeKeyframeRequest();
        rig.advance(1_000 * MS);
        frame(false, 4);
        rig.advance(290 * MS);
        report(transportSeqs(PacketKind.UPPER).get(2));
        rig.advance(20 * MS);
        assertThat(dropped(DropReason.REPAIR_LATE)).isEqualTo(1);
        assertThat(resent()).isEmpty();
        assertThat(host.source.encoding(0).takeKeyframeRequest())
                .as("an upper layer is not worth a keyframe")
                .isFalse();
        frame(false, 4);
        frame(false, 4);
        frame(false, 4);
        rig.advance(310 * MS);
        long base = transportSeqs(PacketKind.BASE).getFirst();
        report(base);
        assertThat(resent()).as("what others wait for is worth having late").containsExactly(number(base));
        rig.advance(1_000 * MS);
        frame(false, 4);
        report(transportSeqs(PacketKind.RTX).getFirst());
        rig.advance(20 * MS);
        assertThat(dropped(DropReason.REPAIR_LATE)).isEqualTo(2);
        assertThat(host.source.encoding(0).takeKeyframeRequest()).isTrue();
    }

    @Test
    void whatWaitsForBudgetPastItsDeadlineIsDropped() {
        also(plan -> {
            plan.repairDeadlineMs = 200;
            plan.rtxBps = 20_000;
        });
        start();
        for (int i = 0; i < 3; i++) {
            frame(false, 8);
        }
        report(LongStream.range(5, 27).boxed().toArray(Long[]::new));
        rig.advance(2_000 * MS);
        assertThat(dropped(DropReason.REPAIR_LATE)).isGreaterThan(5);
        assertThat(rig.retransmissions()).allMatch(p -> p.atNs() <= 1_500 * MS);
    }

    @Test
    void aClassThatIsNotWorthItIsNotSentAgain() {
        also(plan -> Arrays.fill(plan.stream(0).protection(FrameClass.T2).resends, (byte) 0));
        start();
        frame(false, 4);
        frame(false, 4);
        report(6L, 9L);
        assertThat(resent()).as("T2 is not, T1 is").containsExactly(number(9));
        assertThat(dropped(DropReason.REPAIR_UNWANTED)).isEqualTo(1);
    }

    @Test
    void aNackOfWhatArrivedIsNotAnsweredUntilItInsists() {
        start();
        frame(false, 4);
        report();
        long number = rig.session.feedback().origin(6);
        rig.nack(number);
        assertThat(resent()).isEmpty();
        assertThat(dropped(DropReason.NACK_ARRIVED)).isEqualTo(1);
        rig.advance(2L * ROUND_MS * MS);
        rig.nack(number);
        assertThat(resent()).hasSize(1);
    }

    @Test
    void whereFeedbackIsSilentNacksAreAnsweredOncePerRound() {
        start();
        frame(false, 4);
        long number = rig.session.feedback().origin(6);
        for (int i = 0; i < 8; i++) {
            rig.nack(number);
            rig.advance(50 * MS);
        }
        assertThat(resent()).hasSize(2);
        // What is said of the first one later says nothing of the second.
        report(6L);
        rig.advance(20 * MS);
        assertThat(resent()).hasSize(2);
    }

    /** From one number to another, both exclusive, the message got lost. */
    private void reportIsLost(long fromSeq) {
        reportedUpTo = lastSent();
        assertThat(reportedUpTo).isGreaterThan(fromSeq);
    }

    @Test
    void whatNobodySpeaksOfLeavesAgainIfThePlanSaysSoAndOthersDependOnIt() {
        also(plan -> plan.resendUnheard = true);
        start();
        report();
        for (int i = 0; i < 4; i++) {
            frame(false, 1);
        }
        List<Long> base = transportSeqs(PacketKind.BASE);
        reportIsLost(4);
        frame(false, 4);
        report();
        rig.advance(20 * MS);
        assertThat(base).hasSize(1);
        assertThat(resent()).containsExactly(number(base.getFirst()));
    }

    @Test
    void whatNobodySpeaksOfLeavesAgainByTheClockUntilItIsKnownToHaveArrived() {
        also(plan -> {
            plan.resendUnheard = true;
            plan.repairRoundMs = 100;
        });
        start();
        report();
        frame(false, 1);
        for (int i = 0; i < 4; i++) {
            frame(false, 1);
        }
        List<Long> base = transportSeqs(PacketKind.BASE);
        assertThat(base).hasSize(1);
        int number = number(base.getFirst());
        reportIsLost(4);
        rig.advance(320 * MS);
        // Once a round, though nothing was heard of the ones before.
        assertThat(resent()).isNotEmpty().allMatch(each -> each == number);
        int rounds = resent().size();
        assertThat(rounds).isBetween(2, 4);
        report();
        rig.advance(320 * MS);
        assertThat(resent()).hasSize(rounds);
    }

    @Test
    void whereBudgetIsShortThePictureComesBeforeItsUpperLayers() {
        start();
        report();
        for (int i = 0; i < 12; i++) {
            frame(false, 2);
        }
        Set<Integer> base =
                transportSeqs(PacketKind.BASE).stream().map(this::number).collect(Collectors.toSet());
        Long[] all = LongStream.rangeClosed(5, lastSent() - 1).boxed().toArray(Long[]::new);
        also(plan -> plan.paceBps = 100_000);
        rig.advance(10 * MS);
        report(all);
        rig.advance(3_000 * MS);
        List<Integer> order = resent();
        assertThat(base).hasSizeGreaterThan(3);
        // The first one to be reported left before anything waited.
        assertThat(order.subList(1, base.size())).isSubsetOf(base);
        assertThat(order.subList(base.size() + 1, order.size())).doesNotContainAnyElementsOf(base);
    }

    private void protect(double share) {
        also(plan -> {
            for (FrameClass kind : FrameClass.values()) {
                plan.stream(0).protection(kind).parityShare = share;
            }
        });
    }

    @Test
    void whatParityRepairedIsNeitherSentAgainNorAskedForWithSuccess() {
        protect(0.5);
        start();
        frame(false, 4);
        assertThat(rig.parity()).hasSize(4);
        report(2L);
        rig.nack(rig.session.feedback().origin(2));
        rig.advance(1_000 * MS);
        assertThat(resent()).isEmpty();
        assertThat(dropped(DropReason.NACK_ARRIVED)).isEqualTo(1);
    }

    @Test
    void aNackBeforeTheReportWaitsForParity() {
        protect(0.5);
        start();
        frame(false, 4);
        long number = rig.session.feedback().origin(2);
        rig.nack(number);
        assertThat(dropped(DropReason.NACK_PARITY)).isEqualTo(1);
        List<Long> parity = transportSeqs(PacketKind.PARITY);
        report(2L, parity.get(0), parity.get(1));
        rig.advance(20 * MS);
        assertThat(resent()).as("its parity is lost").containsExactly(number(2));
    }

    @Test
    void whatParityCannotRepairIsSentAgainWhole() {
        protect(0.25);
        start();
        frame(false, 4);
        report(1L, 2L);
        assertThat(resent()).containsExactly(number(1), number(2));
    }

    @Test
    void inTheLastRoundNobodyWaitsForParity() {
        protect(0.5);
        also(plan -> plan.repairDeadlineMs = 150);
        startShown();
        frame(false, 4);
        rig.nack(rig.session.feedback().origin(transportSeqs(PacketKind.UPPER).get(2)));
        assertThat(resent()).hasSize(1);
    }

    @Test
    void whileNothingIsShownNothingIsLate() {
        protect(0.5);
        also(plan -> {
            plan.repairDeadlineMs = 150;
            plan.stream(0).protection(FrameClass.KEY).resends[1] = 4;
        });
        start();
        frame(false, 4);
        rig.nack(rig.session.feedback().origin(2));
        assertThat(resent()).as("parity may bring it back").isEmpty();
        rig.advance(500 * MS);
        List<Long> parity = transportSeqs(PacketKind.PARITY);
        report(2L, parity.get(0), parity.get(1));
        rig.advance(50 * MS);
        assertThat(resent())
                .as("and the last round goes on, for what waits behind it")
                .hasSize(4)
                .containsOnly(number(2));
    }

    @Test
    void noMoreLeavesOftenThanIsGoneBeforeTheNextRound() {
        also(plan -> {
            plan.paceBps = 800_000;
            plan.stream(0).copyDelayMs = 5;
            Arrays.fill(plan.stream(0).protection(FrameClass.KEY).resends, (byte) 7);
        });
        start();
        frame(false, 4);
        report(2L, 3L);
        rig.advance(150 * MS);
        assertThat(resent().stream().collect(Collectors.groupingBy(n -> n, Collectors.counting())))
                .as("60 ms at this pace are six packets; the second has two all the same")
                .containsEntry(number(2), 6L)
                .containsEntry(number(3), 2L);
    }

    @Test
    void aPictureThatTheViewerWasNotThereForBeginsAnew() {
        start();
        frame(false, 4);
        reportedUpTo = 2;
        report();
        rig.advance(EgressRig.FRAME_NS);
        List<Long> keyframes = transportSeqs(PacketKind.KEY);
        assertThat(keyframes).as("all of it, under new numbers").hasSize(8);
        assertThat(resent()).isEmpty();
        rig.nack(rig.session.feedback().origin(1));
        assertThat(dropped(DropReason.NACK_TOO_OLD)).isEqualTo(1);
    }

    @Test
    void whatBeginsAnewDoesSoAsForWhoJoinsThen() {
        start();
        for (int i = 0; i < 80; i++) {
            frame(false, 1);
        }
        reportedUpTo = 81;
        int before = transportSeqs(PacketKind.UPPER).size();
        report();
        rig.advance(20 * EgressRig.FRAME_NS);
        assertThat(transportSeqs(PacketKind.KEY)).as("older than two seconds").hasSize(8);
        assertThat(transportSeqs(PacketKind.UPPER))
                .as("so without upper layers")
                .hasSize(before);
    }

    @Test
    void copiesCountAsSendings() {
        also(plan -> {
            plan.stream(0).protection(FrameClass.KEY).copies = 1;
            plan.stream(0).copyDelayMs = 20;
        });
        start();
        frame(false, 4);
        List<Long> copies = transportSeqs(PacketKind.DUPLICATE);
        assertThat(copies).hasSize(4);
        report(1L, 2L, copies.get(1));
        rig.advance(20 * MS);
        assertThat(resent().stream().collect(Collectors.groupingBy(n -> n, Collectors.counting())))
                .as("both of the second are lost")
                .containsEntry(number(2), 2L)
                .containsEntry(number(1), 1L);
    }
}
