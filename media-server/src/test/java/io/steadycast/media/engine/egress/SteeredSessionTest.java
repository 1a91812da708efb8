package io.steadycast.media.engine.egress;

import static io.steadycast.media.engine.egress.EgressRig.MID;
import static io.steadycast.media.engine.egress.EgressRig.MS;
import static org.assertj.core.api.Assertions.assertThat;

import io.steadycast.abr.control.ControlSample;
import io.steadycast.abr.control.Plan;
import io.steadycast.abr.control.SessionView;
import io.steadycast.abr.control.ViewerController;
import io.steadycast.media.engine.log.EncodingState;
import io.steadycast.media.engine.transport.Datagram;
import io.steadycast.media.engine.transport.DropReason;
import io.steadycast.media.wire.rtcp.TransportFeedbackWriter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A session under a scripted controller: what a plan says happens. */
class SteeredSessionTest {
    private Consumer<Plan> script = plan -> {};
    private final List<Long> reported = new ArrayList<>();
    private @Nullable SessionView seen;

    private final EgressRig rig = new EgressRig((nowNs, view) -> new ViewerController() {
        @Override
        public void onFeedback(long atNs, SessionView session) {
            for (int i = 0; i < session.packets().reportedCount(); i++) {
                reported.add(session.packets().reportedSeq(i));
            }
        }

        @Override
        public void onTick(long atNs, SessionView session, Plan plan) {
            seen = session;
            script.accept(plan);
        }
    });

    private ScriptedHost host(int encodings) {
        ScriptedHost host = new ScriptedHost(7, encodings, 70_000, 5_000_000_000L, 2_048);
        rig.session.attach(rig.nowNs, MID, host.source);
        return host;
    }

    private void frame(ScriptedHost host, boolean keyframe, int packets) {
        for (int e = 0; e < host.source.encodingCount(); e++) {
            host.frame(rig.nowNs, e, keyframe, packets, 0, rig.noticesOf(host));
        }
        rig.advance(EgressRig.FRAME_NS);
    }

    @Test
    void mediaLeavesAtThePaceAndInOrder() {
        script = plan -> plan.paceBps = 1_000_000;
        rig.advance(5 * MS);
        ScriptedHost host = host(1);
        frame(host, true, 40);
        for (int i = 0; i < 60; i++) {
            frame(host, false, 2);
        }
        rig.advance(1_000 * MS);
        List<SentRtp> media = rig.media();
        assertThat(media).hasSize(160);
        assertThat(media).isSortedAccordingTo(Comparator.comparingLong(SentRtp::extSeq));
        rig.assertContiguous();
        for (SentRtp first : media) {
            int bytes = media.stream()
                    .filter(p -> p.atNs() >= first.atNs() && p.atNs() < first.atNs() + 100 * MS)
                    .mapToInt(p -> p.bytes().length)
                    .sum();
            // 100 ms, a tick more, and the packet that overdraws.
            assertThat(bytes).isLessThanOrEqualTo(1_000_000 / 8 / 10 + 700 + 1_100);
        }
        assertThat(media.get(39).atNs() - media.get(0).atNs()).isBetween(300 * MS, 400 * MS);
        assertThat(rig.session.feedback().sentNs(40)).isEqualTo(media.get(39).atNs());
    }

    @Test
    void withoutAPaceNothingWaits() {
        rig.advance(5 * MS);
        ScriptedHost host = host(1);
        host.frame(rig.nowNs, 0, true, 40, 0, rig.noticesOf(host));
        assertThat(rig.media()).hasSize(40);
    }

