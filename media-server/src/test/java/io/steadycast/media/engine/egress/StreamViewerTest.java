package io.steadycast.media.engine.egress;

import static io.steadycast.media.engine.egress.EgressRig.MID;
import static io.steadycast.media.engine.egress.EgressRig.MS;
import static org.assertj.core.api.Assertions.assertThat;

import io.steadycast.abr.control.PacketKind;
import io.steadycast.abr.control.Plan;
import io.steadycast.abr.control.SessionView;
import io.steadycast.abr.control.ViewerController;
import io.steadycast.media.engine.transport.DropReason;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A viewer that is sent to over TCP: nothing gets lost that left, and what cannot leave waits, or is left out by whole pictures. */
final class StreamViewerTest {
    private @Nullable SessionView seen;

    private ScriptedHost host(EgressRig rig) {
        rig.advance(5 * MS);
        ScriptedHost host = new ScriptedHost(7, 1, 70_000, 5_000_000_000L, 2_048);
        rig.session.attach(rig.nowNs, MID, host.source);
        return host;
    }

    private EgressRig rig(boolean steered) {
        return steered
                ? new EgressRig((_, _) -> new ViewerController() {
                    @Override
                    public void onFeedback(long nowNs, SessionView view) {}

                    @Override
                    public void onTick(long nowNs, SessionView view, Plan plan) {
                        seen = view;
                        plan.paceBps = 20_000_000;
                    }
                })
                : new EgressRig();
    }

    private static long drops(EgressRig rig, DropReason reason) {
        return rig.session.stats().drops().getOrDefault(reason, 0L);
    }

    @Test
    void whatLeftOverTcpIsNotSentAgainAndWhatLeftBeforeIs() {
        EgressRig rig = rig(false);
        ScriptedHost host = host(rig);
        rig.frames(host, 3, true);
        long overUdp = rig.media().getLast().extSeq();
        rig.link.moveToTcp(rig.nowNs);
        rig.frames(host, 3, false);
        long overTcp = rig.media().getLast().extSeq();
        rig.nack(overTcp, overTcp - 1);
        rig.advance(100 * MS);
        assertThat(rig.retransmissions()).isEmpty();
        assertThat(drops(rig, DropReason.NACK_RELIABLE)).isEqualTo(2);
        rig.nack(overUdp);
        rig.advance(100 * MS);
        assertThat(rig.retransmissions()).hasSize(1);
        assertThat(rig.session.stats().overTcp()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aShortStallDelaysAndLosesNothing(boolean steered) {
        EgressRig rig = rig(steered);
        ScriptedHost host = host(rig);
        rig.link.moveToTcp(rig.nowNs);
        rig.frames(host, 5, true);
        int before = rig.media().size();
        rig.link.streamFull = true;
        rig.frames(host, 20, false);
        assertThat(rig.media()).hasSize(before);
        rig.link.streamFull = false;
        rig.frames(host, 5, false);
        rig.advance(100 * MS);
        rig.assertContiguous();
        assertThat(rig.media()).hasSize(before + 25 * 2);
        assertThat(drops(rig, DropReason.PACER_EXPIRED)).isZero();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aLongStallIsLeftOutUntilTheNextKeyframe(boolean steered) {
        EgressRig rig = rig(steered);
        ScriptedHost host = host(rig);
        rig.link.moveToTcp(rig.nowNs);
        rig.frames(host, 5, true);
        host.source.encoding(0).takeKeyframeRequest();
        int before = rig.media().size();
        rig.link.streamFull = true;
        rig.frames(host, 90, false);
        rig.link.streamFull = false;
        rig.frames(host, 10, false);
        assertThat(rig.media()).as("undecodable without what was left out").hasSize(before);
        assertThat(host.source.encoding(0).takeKeyframeRequest()).isTrue();
        rig.frames(host, 10, true);
        rig.advance(100 * MS);
        List<SentRtp> after = rig.media().subList(before, rig.media().size());
        assertThat(after).hasSize(20);
        assertThat(after.getFirst().extSeq())
                .isGreaterThan(rig.media().get(before - 1).extSeq() + 1);
        assertThat(drops(rig, DropReason.PACER_EXPIRED)).isEqualTo(200);
    }

    @Test
    void aControllerIsToldThatTheWayIsReliable() {
        EgressRig rig = rig(true);
        host(rig);
        rig.advance(20 * MS);
        SessionView view = seen;
        assertThat(view).isNotNull();
        assertThat(view.isReliable()).isFalse();
        rig.link.moveToTcp(rig.nowNs);
        assertThat(view.isReliable()).isTrue();
    }

    @Test
    void theRestOfAKeyframeThatBeganTooLateIsLeftOutToo() {
        StaleStreams stale = new StaleStreams();
        stale.bind(2);
        PacketKind key = PacketKind.KEY;
        PacketKind base = PacketKind.BASE;
        PacketKind upper = PacketKind.UPPER;
        stale.onLeftOut(0, upper);
        assertThat(stale.any()).isFalse();
        stale.onLeftOut(0, key);
        assertThat(stale.leavesOut(1, base)).isFalse();
        assertThat(stale.leavesOut(0, key)).isTrue();
        assertThat(stale.leavesOut(0, upper)).isTrue();
        assertThat(stale.leavesOut(0, base)).isTrue();
        assertThat(stale.any()).isTrue();
        assertThat(stale.leavesOut(0, key)).isFalse();
        assertThat(stale.leavesOut(0, base)).isFalse();
        assertThat(stale.any()).isFalse();
    }
}
