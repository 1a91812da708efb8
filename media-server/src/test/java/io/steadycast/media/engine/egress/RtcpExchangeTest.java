package io.steadycast.media.engine.egress;

import static io.steadycast.media.engine.egress.EgressRig.MID;
import static io.steadycast.media.engine.egress.EgressRig.MS;
import static org.assertj.core.api.Assertions.assertThat;

import io.steadycast.media.engine.transport.Datagram;
import io.steadycast.media.engine.transport.DropReason;
import io.steadycast.media.wire.rtcp.ExtendedReport;
import io.steadycast.media.wire.rtcp.ReceiverReport;
import io.steadycast.media.wire.rtcp.Remb;
import io.steadycast.media.wire.rtcp.ReportBlock;
import io.steadycast.media.wire.rtcp.RtcpCursor;
import io.steadycast.media.wire.rtcp.RtcpHeader;
import io.steadycast.media.wire.rtcp.SenderReport;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Reports in both directions. */
class RtcpExchangeTest {
    private static final int TRAILER = 20;

    private final EgressRig rig = new EgressRig();
    private final ScriptedHost host = new ScriptedHost(7, 3, 70_000, 5_000_000_000L, 2_048);

    private record Sr(long ntp, long timestamp, long packets) {}

    private List<Sr> reports() {
        List<Sr> found = new ArrayList<>();
        for (byte[] bytes : rig.rtcp) {
            MemorySegment segment = MemorySegment.ofArray(bytes);
            RtcpCursor cursor = new RtcpCursor();
            assertThat(cursor.start(segment, 0, bytes.length - TRAILER)).isTrue();
            while (cursor.next()) {
                if (cursor.type() == RtcpHeader.SENDER_REPORT) {
                    long at = cursor.offset();
                    found.add(new Sr(
                            SenderReport.ntp(segment, at),
                            SenderReport.rtpTimestamp(segment, at),
                            SenderReport.packetCount(segment, at)));
                }
            }
        }
        return found;
    }

    @Test
    void senderReportsStayOnThePublishersClockOverSwitches() {
        rig.session.attach(rig.nowNs, MID, host.source);
        for (int i = 0; i < 40; i++) {
            for (int e = 0; e < 3; e++) {
                host.report(rig.nowNs, e);
            }
            rig.session.selectLayer(rig.nowNs, MID, LayerChoice.fixed(i % 3));
            rig.frames(host, 1, true);
            rig.frames(host, 9, false);
        }
        List<Sr> reports = reports();
        assertThat(reports.size()).isGreaterThan(12);
        Sr first = reports.getFirst();
        for (Sr sr : reports) {
            long ticks = (sr.timestamp() - first.timestamp()) & 0xFFFF_FFFFL;
            long clock = NtpTime.ticks(sr.ntp() - first.ntp(), 90_000);
            assertThat(Math.abs(ticks - clock))
                    .as("ticks off the capture clock")
                    .isLessThan(90);
        }
        SentRtp last = rig.media().getLast();
        long ntpOfLast = NtpTime.plusNs(0xE800_0000_0000_0000L, last.atNs());
        Sr newest = reports.getLast();
        long mapped = newest.timestamp() + NtpTime.ticks(ntpOfLast - newest.ntp(), 90_000);
        assertThat(Math.abs((int) (mapped - last.timestamp())))
                .as("a receiver's idea of the last frame's capture")
                .isLessThan(180);
    }

    @Test
    void theFirstReportLeavesAtOnceTheSecondSoonAfterThenOneASecond() {
        host.report(rig.nowNs, 2);
        rig.session.attach(rig.nowNs, MID, host.source);
        rig.frames(host, 1, true);
        assertThat(rig.rtcp).hasSize(1);
        rig.frames(host, 12, false);
        assertThat(rig.rtcp).hasSize(2);
        rig.frames(host, 62, false);
        assertThat(rig.rtcp.size()).isBetween(3, 4);
    }