    @Test
    void aLongQueueLeavesUpperLayersOut() {
        script = plan -> {
            plan.paceBps = 250_000;
            plan.dropUpperAboveMs = 50;
        };
        rig.advance(5 * MS);
        ScriptedHost host = host(1);
        frame(host, true, 4);
        for (int i = 0; i < 120; i++) {
            frame(host, false, 2);
        }
        rig.advance(2_000 * MS);
        rig.assertContiguous();
        assertThat(rig.session.stats().drops().get(DropReason.LAYER_DROPPED)).isGreaterThan(50);
        long upper = rig.media().stream().filter(p -> p.temporalId() > 0).count();
        long base = rig.media().stream().filter(p -> p.temporalId() == 0).count();
        assertThat(base).as("the base layer goes out whole").isBetween(60L, 66L);
        assertThat(upper).isLessThan(60);
    }

    @Test
    void whatWaitsTooLongIsGivenUpAndAKeyframeIsAskedFor() {
        script = plan -> {
            plan.paceBps = 100_000;
            plan.expireMs = 300;
        };
        rig.advance(5 * MS);
        ScriptedHost host = host(1);
        frame(host, true, 20);
        rig.advance(3_000 * MS);
        assertThat(rig.session.stats().drops().get(DropReason.PACER_EXPIRED)).isGreaterThan(10);
        assertThat(rig.media().size()).isLessThan(10);
        assertThat(host.source.encoding(0).takeKeyframeRequest()).isTrue();
    }

    @Test
    void whatOthersDependOnMayWaitLonger() {
        script = plan -> {
            plan.paceBps = 100_000;
            plan.expireMs = 300;
            plan.expireBaseMs = 4_500;
        };
        rig.advance(5 * MS);
        frame(host(1), true, 20);
        rig.advance(3_000 * MS);
        assertThat(rig.session.stats().drops()).doesNotContainKey(DropReason.PACER_EXPIRED);
        assertThat(rig.media()).hasSize(20);
    }

    @Test
    void thePlanChoosesLayersAndPauses() {
        script = plan -> plan.stream(0).maxRung = 0;
        rig.advance(5 * MS);
        ScriptedHost host = host(2);
        frame(host, true, 2);
        frame(host, false, 2);
        assertThat(rig.media()).allMatch(p -> p.sourceEncoding() == 0);
        script = plan -> plan.stream(0).maxRung = 1;
        rig.advance(10 * MS);
        frame(host, true, 2);
        frame(host, false, 2);
        assertThat(rig.media().getLast().sourceEncoding()).isEqualTo(1);
        script = plan -> plan.stream(0).maxTemporalId = 0;
        rig.advance(10 * MS);
        int before = rig.media().size();
        for (int i = 0; i < 8; i++) {
            frame(host, false, 1);
        }
        assertThat(rig.media().subList(before, rig.media().size())).allMatch(p -> p.temporalId() == 0);
        script = plan -> plan.stream(0).paused = true;
        rig.advance(10 * MS);
        before = rig.media().size();
        frame(host, true, 2);
        assertThat(rig.media()).hasSize(before);
        rig.assertContiguous();
    }

    @Test
    void aUsersChoiceStaysTheCeiling() {
        script = plan -> plan.stream(0).maxRung = 1;
        rig.session.selectLayer(rig.nowNs, MID, LayerChoice.fixed(0));
        rig.advance(5 * MS);
        ScriptedHost host = host(2);
        frame(host, true, 2);
        frame(host, true, 2);
        assertThat(rig.media()).isNotEmpty().allMatch(p -> p.sourceEncoding() == 0);
    }

    @Test
    void aProbeIsFilledUpAndMarked() {
        script = plan -> plan.paceBps = 2_000_000;
        rig.advance(5 * MS);
        ScriptedHost host = host(1);
        frame(host, true, 4);
        for (int i = 0; i < 10; i++) {
            frame(host, false, 1);
        }
        long from = rig.nowNs;
        script = plan -> {
            plan.probeId = 1;
            plan.probeBps = 3_000_000;
            plan.probeMs = 100;
            plan.probeMinPackets = 5;
        };
        for (int i = 0; i < 6; i++) {
            frame(host, false, 1);
        }
        FeedbackLog log = rig.session.feedback();
        long bytes = 0;
        long last = 0;
        for (long seq = 1; seq < log.nextSeq(); seq++) {
            if (log.probeId(seq) == 1) {
                bytes += log.sizeBytes(seq);
                last = log.sentNs(seq);
            }
        }
        assertThat(last - from).isBetween(80 * MS, 130 * MS);
        assertThat(bytes * 8_000_000_000L / (last - from + 5 * MS)).isBetween(2_600_000L, 3_400_000L);
        assertThat(seen).isNotNull();
        assertThat(seen.probeDone()).isEqualTo(1);
        rig.assertContiguous();
    }

