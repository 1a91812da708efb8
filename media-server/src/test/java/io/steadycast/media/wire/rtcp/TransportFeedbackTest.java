package io.steadycast.media.wire.rtcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.steadycast.media.wire.Segments;
import io.steadycast.media.wire.Unwrapper;
import java.lang.foreign.MemorySegment;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class TransportFeedbackTest {
    private static final int CAPACITY = 1200;
    private static final long MS = 1_000_000;

    private final MemorySegment buffer = Segments.zeroed(CAPACITY + 8);
    private final TransportFeedbackWriter writer = new TransportFeedbackWriter();
    private final TransportFeedbackCursor cursor = new TransportFeedbackCursor();

    /** Put together by hand from the draft: run of 2 small, 1 bit vector, 2 bit vector. */
    @Test
    void readsEveryKindOfChunk() {
        MemorySegment p = Segments.hex("8FCD0009 00000001 00000002 FFFE 0013 FFFFFF 07"
                + "2002" // run: 2 x small
                + "A001" // 1 bit: 1 lost.. symbols 10000000000001
                + "E480" // 2 bit: 2 1 0 2 0 0 0, three of them used
                + "04 05 06 07 FFFC 08 0000 0000 0000 00");
        assertThat(cursor.start(p, 0, Segments.size(p))).isTrue();
        assertThat(cursor.statusCount()).isEqualTo(19);
        assertThat(cursor.baseSequence()).isEqualTo(0xFFFE);
        assertThat(cursor.referenceTime()).isEqualTo(0xFFFFFF);
        assertThat(cursor.feedbackCount()).isEqualTo(7);
        expect(0xFFFE, 4, 4);
        expect(0xFFFF, 5, 9);
        expect(0, 6, 15);
        for (int seq = 1; seq <= 12; seq++) {
            expectLost(seq);
        }
        expect(13, 7, 22);
        expect(14, -4, 18);
        expect(15, 8, 26);
        expectLost(16);
        assertThat(cursor.next()).isFalse();
        assertThat(cursor.arrivalNs(0xFFFFFF)).isEqualTo((0xFFFFFFL * 256 + 26) * 250_000);
    }

    @Test
    void rejectsWhatIsNotWhole() {
        assertMalformed("8FCD0004 00000001 00000002 0001 0001 000000 00");
        assertMalformed("8FCD0005 00000001 00000002 0001 0000 000000 00 20010000");
        assertMalformed("8FCD0005 00000001 00000002 0001 0003 000000 00 20030000");
        assertMalformed("8FCD0005 00000001 00000002 0001 0002 000000 00 40020000");
        assertMalformed("8FCD0005 00000001 00000002 0001 0001 000000 00 60010000");
        assertMalformed("8FCD0005 00000001 00000002 0001 0001 000000 00 F0000000");
        assertMalformed("8FCD0005 00000001 00000002 0001 4000 000000 00 1FFF1FFF");
        assertMalformed("8FCD0005 00000001 00000002 0001 0001 000000 00 20002000");
        MemorySegment whole = Segments.hex("8FCD0005 00000001 00000002 0001 3FFE 000000 00 1FFF1FFF");
        assertThat(cursor.start(whole, 0, 24)).isTrue();
    }

    @Test
    void writesAGroundedExample() {
        writer.begin(buffer, 4, CAPACITY, 0x1_FFFF);
        assertThat(writer.add(0x1_FFFF, 64 * MS)).isTrue();
        assertThat(writer.add(0x2_0001, 65 * MS)).isTrue();
        assertThat(writer.add(0x2_0002, 64 * MS)).isTrue();
        assertThat(writer.received()).isEqualTo(3);
        assertThat(writer.nextSequence()).isEqualTo(0x2_0003);
        int length = writer.finish(1, 2, 0x103);
        // symbols 1 0 1 2 in a 2 bit vector: 11 01 00 01 10 000000
        assertThat(Segments.hex(buffer, 4, length))
                .isEqualTo("8fcd0006" + "00000001" + "00000002" + "ffff0004" + "00000103" + "d180" + "00" + "04"
                        + "fffc" + "0000");
    }

    @Test
    void nothingReceivedIsNoMessage() {
        writer.begin(buffer, 0, CAPACITY, 5);
        assertThat(writer.finish(1, 2, 3)).isZero();
    }

    @Test
    void whatDoesNotFitOpensTheNextMessage() {
        writer.begin(buffer, 0, CAPACITY, 10);
        assertThat(writer.add(10, 0)).isTrue();
        assertThat(writer.add(11, 9_000 * MS)).as("9 s do not fit 16 bits").isFalse();
        assertThat(writer.add(10 + 0xFFFF, MS)).as("too many statuses").isFalse();
        assertThat(writer.add(10 + 0xFFFE, MS)).isTrue();
        assertThatThrownBy(() -> writer.add(12, MS)).isInstanceOf(IllegalArgumentException.class);
        int length = writer.finish(1, 2, 3);
        assertThat(cursor.start(buffer, 0, length)).isTrue();
        assertThat(cursor.statusCount()).isEqualTo(0xFFFF);
        int received = 0;
        while (cursor.next()) {
            received += cursor.received() ? 1 : 0;
        }
        assertThat(received).isEqualTo(2);
        assertThatThrownBy(() -> writer.begin(buffer, 0, 40, 0)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void neverExceedsItsCapacity() {
        for (int capacity = 84; capacity < 400; capacity += 7) {
            writer.begin(buffer, 0, capacity, 0);
            long seq = 0;
            while (writer.add(seq, seq % 3 * 100 * MS)) {
                seq += 1 + seq % 4;
            }
            int length = writer.finish(1, 2, 3);
            assertThat(length).isBetween(capacity - 40, capacity);
            assertThat(cursor.start(buffer, 0, length)).isTrue();
        }
    }

    /** Loss, jitter, reordering of arrival, jumps; over the wraps of numbers and of the 24 bit reference time. */
    @Test
    void randomArrivalsRoundTrip() {
        long seed = 15;
        Random random = new Random(seed);
        long seq = 0xFF00;
        long nowNs = ((1L << 24) * 64 - 2_000) * MS;
        Unwrapper reference = Unwrapper.time24();
        reference.restartAt(nowNs / (64 * MS));
        for (int round = 0; round < 4_000; round++) {
            TreeMap<Long, Long> arrivals = new TreeMap<>();
            long base = seq;
            int loss = random.nextInt(101);
            int steps = 1 + random.nextInt(80);
            int jitterMs = random.nextInt(3) == 0 ? 300 : 20;
            for (int i = 0; i < steps; i++) {
                seq += random.nextInt(200) == 0 ? random.nextInt(12_000) : 1;
                nowNs += random.nextInt(5_000_000);
                if (random.nextInt(100) >= loss && seq - base < 0xF000) {
                    arrivals.put(seq, nowNs + random.nextInt(jitterMs) * MS);
                }
            }
            seq++;
            roundTrip("seed " + seed + " round " + round, base, arrivals, reference);
        }
        assertThat(reference.highest()).isGreaterThan(1L << 24);
    }

    private void roundTrip(String what, long base, SortedMap<Long, Long> arrivals, Unwrapper reference) {
        writer.begin(buffer, 4, CAPACITY, base);
        arrivals.forEach((s, at) -> assertThat(writer.add(s, at)).as(what).isTrue());
        int length = writer.finish(1, 2, 3);
        if (arrivals.isEmpty()) {
            assertThat(length).isZero();
            return;
        }
        assertThat(RtcpHeader.packetBytes(buffer, 4)).isEqualTo(length);
        assertThat(cursor.start(buffer, 4, length)).as(what).isTrue();
        long referenceTime = reference.unwrap(cursor.referenceTime());
        long last = arrivals.lastKey();
        assertThat(cursor.statusCount()).as(what).isEqualTo((int) (last - base + 1));
        for (long s = base; s <= last; s++) {
            Long at = arrivals.get(s);
            boolean agrees = cursor.next()
                    && cursor.sequenceNumber() == (s & 0xFFFF)
                    && cursor.received() == (at != null)
                    && (at == null || cursor.arrivalNs(referenceTime) == Math.floorDiv(at, 250_000L) * 250_000L);
            if (!agrees) {
                throw new AssertionError(what + " number " + s);
            }
        }
        assertThat(cursor.next()).isFalse();
    }

    private void expect(int seq, int delta, long ticks) {
        assertThat(cursor.next()).isTrue();
        assertThat(cursor.sequenceNumber()).isEqualTo(seq);
        assertThat(cursor.received()).isTrue();
        assertThat(cursor.deltaTicks()).isEqualTo(delta);
        assertThat(cursor.ticksAfterReference()).isEqualTo(ticks);
    }

    private void expectLost(int seq) {
        assertThat(cursor.next()).isTrue();
        assertThat(cursor.sequenceNumber()).isEqualTo(seq);
        assertThat(cursor.received()).isFalse();
    }

    private void assertMalformed(String hex) {
        MemorySegment p = Segments.hex(hex);
        assertThat(cursor.start(p, 0, Segments.size(p))).as(hex).isFalse();
        assertThat(cursor.next()).as(hex).isFalse();
    }
}
