package io.steadycast.benchmarks.generator;

import static org.assertj.core.api.Assertions.assertThat;

import io.steadycast.media.wire.rtcp.TransportFeedbackCursor;
import io.steadycast.media.wire.rtcp.TransportFeedbackWriter;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class FeedbackLogTest {
    private final FeedbackLog log = new FeedbackLog();
    private final TransportFeedbackWriter writer = new TransportFeedbackWriter();
    private final MemorySegment out = MemorySegment.ofArray(new byte[1_500]);

    @Test
    void reportsWhatCameInOrderAndWhatDidNot() {
        log.onPacket(65_535, 1_000_000);
        log.onPacket(1, 3_000_000);
        log.onPacket(0, 2_000_000);
        log.onPacket(1, 9_000_000);
        log.onPacket(4, 4_000_000);
        assertThat(received(log.write(writer, out, 1, 2))).containsExactly(65_535, 0, 1, 4);
        assertThat(log.write(writer, out, 1, 2)).as("nothing new").isZero();
        log.onPacket(3, 5_000_000);
        assertThat(log.write(writer, out, 1, 2)).as("reported lost already").isZero();
        log.onPacket(6, 6_000_000);
        assertThat(received(log.write(writer, out, 1, 2))).containsExactly(6);
    }

    private List<Integer> received(int length) {
        assertThat(length).isPositive();
        TransportFeedbackCursor cursor = new TransportFeedbackCursor();
        assertThat(cursor.start(out, 0, length)).isTrue();
        List<Integer> seqs = new ArrayList<>();
        while (cursor.next()) {
            if (cursor.received()) {
                seqs.add(cursor.sequenceNumber());
            }
        }
        return seqs;
    }
}
