package io.steadycast.media.engine.egress;

import static io.steadycast.media.engine.egress.EgressRig.MID;
import static io.steadycast.media.engine.egress.EgressRig.MS;
import static org.assertj.core.api.Assertions.assertThat;

import io.steadycast.abr.control.PacketKind;
import io.steadycast.abr.control.Plan;
import io.steadycast.abr.control.SessionView;
import io.steadycast.abr.control.ViewerController;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** What leaves before the first picture. */
class LeadInTest {
    private boolean led = true;

    private final EgressRig rig = new EgressRig((nowNs, view) -> new ViewerController() {
        @Override
        public void onFeedback(long atNs, SessionView session) {}

        @Override
        public void onTick(long atNs, SessionView session, Plan plan) {
            plan.resendLost = led;
            plan.repairRoundMs = 200;
        }
    });
    private final ScriptedHost host = new ScriptedHost(7, 1, 70_000, 5_000_000_000L, 2_048);

    private void join(int waitMs) {
        rig.advance(5 * MS);
        rig.session.attach(rig.nowNs, MID, host.source);
        host.frame(rig.nowNs, 0, false, 1, 0, rig.noticesOf(host));
        rig.advance(waitMs * MS);
        host.frame(rig.nowNs, 0, true, 4, 0, rig.noticesOf(host));
        rig.advance(EgressRig.FRAME_NS);
    }

    private List<Long> padding() {
        FeedbackLog log = rig.session.feedback();
        return LongStream.range(1, log.nextSeq())
                .filter(seq -> log.kind(seq) == PacketKind.PADDING)
                .boxed()
                .toList();
    }

    @Test
    void aPictureIsLedInByThreeNumbersApart() {
        join(200);
        List<Long> padding = padding();
        assertThat(padding).containsExactly(1L, 2L, 3L);
        FeedbackLog log = rig.session.feedback();
        assertThat(log.sentNs(2) - log.sentNs(1)).isGreaterThanOrEqualTo(25 * MS);
        assertThat(log.sentNs(3) - log.sentNs(2)).isGreaterThanOrEqualTo(25 * MS);
        assertThat(log.kind(4)).isEqualTo(PacketKind.KEY);
        assertThat(log.origin(4)).as("numbers go on").isEqualTo(log.origin(3) + 1);
    }

    @Test
    void aPictureThatIsThereIsNotWaitedWith() {
        join(1);
        assertThat(padding()).containsExactly(1L);
        assertThat(rig.session.feedback().kind(2)).isEqualTo(PacketKind.KEY);
    }

    @Test
    void whereOnlyWhatIsAskedForIsSentAgainNoneIsNeeded() {
        led = false;
        join(200);
        assertThat(padding()).isEmpty();
    }
}
