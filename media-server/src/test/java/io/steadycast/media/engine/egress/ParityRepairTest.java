package io.steadycast.media.engine.egress;

import static io.steadycast.media.engine.egress.EgressRig.MS;
import static org.assertj.core.api.Assertions.assertThat;

import io.steadycast.abr.control.PacketKind;
import io.steadycast.media.engine.transport.DropReason;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Who repairs what: parity on its way, or a packet sent again. */
class ParityRepairTest {
    private final LedViewer viewer = new LedViewer();

    @Test
    void whatParityRepairedIsNeitherSentAgainNorAskedForWithSuccess() {
        viewer.protect(0.5);
        viewer.start();
        viewer.frame(false, 4);
        assertThat(viewer.rig.parity()).hasSize(4);
        viewer.report(2L);
        viewer.rig.nack(viewer.rig.session.feedback().origin(2));
        viewer.rig.advance(1_000 * MS);
        assertThat(viewer.resent()).isEmpty();
        assertThat(viewer.dropped(DropReason.NACK_ARRIVED)).isEqualTo(1);
    }

    @Test
    void aNackBeforeTheReportWaitsForParity() {
        viewer.protect(0.5);
        viewer.start();
        viewer.frame(false, 4);
        long number = viewer.rig.session.feedback().origin(2);
        viewer.rig.nack(number);
        assertThat(viewer.dropped(DropReason.NACK_PARITY)).isEqualTo(1);
        List<Long> parity = viewer.transportSeqs(PacketKind.PARITY);
        viewer.report(2L, parity.get(0), parity.get(1));
        viewer.rig.advance(20 * MS);
        assertThat(viewer.resent()).as("its parity is lost").containsExactly(viewer.number(2));
    }

    @Test
    void whatParityCannotRepairIsSentAgainWhole() {
        viewer.protect(0.25);
        viewer.start();
        viewer.frame(false, 4);
        viewer.report(1L, 2L);
        assertThat(viewer.resent()).containsExactly(viewer.number(1), viewer.number(2));
    }

    @Test
    void inTheLastRoundNobodyWaitsForParity() {
        viewer.protect(0.5);
        viewer.also(plan -> plan.repairDeadlineMs = 150);
        viewer.startShown();
        viewer.frame(false, 4);
        viewer.rig.nack(viewer.rig
                .session
                .feedback()
                .origin(viewer.transportSeqs(PacketKind.UPPER).get(2)));
        assertThat(viewer.resent()).hasSize(1);
    }
}
