package io.steadycast.media.engine.egress;

import static io.steadycast.media.engine.egress.EgressRig.MID;
import static io.steadycast.media.engine.egress.EgressRig.MS;
import static org.assertj.core.api.Assertions.assertThat;

import io.steadycast.abr.control.FrameClass;
import io.steadycast.abr.control.PacketHistory;
import io.steadycast.abr.control.PacketKind;
import io.steadycast.abr.control.Plan;
import io.steadycast.abr.control.SessionView;
import io.steadycast.abr.control.ViewerController;
import io.steadycast.media.engine.transport.Datagram;
import io.steadycast.media.wire.rtcp.TransportFeedbackWriter;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** How a viewer is asked to repeat feedback that got lost. */
class FeedbackRecallTest {
    private static final int TRANSPORT_CC_ID = 3;
    private static final int RECALL_MS = 400;
    private static final int EVERY_MS = 50;

    private int recallMs = RECALL_MS;
    private int roundMs = 200;

    private final EgressRig rig = new EgressRig((createdNs, view) -> new ViewerController() {
        @Override
        public void onFeedback(long nowNs, SessionView session) {}

        @Override
        public void onTick(long nowNs, SessionView session, Plan plan) {
            plan.resendLost = true;
            plan.resendUnheard = true;
            plan.repairRoundMs = roundMs;
            plan.recallMs = recallMs;
            plan.recallEveryMs = EVERY_MS;
            plan.stream(0).protection(FrameClass.KEY).copies = 0;
        }
    });
    private final ScriptedHost host = new ScriptedHost(7, 1, 70_000, 5_000_000_000L, 2_048);
    private final TransportFeedbackWriter writer = new TransportFeedbackWriter();

    private void start() {
        rig.advance(5 * MS);
        rig.session.attach(rig.nowNs, MID, host.source);
        host.frame(rig.nowNs, 0, true, 4, 0, rig.noticesOf(host));
    }

    private void frame() {
        host.frame(rig.nowNs, 0, false, 1, 0, rig.noticesOf(host));
        rig.advance(EgressRig.FRAME_NS);
    }

    /** These arrived, and what lies between them did not. */
    private void report(int count, long... received) {
        Datagram d = rig.incoming();
        writer.begin(d.buffer, 0, 1_200, received[0]);
        for (long seq : received) {
            assertThat(writer.add(seq, rig.nowNs)).isTrue();
        }
        d.length = writer.finish(1, EgressRig.VIDEO, count);
        rig.receive();
    }

    private List<SentRtp> recalls() {
        return rig.retransmissions().stream()
                .filter(p -> p.payload().length == 0)
                .toList();
    }

    private FeedbackLog log() {
        return rig.session.feedback();
    }

    @Test
    void theOldestThatIsKnownToHaveComeIsNamedAgainAndAgain() {
        start();
        rig.advance(100 * MS);
        assertThat(recalls()).as("nothing is known to have come").isEmpty();
        report(0, 2, 4);
        long next = log().nextSeq();
        rig.advance(200 * MS);
        assertThat(recalls()).hasSizeBetween(3, 5);
        assertThat(recalls()).allMatch(p -> p.extension16(TRANSPORT_CC_ID) == 2);
        int repaired = rig.retransmissions().size() - recalls().size();
        assertThat(log().nextSeq() - next).as("recalls take no number").isLessThanOrEqualTo((long) repaired);
        rig.advance(400 * MS);
        int before = recalls().size();
        rig.advance(200 * MS);
        assertThat(recalls()).as("2 is too long ago for a viewer to remember").hasSize(before);
    }

    @Test
    void nothingIsRepeatedWhereThePlanSaysNothing() {
        recallMs = 0;
        start();
        report(0, 1, 4);
        rig.advance(500 * MS);
        assertThat(recalls()).isEmpty();
    }

    @Test
    void whatNobodySpeaksOfIsWaitedForAsLongAsItMayBeRecalled() {
        // Longer than that, so that the clock says nothing.
        roundMs = 1_000;
        start();
        report(0, 1, 2, 3, 4, 5);
        for (int i = 0; i < 4; i++) {
            frame();
        }
        long silent = LongStream.range(6, 10)
                .filter(seq -> log().kind(seq) == PacketKind.BASE)
                .findFirst()
                .orElseThrow();
        frame();
        report(2, log().nextSeq() - 1);
        rig.advance(100 * MS);
        int repairs = rig.retransmissions().size() - recalls().size();
        assertThat(repairs).as("may yet be told").isZero();
        rig.advance(300 * MS);
        frame();
        report(4, log().nextSeq() - 1);
        rig.advance(20 * MS);
        assertThat(log().status(silent)).isEqualTo(PacketHistory.UNKNOWN);
        assertThat(rig.retransmissions().stream()
                        .filter(p -> p.payload().length > 0)
                        .map(p -> p.u16(0)))
                .containsExactly((int) log().origin(silent) & 0xFFFF);
    }

    @Test
    void gapsInTheReceiversCountAreLostFeedback() {
        FeedbackLog log = new FeedbackLog(16);
        log.onFeedback(1, 254);
        assertThat(log.missedFeedbackCount()).isZero();
        log.onFeedback(2, 2);
        assertThat(log.missedFeedbackCount()).as("255, 0, 1").isEqualTo(3);
        log.onFeedback(3, 1);
        assertThat(log.missedFeedbackCount()).as("1 was overtaken").isEqualTo(2);
        log.onFeedback(4, 3);
        assertThat(log.missedFeedbackCount()).isEqualTo(2);
    }
}
