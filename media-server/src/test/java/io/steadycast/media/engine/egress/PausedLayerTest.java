package io.steadycast.media.engine.egress;

import static org.assertj.core.api.Assertions.assertThat;

import io.steadycast.abr.control.Demand;
import io.steadycast.abr.control.Plan;
import io.steadycast.abr.control.SessionView;
import io.steadycast.abr.control.ViewerController;
import io.steadycast.media.engine.log.EncodingState;
import io.steadycast.media.engine.log.Supply;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A layer that its publisher holds back because nobody wants it, as viewers see it. */
class PausedLayerTest {
    private static final long MS = EgressRig.MS;

    private final ScriptedHost host = new ScriptedHost(7, 2, 70_000, 5_000_000_000L, 2_048);
    private final EncodingState low = host.source.encoding(0).state();
    private final EncodingState high = host.source.encoding(1).state();

    private static final class Chooser implements ViewerController {
        int rung;

        @Nullable
        Demand demand;

        @Override
        public void onFeedback(long nowNs, SessionView view) {}

        @Override
        public void onTick(long nowNs, SessionView view, Plan plan) {
            demand = view.demand(0);
            plan.stream(0).maxRung = rung;
        }
    }

    PausedLayerTest() {
        low.rank(0);
        high.rank(1);
        low.resolution(480, 270);
        high.resolution(960, 540);
    }

    private void pause() {
        high.supply(Supply.PAUSED);
        high.active(false);
    }

    /** Frames of the low layer alone. */
    private void lowFrames(EgressRig rig, int count, boolean keyframe) {
        for (int i = 0; i < count; i++) {
            host.frame(rig.nowNs, 0, keyframe && i == 0, 2, 0, rig.noticesOf(host));
            rig.advance(EgressRig.FRAME_NS);
        }
    }

    @Test
    void itStaysOnTheLadderWithTheRatesThatItHad() {
        Chooser chooser = new Chooser();
        EgressRig rig = new EgressRig((nowNs, view) -> chooser);
        rig.session.attach(rig.nowNs, EgressRig.MID, host.source);
        pause();
        lowFrames(rig, 5, true);
        Demand demand = chooser.demand;
        assertThat(demand).isNotNull();
        assertThat(demand.active(1)).isTrue();
        assertThat(demand.bitrateBps(1, 7)).isEqualTo(800_000);
        high.supply(Supply.WITHDRAWN);
        assertThat(demand.active(1)).isFalse();
    }

    @Test
    void onlyAViewerWhoWouldGetItWishesForIt() {
        Chooser chooser = new Chooser();
        EgressRig rig = new EgressRig((nowNs, view) -> chooser);
        rig.session.attach(rig.nowNs, EgressRig.MID, host.source);
        pause();
        lowFrames(rig, 20, true);
        assertThat(high.wantedNs()).isEqualTo(EncodingState.NEVER);
        assertThat(rig.nowNs - low.wantedNs()).isLessThan(250 * MS);
        chooser.rung = 1;
        rig.advance(10 * MS);
        assertThat(rig.nowNs - high.wantedNs()).isLessThan(20 * MS);
        rig.session.selectLayer(rig.nowNs, EgressRig.MID, LayerChoice.paused());
        rig.advance(1_000 * MS);
        assertThat(rig.nowNs - high.wantedNs())
                .as("a viewer who paused wants nothing")
                .isGreaterThan(900 * MS);
    }

    @Test
    void aJoinerGetsTheLowerLayerAtOnceAndTheOtherWhenItIsBack() {
        EgressRig rig = new EgressRig();
        host.frame(rig.nowNs, 1, true, 3, 0, (encoding, seq) -> {});
        pause();
        host.frame(rig.nowNs, 0, true, 2, 0, (encoding, seq) -> {});
        rig.advance(500 * MS);
        rig.session.attach(rig.nowNs, EgressRig.MID, host.source);
        lowFrames(rig, 10, false);
        assertThat(rig.media()).as("of the log, without a new keyframe").isNotEmpty();
        assertThat(layer(rig)).isZero();
        assertThat(host.source.encoding(1).takeKeyframeRequest())
                .as("nobody asks a layer that is not encoded for a keyframe")
                .isFalse();
        high.supply(Supply.SENT);
        high.active(true);
        rig.frames(host, 5, true);
        assertThat(layer(rig)).isEqualTo(1);
        rig.assertContiguous();
    }

    private static int layer(EgressRig rig) {
        return rig.session.stats().media().getFirst().layer().rank();
    }
}
