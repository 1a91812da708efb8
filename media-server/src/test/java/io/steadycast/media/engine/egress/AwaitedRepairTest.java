package io.steadycast.media.engine.egress;

import static io.steadycast.media.engine.egress.EgressRig.MS;
import static org.assertj.core.api.Assertions.assertThat;

import io.steadycast.abr.control.FrameClass;
import io.steadycast.abr.control.PacketKind;
import io.steadycast.media.engine.transport.DropReason;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Repair of what nobody speaks of yet: of a first picture, and of packets whose feedback got lost. */
class AwaitedRepairTest {
    private final LedViewer viewer = new LedViewer();

    @Test
    void whatNobodySpeaksOfLeavesAgainIfThePlanSaysSoAndOthersDependOnIt() {
        viewer.also(plan -> plan.resendUnheard = true);
        viewer.start();
        viewer.report();
        for (int i = 0; i < 4; i++) {
            viewer.frame(false, 1);
        }
        List<Long> base = viewer.transportSeqs(PacketKind.BASE);
        viewer.reportIsLost(4);
        viewer.frame(false, 4);
        viewer.report();
        viewer.rig.advance(20 * MS);
        assertThat(base).hasSize(1);
        assertThat(viewer.resent()).containsExactly(viewer.number(base.getFirst()));
    }

    @Test
    void whatNobodySpeaksOfLeavesAgainByTheClockUntilItIsKnownToHaveArrived() {
        viewer.also(plan -> {
            plan.resendUnheard = true;
            plan.repairRoundMs = 100;
        });
        viewer.start();
        viewer.report();
        viewer.frame(false, 1);
        for (int i = 0; i < 4; i++) {
            viewer.frame(false, 1);
        }
        List<Long> base = viewer.transportSeqs(PacketKind.BASE);
        assertThat(base).hasSize(1);
        int number = viewer.number(base.getFirst());
        viewer.reportIsLost(4);
        viewer.rig.advance(320 * MS);
        // Once a round, though nothing was heard of the ones before.
        assertThat(viewer.resent()).isNotEmpty().allMatch(each -> each == number);
        int rounds = viewer.resent().size();
        assertThat(rounds).isBetween(2, 4);
        viewer.report();
        viewer.rig.advance(320 * MS);
        assertThat(viewer.resent()).hasSize(rounds);
    }

    @Test
    void byTheClockABasePictureHasAllSendingsOfItsRoundAlsoWhereBudgetIsShort() {
        assertThat(sendingsOfWhatWaits(true)).as("by the clock").isEqualTo(4);
        assertThat(sendingsOfWhatWaits(false)).as("by reports").isEqualTo(1);
    }

    /** Of a base picture's packet that is asked for while others have waited for more than 60 ms. */
    private static long sendingsOfWhatWaits(boolean clocked) {
        LedViewer slow = new LedViewer();
        slow.also(plan -> {
            plan.resendUnheard = clocked;
            plan.repairRoundMs = 10_000;
            Arrays.fill(plan.stream(0).protection(FrameClass.T0).resends, (byte) 4);
        });
        slow.startShown();
        for (int i = 0; i < 12; i++) {
            slow.frame(false, 2);
        }
        List<Long> base = slow.transportSeqs(PacketKind.BASE);
        slow.also(plan -> plan.paceBps = 60_000);
        slow.rig.advance(10 * MS);
        slow.rig.nack(base.subList(0, base.size() - 1).stream()
                .mapToLong(seq -> slow.rig.session.feedback().origin(seq))
                .toArray());
        slow.rig.advance(100 * MS);
        int last = slow.number(base.getLast());
        slow.rig.nack(last);
        slow.rig.advance(6_000 * MS);
        return slow.resent().stream().filter(number -> number == last).count();
    }

    @Test
    void whileNothingIsShownNothingIsLate() {
        viewer.protect(0.5);
        viewer.also(plan -> {
            plan.repairDeadlineMs = 150;
            plan.stream(0).protection(FrameClass.KEY).resends[1] = 4;
        });
        viewer.start();
        viewer.frame(false, 4);
        viewer.rig.nack(viewer.rig.session.feedback().origin(2));
        assertThat(viewer.resent()).as("parity may bring it back").isEmpty();
        viewer.rig.advance(500 * MS);
        List<Long> parity = viewer.transportSeqs(PacketKind.PARITY);
        viewer.report(2L, parity.get(0), parity.get(1));
        viewer.rig.advance(50 * MS);
        assertThat(viewer.resent())
                .as("and the last round goes on, for what waits behind it")
                .hasSize(4)
                .containsOnly(viewer.number(2));
    }

    @Test
    void aPictureThatTheViewerWasNotThereForBeginsAnew() {
        viewer.start();
        viewer.frame(false, 4);
        viewer.reportedUpTo(2);
        viewer.report();
        viewer.rig.advance(EgressRig.FRAME_NS);
        List<Long> keyframes = viewer.transportSeqs(PacketKind.KEY);
        assertThat(keyframes).as("all of it, under new numbers").hasSize(8);
        assertThat(viewer.resent()).isEmpty();
        viewer.rig.nack(viewer.rig.session.feedback().origin(1));
        assertThat(viewer.dropped(DropReason.NACK_TOO_OLD)).isEqualTo(1);
    }

    @Test
    void whatBeginsAnewDoesSoAsForWhoJoinsThen() {
        viewer.start();
        for (int i = 0; i < 80; i++) {
            viewer.frame(false, 1);
        }
        viewer.reportedUpTo(81);
        int before = viewer.transportSeqs(PacketKind.UPPER).size();
        viewer.report();
        viewer.rig.advance(20 * EgressRig.FRAME_NS);
        assertThat(viewer.transportSeqs(PacketKind.KEY))
                .as("older than two seconds")
                .hasSize(8);
        assertThat(viewer.transportSeqs(PacketKind.UPPER))
                .as("so without upper layers")
                .hasSize(before);
    }
}
