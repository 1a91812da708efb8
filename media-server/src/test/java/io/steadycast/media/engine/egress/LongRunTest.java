package io.steadycast.media.engine.egress;

import static io.steadycast.media.engine.egress.EgressRig.MID;
import static io.steadycast.media.engine.egress.EgressRig.MS;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.steadycast.media.engine.transport.Datagram;
import io.steadycast.media.wire.Bytes;
import io.steadycast.media.wire.rtcp.GenericNack;
import io.steadycast.media.wire.rtp.HeaderExtensions;
import java.lang.foreign.MemorySegment;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Test;

/** A day in virtual time: every counter wraps, the host's clock drifts, and nothing is allocated for a packet. */
class LongRunTest {
    private static final long HOUR_NS = 3_600_000 * MS;

    private final EgressRig rig = new EgressRig();

    @Test
    void aDayWrapsEveryCounterAndKeepsTheTimeline() {
        // Four frames a second for a day: a million packets, 15 wraps of sequence and transport numbers, ten of 15-bit
        // picture ids, one of timestamps.
        Day day = new Day(new ScriptedHost(7, 1, (5L << 16) - 100, (1L << 32) - 1_000, 512), 100e-6);
        rig.session.attach(rig.nowNs, MID, day.host.source);
        day.run(24 * HOUR_NS);
        assertThat(day.packets).isGreaterThan(1_000_000);
        assertThat(day.sequenceWraps).isGreaterThan(14);
        assertThat(day.worstClockTicks)
                .as("our reports against the host's capture clock")
                .isLessThan(90);
    }

    /** Follows the stream packet by packet, keeping none. */
    private final class Day {
        final ScriptedHost host;
        final double drift;
        long packets;
        long sequenceWraps;
        long worstClockTicks;
        private long lastSeq = -1;
        private long lastTransport = -1;
        private long lastPicture = -1;
        private long lastTimestamp = -1;

        Day(ScriptedHost host, double drift) {
            this.host = host;
            this.drift = drift;
        }

        void run(long durationNs) {
            long startNs = rig.nowNs;
            for (long i = 0; rig.nowNs - startNs < durationNs; i++) {
                long hostNs = rig.nowNs + (long) ((rig.nowNs - startNs) * drift);
                if (i % 10 == 0) {
                    host.source
                            .encoding(0)
                            .captureClock(
                                    NtpTime.plusNs(0xE800_0000_0000_0000L, hostNs),
                                    host.timestamp(hostNs, 0),
                                    rig.nowNs);
                }
                host.frame(hostNs, rig.nowNs, 0, i == 0, 3, rig.noticesOf(host));
                rig.nowNs += 250 * MS;
                rig.session.onTick(rig.nowNs);
                follow();
            }
        }

        private void follow() {
            for (SentRtp p : rig.sent) {
                if (lastSeq >= 0) {
                    assertThat(p.extSeq()).isEqualTo(lastSeq + 1);
                    sequenceWraps += (p.extSeq() & 0xFFFF) == 0 ? 1 : 0;
                    assertThat(p.pictureId() - lastPicture & 0x7FFF).isBetween(0L, 1L);
                    assertThat((int) (p.timestamp() - lastTimestamp)).isBetween(0, 22_600);
                    assertThat(transportNumber(p) - lastTransport & 0xFFFF).isEqualTo(1);
                }
                lastSeq = p.extSeq();
                lastPicture = p.pictureId();
                lastTimestamp = p.timestamp();
                lastTransport = transportNumber(p);
                packets++;
            }
            rig.sent.clear();
            rig.forgetNumbers();
            for (byte[] report : rig.rtcp) {
                checkReport(MemorySegment.ofArray(report));
            }
            rig.rtcp.clear();
        }

        private void checkReport(MemorySegment report) {
            long hostNs = nanosOf(Bytes.u64(report, 8));
            long expected = host.timestamp(hostNs, 0) & 0xFFFF_FFFFL;
            int off = (int) (Bytes.u32(report, 16) - expected);
            worstClockTicks = Math.max(worstClockTicks, Math.abs(off));
        }

        private static long nanosOf(long ntp) {
            long since = ntp - 0xE800_0000_0000_0000L;
            return (since >> 32) * 1_000_000_000L + (((since & 0xFFFF_FFFFL) * 1_000_000_000L) >>> 32);
        }
    }

    private static long transportNumber(SentRtp p) {
        MemorySegment bytes = MemorySegment.ofArray(p.bytes());
        long element = HeaderExtensions.find(bytes, 0, p.bytes().length, 3);
        return Bytes.u16(bytes, HeaderExtensions.dataOffset(element));
    }

    @Test
    void nothingIsAllocatedForAPacket() {
        long[] counted = new long[1];
        long[] first = {-1};
        ReadyTransport link = new ReadyTransport((buffer, length) -> {
            counted[0]++;
            first[0] = first[0] < 0 ? Bytes.u16(buffer, 2) : first[0];
        });
        ViewerSession session = new ViewerSession(
                link.transport,
                new ViewerSpec("cname", 42, java.util.List.of(EgressRig.video(true))),
                EgressConfig.defaults());
        ScriptedHost host = new ScriptedHost(7, 3, 70_000, 5_000_000_000L, 2_048);
        long[] nowNs = {1_000 * MS};
        ScriptedHost.Notice notice = (encoding, seq) -> session.onPublished(nowNs[0], 7, encoding, seq);
        session.attach(nowNs[0], MID, host.source);
        Datagram nack = Datagram.allocate(java.lang.foreign.Arena.ofAuto());
        io.steadycast.media.engine.transport.NullCipher cipher = new io.steadycast.media.engine.transport.NullCipher();
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long thread = Thread.currentThread().threadId();
        long before = 0;
        long packetsBefore = 0;
        int rounds = 6_000;
        for (int i = 0; i < rounds; i++) {
            if (i == rounds / 2) {
                before = threads.getThreadAllocatedBytes(thread);
                packetsBefore = counted[0];
            }
            for (int e = 0; e < 3; e++) {
                host.report(nowNs[0], e);
                host.frame(nowNs[0], e, i % 30 == 0, 4, 0, notice);
            }
            nack.length = GenericNack.begin(nack.buffer, 0, 1, EgressRig.VIDEO);
            nack.length = GenericNack.add(nack.buffer, 0, nack.length, first[0] + 4L * i);
            cipher.protectRtcp(nack, i);
            session.onRtcp(nowNs[0], nack);
            for (int t = 0; t < 7; t++) {
                nowNs[0] += 5 * MS;
                session.onTick(nowNs[0]);
            }
        }
        long bytes = threads.getThreadAllocatedBytes(thread) - before;
        double perPacket = (double) bytes / (counted[0] - packetsBefore);
        System.out.println("allocated per packet: " + perPacket + " bytes");
        assertThat(counted[0] - packetsBefore).isGreaterThan(10_000);
        assertThat(session.stats().media().getFirst().sent().rtxPackets()).isGreaterThan(5_000);
        // The harness itself may be compiled in between; a single object per packet would be 16 bytes.
        assertThat(perPacket).isLessThan(2.0);
    }
}
