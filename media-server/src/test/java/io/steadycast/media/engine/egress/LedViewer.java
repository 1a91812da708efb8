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
import java.util.stream.LongStream;

/** A viewer whose repair is led by what its transport-wide feedback says; a test writes that feedback, and the plan. */
final class LedViewer {
    static final int ROUND_MS = 200;

    /** Not before the first picture, so that nothing leads it in and numbers begin with it. */
    private boolean begun;

    private Consumer<Plan> script = plan -> {
        plan.resendLost = begun;
        plan.repairRoundMs = ROUND_MS;
    };

    final EgressRig rig = new EgressRig((nowNs, view) -> new ViewerController() {
        @Override
        public void onFeedback(long atNs, SessionView session) {}

        @Override
        public void onTick(long atNs, SessionView session, Plan plan) {
            script.accept(plan);
        }
    });
    final ScriptedHost host = new ScriptedHost(7, 1, 70_000, 5_000_000_000L, 2_048);
    private final TransportFeedbackWriter writer = new TransportFeedbackWriter();
    private long reportedUpTo;
    private int messages;

    void start() {
        rig.advance(5 * MS);
        rig.session.attach(rig.nowNs, MID, host.source);
        host.frame(rig.nowNs, 0, true, 4, 0, rig.noticesOf(host));
        begun = true;
        rig.advance(EgressRig.FRAME_NS);
    }

    /** The first picture is on the screen. */
    void startShown() {
        start();
        frame(false, 1);
        report();
        rig.advance(EgressRig.FRAME_NS);
    }

    void also(Consumer<Plan> more) {
        script = script.andThen(more);
    }

    void frame(boolean keyframe, int packets) {
        host.frame(rig.nowNs, 0, keyframe, packets, 0, rig.noticesOf(host));
        rig.advance(EgressRig.FRAME_NS);
    }

    long lastSent() {
        return rig.session.feedback().nextSeq() - 1;
    }

    /** Everything since the last report arrived but for these transport-wide numbers. */
    void report(Long... lost) {
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

    List<Integer> resent() {
        return rig.retransmissions().stream().map(p -> p.u16(0)).toList();
    }

    long dropped(DropReason reason) {
        return rig.session.stats().drops().getOrDefault(reason, 0L);
    }

    /** The media number under a transport-wide one. */
    int number(long transportSeq) {
        assertThat(rig.session.feedback().kind(transportSeq).isMedia()).isTrue();
        return (int) rig.session.feedback().origin(transportSeq) & 0xFFFF;
    }

    List<Long> transportSeqs(PacketKind kind) {
        FeedbackLog log = rig.session.feedback();
        return LongStream.range(1, log.nextSeq())
                .filter(seq -> log.kind(seq) == kind)
                .boxed()
                .toList();
    }

    void arrives(long seq) {
        Datagram d = rig.incoming();
        writer.begin(d.buffer, 0, 1_200, seq);
        writer.add(seq, rig.nowNs);
        d.length = writer.finish(1, EgressRig.VIDEO, messages++ & 0xFF);
        rig.receive();
    }

    /** From one number to another, both exclusive, the message got lost. */
    void reportIsLost(long fromSeq) {
        reportedUpTo = lastSent();
        assertThat(reportedUpTo).isGreaterThan(fromSeq);
    }

    void protect(double share) {
        also(plan -> {
            for (FrameClass kind : FrameClass.values()) {
                plan.stream(0).protection(kind).parityShare = share;
            }
        });
    }

    /** As if all up to this transport-wide number had been spoken of. */
    void reportedUpTo(long seq) {
        reportedUpTo = seq;
    }
}