    @Test
    void theRoundTripComesFromOurOwnReports() {
        host.report(rig.nowNs, 2);
        rig.session.attach(rig.nowNs, MID, host.source);
        rig.frames(host, 1, true);
        long ntp = reports().getFirst().ntp();
        long sentNs = 1_005 * MS;
        long held = 700 * MS;
        rig.advance(sentNs + held + 80 * MS - rig.nowNs);
        Datagram d = rig.incoming();
        d.length = ReceiverReport.begin(d.buffer, 0, 1, 1);
        long block = ReceiverReport.blockOffset(0, 0);
        ReportBlock.writeLoss(d.buffer, block, EgressRig.VIDEO, 64, 10);
        ReportBlock.writeReception(d.buffer, block, 1, 900, NtpTime.compact(ntp), NtpTime.compactDuration(held));
        rig.receive();
        ViewerStats stats = rig.session.stats();
        assertThat(stats.rttMs()).isBetween(79.0, 81.0);
        assertThat(stats.media().getFirst().feedback().lossFraction()).isEqualTo(0.25);
        assertThat(stats.media().getFirst().feedback().jitterMs()).isEqualTo(10.0);
    }

    @Test
    void aReceiversReferenceTimeIsAnswered() {
        host.report(rig.nowNs, 2);
        rig.session.attach(rig.nowNs, MID, host.source);
        rig.frames(host, 2, true);
        rig.rtcp.clear();
        Datagram d = rig.incoming();
        int length = ExtendedReport.begin(d.buffer, 0, 77);
        d.length = ExtendedReport.addReceiverReference(d.buffer, 0, length, 0x1234_5678_9ABC_DEF0L);
        rig.receive();
        rig.advance(10 * MS);
        MemorySegment answer = MemorySegment.ofArray(rig.rtcp.getFirst());
        RtcpCursor cursor = new RtcpCursor();
        assertThat(cursor.start(answer, 0, (int) answer.byteSize() - TRAILER)).isTrue();
        boolean found = false;
        while (cursor.next()) {
            if (cursor.type() == RtcpHeader.EXTENDED_REPORT) {
                long block = ExtendedReport.first(answer, cursor.offset(), cursor.lengthBytes());
                assertThat(ExtendedReport.delaySsrc(answer, block, 0)).isEqualTo(77);
                assertThat(ExtendedReport.lastReceiverReference(answer, block, 0))
                        .isEqualTo(0x5678_9ABCL);
                assertThat(ExtendedReport.delaySinceLastReceiverReference(answer, block, 0))
                        .isEqualTo(5 * 65_536 / 1_000);
                found = true;
            }
        }
        assertThat(found).isTrue();
    }

    @Test
    void rembIsKept() {
        Datagram d = rig.incoming();
        d.length = Remb.write(d.buffer, 0, 1, 1_000_000, new long[] {EgressRig.VIDEO}, 1);
        rig.receive();
        assertThat(rig.session.stats().rembBps())
                .isCloseTo(1_000_000L, org.assertj.core.data.Percentage.withPercentage(1));
    }

    @Test
    void garbageIsCountedAndChangesNothing() {
        rig.session.attach(rig.nowNs, MID, host.source);
        rig.frames(host, 1, true);
        for (long seed = 1; seed <= 2_000; seed++) {
            Random random = new Random(seed);
            Datagram d = rig.incoming();
            d.length = 8 + random.nextInt(200);
            for (int i = 0; i < d.length; i++) {
                d.buffer.set(ValueLayout.JAVA_BYTE, i, (byte) random.nextInt());
            }
            // Often a plausible header, so that the packet's own reader has to cope.
            d.buffer.set(ValueLayout.JAVA_BYTE, 0, (byte) (0x80 | random.nextInt(32)));
            d.buffer.set(ValueLayout.JAVA_BYTE, 1, (byte) (200 + random.nextInt(8)));
            d.length = d.length / 4 * 4;
            d.buffer.set(ValueLayout.JAVA_BYTE, 2, (byte) 0);
            d.buffer.set(ValueLayout.JAVA_BYTE, 3, (byte) (d.length / 4 - 1));
            rig.receive();
        }
        assertThat(rig.session.stats().drops()).containsKeys(DropReason.RTCP_UNKNOWN);
        rig.frames(host, 3, false);
        rig.assertContiguous();
    }
}
