package io.steadycast.media.engine.ingress;

import static org.assertj.core.api.Assertions.assertThat;

import io.steadycast.media.wire.rtcp.ReportBlock;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.junit.jupiter.api.Test;

/** Against values computed by hand from RFC 3550, appendices A.3 and A.8. */
class ReceiveStatisticsTest {
    private static final long MS = 1_000_000L;
    private static final long FIRST_CYCLE = 0x1_0000;

    private final ReceiveStatistics statistics = new ReceiveStatistics(90_000);
    private final MemorySegment block = Arena.ofAuto().allocate(ReportBlock.BYTES);

    private void write(long nowNs) {
        statistics.writeBlock(nowNs, block, 0, 7);
    }

    private void receive(long fromSeq, long toSeq) {
        for (long seq = fromSeq; seq <= toSeq; seq++) {
            statistics.onPacket(seq * MS, seq, seq * 90);
        }
    }

    @Test
    void lossOverTwoIntervalsAndAWrap() {
        // 65,530 to 65,539 without 65,533 and 65,534: 10 expected, 8 received.
        receive(FIRST_CYCLE + 65_530, FIRST_CYCLE + 65_532);
        receive(FIRST_CYCLE + 65_535, FIRST_CYCLE + 65_539);
        write(0);
        assertThat(ReportBlock.fractionLost(block, 0)).isEqualTo(2 * 256 / 10);
        assertThat(ReportBlock.cumulativeLost(block, 0)).isEqualTo(2);
        assertThat(ReportBlock.highestSequence(block, 0)).isEqualTo(65_539);
        // One of the two comes late, and ten more in order: 10 expected and 11 received in this interval.
        receive(FIRST_CYCLE + 65_533, FIRST_CYCLE + 65_533);
        receive(FIRST_CYCLE + 65_540, FIRST_CYCLE + 65_549);
        write(0);
        assertThat(ReportBlock.fractionLost(block, 0)).isZero();
        assertThat(ReportBlock.cumulativeLost(block, 0)).isEqualTo(1);
        assertThat(statistics.received()).isEqualTo(19);
        assertThat(statistics.lost()).isEqualTo(1);
        // Nothing at all: no interval, no fraction.
        write(0);
        assertThat(ReportBlock.fractionLost(block, 0)).isZero();
    }

    @Test
    void anIntervalWithoutOnePacketOfTenLosesATenth() {
        receive(FIRST_CYCLE, FIRST_CYCLE + 9);
        write(0);
        receive(FIRST_CYCLE + 11, FIRST_CYCLE + 19);
        write(0);
        assertThat(ReportBlock.fractionLost(block, 0)).isEqualTo(256 / 10);
        assertThat(statistics.fractionLost()).isEqualTo(25 / 256.0);
    }

    @Test
    void aNewSourceCountsFromItsOwnFirstPacket() {
        receive(FIRST_CYCLE + 100, FIRST_CYCLE + 109);
        receive(FIRST_CYCLE + 115, FIRST_CYCLE + 119);
        write(0);
        long again = 5 * FIRST_CYCLE + 40;
        statistics.onRestart(again);
        receive(again, again + 3);
        receive(again + 6, again + 7);
        write(0);
        assertThat(ReportBlock.highestSequence(block, 0)).as("cycle zero").isEqualTo(47);
        assertThat(ReportBlock.cumulativeLost(block, 0)).isEqualTo(2);
        assertThat(ReportBlock.fractionLost(block, 0)).isEqualTo(2 * 256 / 8);
        assertThat(statistics.lost()).as("what users see goes on").isEqualTo(7);
        assertThat(statistics.received()).isEqualTo(21);
    }

    @Test
    void jitterOfAppendixA8() {
        // Transit differences in ticks of 90 kHz: 900, 900, 0. J: 0, 900/16, +(900 - J)/16, +(0 - J)/16.
        statistics.onPacket(0, 10, 90_000);
        statistics.onPacket(20 * MS, 11, 90_900);
        statistics.onPacket(40 * MS, 12, 91_800);
        statistics.onPacket(50 * MS, 13, 92_700);
        write(0);
        // 16 J by the RFC's integers: 900; 900 + 900 - (908 >> 4) = 1,744; 1,744 + 0 - (1,752 >> 4) = 1,635.
        assertThat(ReportBlock.jitter(block, 0)).isEqualTo(1_635 >> 4);
    }

    @Test
    void theLastSenderReportIsEchoedWithItsAge() {
        receive(FIRST_CYCLE, FIRST_CYCLE);
        statistics.onSenderReport(1_000 * MS, 0x1234_5678_9ABC_DEF0L);
        write(1_250 * MS);
        assertThat(ReportBlock.lastSenderReport(block, 0)).isEqualTo(0x5678_9ABCL);
        assertThat(ReportBlock.delaySinceLastSenderReport(block, 0)).isEqualTo(65_536 / 4);
    }
}