    @Test
    void copiesFollowTheirOriginals() {
        script = plan -> {
            for (io.steadycast.abr.control.FrameClass kind : io.steadycast.abr.control.FrameClass.values()) {
                plan.stream(0).protection(kind).copies = 2;
            }
            plan.stream(0).copyDelayMs = 20;
        };
        rig.advance(5 * MS);
        ScriptedHost host = host(1);
        frame(host, true, 3);
        frame(host, false, 1);
        rig.advance(200 * MS);
        assertThat(rig.media()).hasSize(4);
        for (SentRtp original : rig.media()) {
            List<SentRtp> copies = rig.retransmissions().stream()
                    .filter(p -> p.u16(0) == (original.extSeq() & 0xFFFF))
                    .toList();
            assertThat(copies).hasSize(2);
            assertThat(copies.get(0).atNs() - original.atNs()).isBetween(20 * MS, 26 * MS);
            assertThat(copies.get(1).atNs() - original.atNs()).isBetween(40 * MS, 52 * MS);
        }
        ControlSample sample = rig.session.control();
        assertThat(sample).isNotNull();
        assertThat(sample.sent().overhead()).isBetween(1.9, 2.1);
    }

    @Test
    void theControllerSeesWhatAKeyframeTakes() {
        rig.advance(5 * MS);
        ScriptedHost host = host(2);
        rig.advance(5 * MS);
        assertThat(seen).isNotNull();
        assertThat(seen.demand(0).keyframeBytes(1)).as("none was seen").isZero();
        host.source.encoding(0).state().keyframes(1_000_000_000L, 9_000);
        host.source.encoding(1).state().keyframes(1_000_000_000L, 30_000);
        assertThat(seen.demand(0).keyframeBytes(0)).isEqualTo(9_000);
        assertThat(seen.demand(0).keyframeBytes(1)).isEqualTo(30_000);
        assertThat(seen.demand(0).keyframeBytes(2)).as("no such rung").isZero();
    }

    @Test
    void aLowerSpatialLayersKeyframeIsItsShareOfTheWhole() {
        rig.advance(5 * MS);
        ScriptedHost host = host(1);
        rig.advance(5 * MS);
        EncodingState state = host.source.encoding(0).state();
        state.layers(1, 2);
        state.keyframes(1_000_000_000L, 40_000);
        state.rates(400_000, 30);
        state.layerRate(0, 2, 100_000);
        state.layerRate(0, 3, 100_000);
        state.layerRate(1, 3, 400_000);
        assertThat(seen).isNotNull();
        assertThat(seen.demand(0).keyframeBytes(0)).isEqualTo(10_000);
        assertThat(seen.demand(0).keyframeBytes(1)).isEqualTo(40_000);
    }

    @Test
    void feedbackSaysWhatItChanged() {
        rig.advance(5 * MS);
        ScriptedHost host = host(1);
        frame(host, true, 6);
        TransportFeedbackWriter writer = new TransportFeedbackWriter();
        Datagram d = rig.incoming();
        writer.begin(d.buffer, 0, 1_000, 1);
        writer.add(1, 7_000 * MS);
        writer.add(3, 7_001 * MS);
        d.length = writer.finish(1, EgressRig.VIDEO, 0);
        rig.receive();
        assertThat(reported).containsExactly(1L, 2L, 3L);
        assertThat(rig.session.feedback().kind(1)).isEqualTo(io.steadycast.abr.control.PacketKind.KEY);
    }
}
