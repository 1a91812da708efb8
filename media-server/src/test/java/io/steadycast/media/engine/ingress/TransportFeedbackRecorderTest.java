package io.steadycast.media.engine.ingress;

import static org.assertj.core.api.Assertions.assertThat;

import io.steadycast.media.wire.Unwrapper;
import io.steadycast.media.wire.rtcp.TransportFeedbackCursor;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TransportFeedbackRecorderTest {
    private static final long MS = 1_000_000L;

    /** Over several wraps of the number, with loss, repeats and reordering: the last word about each packet is the truth. */
    @ParameterizedTest
    @ValueSource(longs = {11, 12, 13})
    void everyPacketIsReportedAsItWas(long seed) {
        System.out.println("seed " + seed);
        SplittableRandom random = new SplittableRandom(seed);
        TransportFeedbackRecorder recorder = new TransportFeedbackRecorder();
        MemorySegment message = Arena.ofAuto().allocate(1_500);
        Map<Long, Long> truth = new TreeMap<>();
        Map<Long, Long> told = new TreeMap<>();
        long nowNs = 0;
        for (long seq = 65_000; seq < 65_000 + 200_000; seq++) {
            nowNs += random.nextLong(2 * MS);
            long sent = random.nextInt(50) == 0 ? seq - random.nextInt(20) : seq;
            if (random.nextInt(20) != 0 && sent >= 65_000) {
                recorder.onPacket(nowNs, (int) (sent & 0xffff));
                truth.putIfAbsent(sent, nowNs);
            }
            if (seq % 60 == 0) {
                drain(recorder, message, told, seq);
            }
        }
        drain(recorder, message, told, 65_000 + 200_000);
        assertThat(told.keySet()).isEqualTo(truth.keySet());
        truth.forEach((seq, arrival) -> assertThat(told.getOrDefault(seq, Long.MIN_VALUE))
                .as("packet %d", seq)
                .isBetween(arrival - MS, arrival + MS));
    }

    private static void drain(
            TransportFeedbackRecorder recorder, MemorySegment message, Map<Long, Long> told, long near) {
        TransportFeedbackCursor cursor = new TransportFeedbackCursor();
        int length = recorder.write(message, 0, 1_200, 1, 2);
        while (length > 0) {
            assertThat(cursor.start(message, 0, length)).isTrue();
            while (cursor.next()) {
                if (cursor.received()) {
                    long seq = Unwrapper.nearest(near, cursor.sequenceNumber(), 16);
                    told.put(seq, cursor.arrivalNs(cursor.referenceTime()));
                }
            }
            length = recorder.write(message, 0, 1_200, 1, 2);
        }
        assertThat(recorder.pending()).isFalse();
    }
}
