package io.steadycast.media.engine.egress;

import static io.steadycast.media.engine.egress.EgressRig.FRAME_NS;
import static io.steadycast.media.engine.egress.EgressRig.MID;
import static io.steadycast.media.engine.egress.EgressRig.MS;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Joins to a host that is live already, in virtual time. */
class JoinTest {
    private final EgressRig rig = new EgressRig();
    private final ScriptedHost host = new ScriptedHost(7, 3, 70_000, 5_000_000_000L, 2_048);

    /** The host has been live for so many frames since its last keyframe. */
    private void live(int frames) {
        for (int i = 0; i < frames; i++) {
            for (int e = 0; e < 3; e++) {
                host.frame(rig.nowNs, e, i == 0, 4, 0, (encoding, seq) -> {});
                host.report(rig.nowNs, e);
            }
            rig.nowNs += FRAME_NS;
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 5, 20, 45, 60})
    void aJoinerIsServedOutOfTheLogAndEndsAtTheLiveEdge(int framesSinceKeyframe) {
        live(framesSinceKeyframe);
        long joinedNs = rig.nowNs;
        rig.session.attach(rig.nowNs, MID, host.source);
        assertThat(rig.media()).as("the first packets leave at once").isNotEmpty();
        rig.frames(host, 90, false);
        assertThat(host.source.encoding(2).takeKeyframeRequest()).isFalse();
        assertThat(rig.media()).allMatch(p -> p.sourceEncoding() == 2);
        rig.assertContiguous();
        SentRtp last = rig.media().getLast();
        assertThat(last.sourceSeq()).isEqualTo((int) (host.nextSeq[2] - 1) & 0xFFFF);
        assertThat(last.timestamp())
                .as("live frames keep their true time")
                .isEqualTo(host.timestamp(last.atNs(), 2) & 0xFFFF_FFFFL);
        long caughtUpNs = rig.media().stream()
                .filter(p -> p.timestamp() == (host.timestamp(p.atNs(), 2) & 0xFFFF_FFFFL))
                .mapToLong(SentRtp::atNs)
                .min()
                .orElseThrow();
        assertThat(caughtUpNs - joinedNs).isLessThanOrEqualTo(600 * MS);
    }

    @ParameterizedTest
    @ValueSource(ints = {5, 20, 45, 60})
    void aReplayLooksLiveToTheReceiversClock(int framesSinceKeyframe) {
        live(framesSinceKeyframe);
        rig.session.attach(rig.nowNs, MID, host.source);
        rig.frames(host, 60, false);
        List<SentRtp> media = rig.media();
        SentRtp reference = media.getLast();
        long worstNs = 0;
        for (int i = 0; i < media.size(); i++) {
            SentRtp p = media.get(i);
            if (i > 0) {
                assertThat((int) (p.timestamp() - media.get(i - 1).timestamp())).isNotNegative();
            }
            long ticks = (int) (p.timestamp() - reference.timestamp());
            long lateNs = (p.atNs() - reference.atNs()) - NtpTime.nsOfTicks(ticks, 90_000);
            worstNs = Math.max(worstNs, Math.abs(lateNs));
        }
        System.out.println("replay of " + framesSinceKeyframe + " frames: arrival and timestamp differ by at most "
                + worstNs / MS + " ms");
        assertThat(worstNs).as("arrival minus timestamp, replayed against live").isLessThan(45 * MS);
    }

    @Test
    void aReplayEndsThoughTheEncoderFindsAHigherRateMeanwhile() {
        live(10);
        rig.session.attach(rig.nowNs, MID, host.source);
        for (int frame = 0; frame < 75; frame++) {
            for (int e = 0; e < 3; e++) {
                host.frame(rig.nowNs, e, false, 40, 0, rig.noticesOf(host));
                host.source.encoding(e).state().rates(40L * 8 * ScriptedHost.FRAME_BYTES * Math.min(frame + 1, 30), 30);
            }
            rig.advance(FRAME_NS);
        }
        SentRtp last = rig.media().getLast();
        assertThat(last.sourceSeq()).isEqualTo((int) (host.nextSeq[2] - 1) & 0xFFFF);
        assertThat(last.timestamp())
                .as("live frames keep their true time")
                .isEqualTo(host.timestamp(last.atNs(), 2) & 0xFFFF_FFFFL);
    }

    @Test
    void theBurstOfOneTickIsBounded() {
        live(60);
        rig.session.attach(rig.nowNs, MID, host.source);
        int before = 0;
        int most = 0;
        for (int i = 0; i < 120; i++) {
            most = Math.max(most, rig.media().size() - before);
            before = rig.media().size();
            rig.advance(5 * MS);
        }
        assertThat(most * ScriptedHost.FRAME_BYTES).isLessThan(40_000);
    }

    @Test
    void anOldKeyframeBringsItsBaseLayerOnlyUntilTheLiveEdge() {
        live(100);
        rig.session.attach(rig.nowNs, MID, host.source);
        rig.advance(400 * MS);
        assertThat(rig.media()).isNotEmpty().allMatch(p -> p.temporalId() == 0);
        rig.frames(host, 12, false);
        assertThat(rig.media().stream().anyMatch(p -> p.temporalId() == 2)).isTrue();
        assertThat(host.source.encoding(2).takeKeyframeRequest()).isFalse();
        rig.assertContiguous();
    }

    @Test
    void withNothingUsableAKeyframeIsWishedForOnce() {
        live(200);
        rig.session.attach(rig.nowNs, MID, host.source);
        rig.frames(host, 10, false);
        assertThat(rig.media()).isEmpty();
        assertThat(host.source.encoding(2).takeKeyframeRequest()).isTrue();
        rig.frames(host, 2, true);
        assertThat(rig.media().getFirst().sourceEncoding()).isEqualTo(2);
    }

    @Test
    void twoHundredJoinersInFiveSecondsCostAtMostThreeKeyframes() {
        List<EgressRig> viewers = new ArrayList<>();
        live(1);
        long startNs = rig.nowNs + 60_000 * MS;
        rig.nowNs = startNs;
        int keyframes = 0;
        for (int i = 0; i < 150; i++) {
            boolean wish = false;
            for (int e = 0; e < 3; e++) {
                wish |= host.source.encoding(e).takeKeyframeRequest();
            }
            keyframes += wish ? 1 : 0;
            for (int e = 0; e < 3; e++) {
                host.frame(rig.nowNs, e, wish, 3, 0, (encoding, seq) -> {
                    for (EgressRig viewer : viewers) {
                        viewer.session.onPublished(viewer.nowNs, 7, encoding, seq);
                    }
                });
            }
            rig.nowNs += FRAME_NS;
            for (int n = 0; n < 4 && viewers.size() < 200; n++) {
                EgressRig viewer = new EgressRig();
                viewer.nowNs = rig.nowNs;
                viewer.session.attach(viewer.nowNs, MID, host.source);
                viewers.add(viewer);
            }
            for (EgressRig viewer : viewers) {
                viewer.advance(rig.nowNs - viewer.nowNs);
            }
        }
        System.out.println("200 joiners: " + keyframes + " keyframes");
        assertThat(keyframes).isBetween(1, 3);
        assertThat(viewers).hasSize(200).allMatch(v -> v.media().getLast().sourceEncoding() == 2);
    }
}
