package io.steadycast.media.wire.rtcp;

import static org.assertj.core.api.Assertions.assertThat;

import io.steadycast.media.wire.Bytes;
import io.steadycast.media.wire.Segments;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class RtcpPacketsTest {
    private final MemorySegment buffer = Segments.zeroed(2048);

    @Test
    void senderReportWithABlock() {
        int length = SenderReport.begin(buffer, 4, 0xCAFEBABEL, 1);
        SenderReport.writeInfo(buffer, 4, 0xE1E2E3E4_A1A2A3A4L, 0x1_FFFFFFFEL, 3, 0x5_00000004L);
        long block = SenderReport.blockOffset(4, 0);
        ReportBlock.writeLoss(buffer, block, 0xDDDDDDDDL, 64, -1);
        ReportBlock.writeReception(buffer, block, 0x0003_FFFFL, 90, 0xE3E4A1A2L, 65_536);
        assertThat(Segments.hex(buffer, 4, length))
                .isEqualTo("81c8000c" + "cafebabe" + "e1e2e3e4a1a2a3a4" + "fffffffe" + "00000003" + "00000004"
                        + "dddddddd" + "40ffffff" + "0003ffff" + "0000005a" + "e3e4a1a2" + "00010000");
        assertThat(SenderReport.valid(buffer, 4, length)).isTrue();
        assertThat(SenderReport.valid(buffer, 4, length - 4)).isFalse();
        assertThat(SenderReport.senderSsrc(buffer, 4)).isEqualTo(0xCAFEBABEL);
        assertThat(SenderReport.ntp(buffer, 4)).isEqualTo(0xE1E2E3E4_A1A2A3A4L);
        assertThat(SenderReport.rtpTimestamp(buffer, 4)).isEqualTo(0xFFFFFFFEL);
        assertThat(SenderReport.packetCount(buffer, 4)).isEqualTo(3);
        assertThat(SenderReport.octetCount(buffer, 4)).isEqualTo(4);
        assertThat(SenderReport.blockCount(buffer, 4)).isEqualTo(1);
        assertThat(ReportBlock.ssrc(buffer, block)).isEqualTo(0xDDDDDDDDL);
        assertThat(ReportBlock.fractionLost(buffer, block)).isEqualTo(64);
        assertThat(ReportBlock.cumulativeLost(buffer, block)).isEqualTo(-1);
        assertThat(ReportBlock.highestSequence(buffer, block)).isEqualTo(0x3FFFF);
        assertThat(ReportBlock.jitter(buffer, block)).isEqualTo(90);
        assertThat(ReportBlock.lastSenderReport(buffer, block)).isEqualTo(0xE3E4A1A2L);
        assertThat(ReportBlock.delaySinceLastSenderReport(buffer, block)).isEqualTo(65_536);
    }

    @Test
    void receiverReportClampsCumulativeLoss() {
        int length = ReceiverReport.begin(buffer, 0, 1, 2);
        ReportBlock.writeLoss(buffer, ReceiverReport.blockOffset(0, 0), 2, 300, 1L << 40);
        ReportBlock.writeLoss(buffer, ReceiverReport.blockOffset(0, 1), 3, -1, -(1L << 40));
        assertThat(length).isEqualTo(56);
        assertThat(ReceiverReport.valid(buffer, 0, length)).isTrue();
        assertThat(ReceiverReport.valid(buffer, 0, 55)).isFalse();
        assertThat(ReceiverReport.blockCount(buffer, 0)).isEqualTo(2);
        assertThat(ReportBlock.cumulativeLost(buffer, ReceiverReport.blockOffset(0, 0)))
                .isEqualTo(0x7FFFFF);
        assertThat(ReportBlock.fractionLost(buffer, ReceiverReport.blockOffset(0, 0)))
                .isEqualTo(255);
        assertThat(ReportBlock.cumulativeLost(buffer, ReceiverReport.blockOffset(0, 1)))
                .isEqualTo(-0x800000);
        assertThat(ReportBlock.fractionLost(buffer, ReceiverReport.blockOffset(0, 1)))
                .isZero();
    }

    @Test
    void cnameOfEveryTextLengthIsPaddedAndFound() {
        for (int bytes = 0; bytes <= 255; bytes++) {
            byte[] cname = "x".repeat(bytes).getBytes(StandardCharsets.US_ASCII);
            int length = SourceDescription.write(buffer, 8, 0xABCDEF01L, cname);
            assertThat(length % 4).isZero();
            assertThat(RtcpHeader.packetBytes(buffer, 8)).isEqualTo(length);
            assertThat(Bytes.u8(buffer, 8L + length - 1)).isZero();
            long item = SourceDescription.cname(buffer, 8, length, 0xABCDEF01L);
            assertThat(SourceDescription.textBytes(item)).isEqualTo(bytes);
            assertThat(SourceDescription.textOffset(item)).isEqualTo(18);
            assertThat(SourceDescription.cname(buffer, 8, length, 1)).isEqualTo(SourceDescription.NONE);
        }
    }

    @Test
    void cnameOfTheSecondSourceBehindOtherItems() {
        MemorySegment p = Segments.hex("82CA0007 00000001 0103616263 0000 00 00000002 0202 4142 0101 43 00 00000000");
        assertThat(p.byteSize()).isEqualTo(32);
        long item = SourceDescription.cname(p, 0, 32, 2);
        assertThat(SourceDescription.textOffset(item)).isEqualTo(26);
        assertThat(SourceDescription.textBytes(item)).isEqualTo(1);
    }

    @Test
    void goodbye() {
        assertThat(Goodbye.write(buffer, 0, 0x11223344L)).isEqualTo(8);
        assertThat(Segments.hex(buffer, 0, 8)).isEqualTo("81cb000111223344");
        assertThat(Goodbye.valid(buffer, 0, 8)).isTrue();
        assertThat(Goodbye.valid(buffer, 0, 4)).isFalse();
        assertThat(Goodbye.ssrc(buffer, 0, 0)).isEqualTo(0x11223344L);
    }

    @Test
    void pictureLossAndIntraRequest() {
        assertThat(Pli.write(buffer, 0, 1, 2)).isEqualTo(12);
        assertThat(Segments.hex(buffer, 0, 12)).isEqualTo("81ce0002" + "00000001" + "00000002");
        assertThat(Pli.mediaSsrc(buffer, 0)).isEqualTo(2);
        int length = Fir.write(buffer, 0, 1, 0xFFFFFFFFL, 0x1FE);
        assertThat(Segments.hex(buffer, 0, length))
                .isEqualTo("84ce0004" + "00000001" + "00000000" + "fffffffffe000000");
        assertThat(Fir.valid(buffer, 0, length)).isTrue();
        assertThat(Fir.entryCount(length)).isEqualTo(1);
        assertThat(Fir.ssrc(buffer, 0, 0)).isEqualTo(0xFFFFFFFFL);
        assertThat(Fir.sequenceNumber(buffer, 0, 0)).isEqualTo(0xFE);
    }

    @Test
    void rembKeepsEighteenBits() {
        long[] sources = {7, 8};
        long[] rates = {0, 1, 262_143, 262_144, 2_500_000, 1_000_000_000_000L, Long.MAX_VALUE};
        for (long rate : rates) {
            int length = Remb.write(buffer, 0, 1, rate, sources, 2);
            assertThat(Remb.valid(buffer, 0, length)).isTrue();
            assertThat(Remb.bitrateBps(buffer, 0)).isBetween(rate - (rate >> 17), rate);
            assertThat(Remb.ssrcCount(buffer, 0)).isEqualTo(2);
            assertThat(Remb.ssrc(buffer, 0, 1)).isEqualTo(8);
            assertThat(Remb.valid(buffer, 0, length - 4)).isFalse();
        }
        // mantissa 0x3FFFF at exponent 63 is beyond a long
        MemorySegment huge = Segments.hex("8FCE0004 00000001 00000000 52454D42 00 FFFFFF");
        assertThat(Remb.bitrateBps(huge, 0)).isEqualTo(Long.MAX_VALUE);
        assertThat(Remb.valid(Segments.hex("8FCE0004 00000001 00000000 4E4F5045 00000000"), 0, 20))
                .isFalse();
    }

    @Test
    void extendedReportAsksAndAnswers() {
        int length = ExtendedReport.begin(buffer, 0, 5);
        length = ExtendedReport.addReceiverReference(buffer, 0, length, 0x0102030405060708L);
        long delays = length;
        length = ExtendedReport.addDelays(buffer, 0, length, 2);
        ExtendedReport.putDelay(buffer, delays, 0, 0xA, 0xB, 0xC);
        ExtendedReport.putDelay(buffer, delays, 1, 0xFFFFFFFFL, 0xE, 0xF);
        assertThat(Segments.hex(buffer, 0, length))
                .isEqualTo("80cf000b" + "00000005" + "04000002" + "0102030405060708" + "05000006"
                        + "0000000a0000000b0000000c" + "ffffffff0000000e0000000f");
        long first = ExtendedReport.first(buffer, 0, length);
        assertThat(ExtendedReport.isReceiverReference(buffer, first)).isTrue();
        assertThat(ExtendedReport.receiverNtp(buffer, first)).isEqualTo(0x0102030405060708L);
        assertThat(ExtendedReport.delayCount(buffer, first)).isZero();
        long second = ExtendedReport.next(buffer, 0, length, first);
        assertThat(second).isEqualTo(delays);
        assertThat(ExtendedReport.delayCount(buffer, second)).isEqualTo(2);
        assertThat(ExtendedReport.delaySsrc(buffer, second, 1)).isEqualTo(0xFFFFFFFFL);
        assertThat(ExtendedReport.lastReceiverReference(buffer, second, 0)).isEqualTo(0xB);
        assertThat(ExtendedReport.delaySinceLastReceiverReference(buffer, second, 1))
                .isEqualTo(0xF);
        assertThat(ExtendedReport.next(buffer, 0, length, second)).isEqualTo(ExtendedReport.NONE);
        assertThat(ExtendedReport.next(buffer, 0, length - 1, first)).isEqualTo(ExtendedReport.NONE);
    }

    @Test
    void nackOfRfc4585() {
        MemorySegment p = Segments.hex("81CD0004 00000001 00000002 FFFE 8003 000A 0000");
        assertThat(lost(p, 0, 20)).containsExactly(0xFFFE, 0xFFFF, 0, 14, 10);
        assertThat(GenericNack.mediaSsrc(p, 0)).isEqualTo(2);
        assertThat(GenericNack.valid(p, 0, 20)).isTrue();
        assertThat(GenericNack.valid(p, 0, 12)).isFalse();
    }

    @Test
    void nackRoundTripsAcrossTheWrap() {
        long seed = 4585;
        Random random = new Random(seed);
        for (int round = 0; round < 2_000; round++) {
            TreeSet<Long> numbers = new TreeSet<>();
            long base = 0x1_FF80L + random.nextInt(256);
            int count = 1 + random.nextInt(60);
            while (numbers.size() < count) {
                numbers.add(base + random.nextInt(300));
            }
            long[] list = numbers.stream().mapToLong(Long::longValue).toArray();
            int length = GenericNack.write(buffer, 4, 1, 2, list, list.length);
            List<Integer> expected =
                    numbers.stream().map(n -> (int) (n & 0xFFFF)).toList();
            assertThat(lost(buffer, 4, length))
                    .as("seed %d round %d", seed, round)
                    .isEqualTo(expected);
            assertThat(RtcpHeader.packetBytes(buffer, 4)).isEqualTo(length);
            assertThat(length).isLessThanOrEqualTo(12 + 4 * (300 / 17 + 1));
        }
    }

    @Test
    void nackRepeatsAreMerged() {
        int length = GenericNack.write(buffer, 0, 1, 2, new long[] {5, 5, 6, 22, 23}, 5);
        assertThat(Segments.hex(buffer, 12, length - 12)).isEqualTo("00050001" + "00160001");
    }

    private static List<Integer> lost(MemorySegment p, long offset, int length) {
        List<Integer> lost = new ArrayList<>();
        for (int i = GenericNack.first(p, offset, length);
                i != GenericNack.NONE;
                i = GenericNack.next(p, offset, length, i)) {
            lost.add(GenericNack.lostSequence(p, offset, i));
        }
        return lost;
    }
}
