package io.steadycast.media.engine.egress;

import static io.steadycast.media.engine.egress.EgressRig.MID;
import static io.steadycast.media.engine.egress.EgressRig.MS;
import static org.assertj.core.api.Assertions.assertThat;

import io.steadycast.abr.control.PacketKind;
import io.steadycast.media.engine.transport.Datagram;
import io.steadycast.media.engine.transport.DropReason;
import io.steadycast.media.wire.rtcp.TransportFeedbackWriter;
import org.junit.jupiter.api.Test;

/** What transport-wide feedback leaves behind for an estimator. */
class FeedbackTest {
    @Test
    void feedbackIsKeptWithSendAndArrivalTimes() {
        EgressRig rig = new EgressRig();
        ScriptedHost host = new ScriptedHost(7, 1, 70_000, 5_000_000_000L, 2_048);
        rig.session.attach(rig.nowNs, MID, host.source);
        rig.frames(host, 20, true);
        TransportFeedbackWriter writer = new TransportFeedbackWriter();
        Datagram d = rig.incoming();
        writer.begin(d.buffer, 0, 1_000, 1);
        for (int seq = 1; seq <= 40; seq++) {
            if (seq % 4 != 0) {
                writer.add(seq, 7_000 * MS + seq * MS);
            }
        }
        d.length = writer.finish(1, EgressRig.VIDEO, 0);
        rig.receive();
        FeedbackLog log = rig.session.feedback();
        assertThat(log.status(1)).isEqualTo(FeedbackLog.RECEIVED);
        assertThat(log.status(4)).isEqualTo(FeedbackLog.LOST);
        assertThat(log.arrivalNs(9) - log.arrivalNs(1)).isEqualTo(8 * MS);
        assertThat(log.sentNs(1)).isEqualTo(1_000 * MS);
        assertThat(log.sizeBytes(1)).isGreaterThan(ScriptedHost.FRAME_BYTES);
        assertThat(rig.session.stats().transportLoss()).isBetween(0.2, 0.26);
    }

    @Test
    void lostTurnsIntoReceivedWhenItWasOnlyLate() {
        FeedbackLog log = new FeedbackLog(16);
        log.onSent(1, 100, PacketKind.BASE, 0, 0, 0);
        log.onSent(2, 100, PacketKind.BASE, 0, 0, 0);
        assertThat(log.onLost(1)).isTrue();
        assertThat(log.onReceived(2, 5)).isTrue();
        assertThat(log.recentLoss()).isEqualTo(0.5);
        assertThat(log.onReceived(1, 6)).isTrue();
        assertThat(log.recentLoss()).isZero();
        assertThat(log.lostCount()).isZero();
        assertThat(log.onReceived(3, 6)).as("never sent").isFalse();
    }

    @Test
    void whatIsForgottenIsRefused() {
        FeedbackLog log = new FeedbackLog(16);
        for (int i = 0; i < 40; i++) {
            log.onSent(i, 100, PacketKind.BASE, 0, 0, 0);
        }
        assertThat(log.onReceived(3, 6)).isFalse();
        assertThat(log.onLost(20)).isFalse();
        assertThat(log.onLost(30)).isTrue();
        assertThat(log.oldestSeq()).isEqualTo(25);
    }

    @Test
    void feedbackAboutWhatWasNeverSentIsCounted() {
        EgressRig rig = new EgressRig();
        TransportFeedbackWriter writer = new TransportFeedbackWriter();
        Datagram d = rig.incoming();
        writer.begin(d.buffer, 0, 1_000, 500);
        writer.add(500, 7_000 * MS);
        d.length = writer.finish(1, EgressRig.VIDEO, 0);
        rig.receive();
        assertThat(rig.session.stats().drops()).containsEntry(DropReason.FEEDBACK_UNKNOWN, 1L);
    }
}
