package io.steadycast.media.engine.egress;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.steadycast.abr.control.FrameClass;
import io.steadycast.abr.control.Plan;
import io.steadycast.abr.control.Protection;
import io.steadycast.abr.control.SessionView;
import io.steadycast.abr.control.ViewerController;
import io.steadycast.media.engine.transport.Datagram;
import io.steadycast.media.engine.transport.NullCipher;
import io.steadycast.media.wire.rtcp.TransportFeedbackWriter;
import java.lang.foreign.Arena;
import java.lang.management.ManagementFactory;
import java.util.List;
import org.junit.jupiter.api.Test;

/** House law 6 with a controller: pacing, parity, copies, probes and repair by feedback cost no memory per packet either. */
class SteeredAllocationTest {
    private static final FrameClass[] CLASSES = FrameClass.values();
    private static final long TICK_NS = 5 * EgressRig.MS;
    private static final int TICKS_PER_FRAME = 7;

    private final TransportFeedbackWriter writer = new TransportFeedbackWriter();
    private final Datagram feedback = Datagram.allocate(Arena.ofAuto());
    private final NullCipher cipher = new NullCipher();
    private long reported = 1;
    private int rtcpIndex;
    private long packets;
    private long nowNs = 1_000 * EgressRig.MS;

    private static final class Everything implements ViewerController {
        private int ticks;

        @Override
        public void onFeedback(long nowNs, SessionView view) {}

        @Override
        public void onTick(long nowNs, SessionView view, Plan plan) {
            plan.paceBps = 2_000_000;
            plan.dropUpperAboveMs = 200;
            plan.expireMs = 1_000;
            plan.resendLost = true;
            plan.repairRoundMs = 100;
            plan.repairDeadlineMs = 500;
            for (FrameClass kind : CLASSES) {
                plan.stream(0).protection(kind).parityShare = 0.4;
            }
            plan.stream(0).protection(FrameClass.KEY).copies = 1;
            plan.stream(0).protection(FrameClass.T0).resends[Protection.MAX_ROUNDS] = 2;
            plan.stream(0).blockFrames = 2;
            if (++ticks % 400 == 0) {
                plan.probeId++;
                plan.probeBps = 3_000_000;
                plan.probeMs = 50;
                plan.probeMinPackets = 5;
            }
        }
    }

    @Test
    void aSteeredPacketAllocatesNothing() {
        allocatesNothing(false);
    }

    @Test
    void norDoesOneOverTcp() {
        allocatesNothing(true);
    }

    private void allocatesNothing(boolean overTcp) {
        ReadyTransport link = new ReadyTransport((buffer, length) -> packets++);
        ViewerSpec spec = new ViewerSpec("cname", 42, List.of(EgressRig.protectedVideo()))
                .steeredBy((atNs, view) -> new Everything());
        ViewerSession session = new ViewerSession(link.transport, spec, EgressConfig.defaults());
        ScriptedHost host = new ScriptedHost(7, 1, 70_000, 5_000_000_000L, 2_048);
        ScriptedHost.Notice notice =
                (encoding, seq) -> session.onPublished(nowNs, host.source.trackId(), encoding, seq);
        session.attach(nowNs, EgressRig.MID, host.source);
        if (overTcp) {
            link.moveToTcp(nowNs);
        }
        run(session, host, notice, 6_000);
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();
        long packetsBefore = packets;
        run(session, host, notice, 6_000);
        long bytes = threads.getCurrentThreadAllocatedBytes() - before;
        long sent = packets - packetsBefore;
        assertThat(sent).isGreaterThan(30_000);
        assertThat((double) bytes / sent)
                .as("%d bytes for %d packets", bytes, sent)
                .isLessThan(0.1);
    }

    /** A tenth of what left is missing. */
    private void report(ViewerSession session) {
        long next = session.feedback().nextSeq();
        writer.begin(feedback.buffer, 0, 1_200, reported);
        for (long seq = reported; seq < next; seq++) {
            if (seq % 10 != 3) {
                writer.add(seq, nowNs);
            }
        }
        reported = next;
        feedback.length = writer.finish(1, EgressRig.VIDEO, 0);
        cipher.protectRtcp(feedback, rtcpIndex++);
        session.onRtcp(nowNs, feedback);
    }

    private void run(ViewerSession session, ScriptedHost host, ScriptedHost.Notice notice, int frames) {
        for (int i = 0; i < frames; i++) {
            host.frame(nowNs, 0, i % 200 == 0, 4, 0, notice);
            for (int t = 0; t < TICKS_PER_FRAME; t++) {
                nowNs += TICK_NS;
                session.onTick(nowNs);
            }
            report(session);
        }
    }
}
