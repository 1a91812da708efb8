package io.steadycast.netsim.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import io.steadycast.media.wire.rtcp.TransportFeedbackCursor;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What each message reports, read back. */
final class FeedbackGeneratorTest {
    private static final long MS = 1_000_000L;

    private final FeedbackGenerator generator = new FeedbackGenerator();
    private final MemorySegment out = MemorySegment.ofArray(new byte[1_500]);

    /** Positive: received, negative: reported missing. */
    private List<Integer> message() {
        int length = generator.write(out, 1, 2);
        List<Integer> reported = new ArrayList<>();
        TransportFeedbackCursor cursor = new TransportFeedbackCursor();
        if (length > 0) {
            assertThat(cursor.start(out, 0, length)).isTrue();
            while (cursor.next()) {
                reported.add(cursor.received() ? cursor.sequenceNumber() : -cursor.sequenceNumber());
            }
        }
        return reported;
    }

    @Test
    void goesOnWhereTheLastMessageEnded() {
        generator.onPacket(10 * MS, 100);
        generator.onPacket(11 * MS, 101);
        generator.onPacket(14 * MS, 104);
        assertThat(message()).containsExactly(100, 101, -102, -103, 104);
        assertThat(message()).isEmpty();
        generator.onPacket(20 * MS, 106);
        assertThat(message()).containsExactly(-105, 106);
        assertThat(generator.gaps()).isEqualTo(3);
    }

    @Test
    void reportsAgainFromALatePacketOn() {
        generator.onPacket(10 * MS, 100);
        generator.onPacket(13 * MS, 103);
        assertThat(message()).containsExactly(100, -101, -102, 103);
        generator.onPacket(20 * MS, 102);
        generator.onPacket(21 * MS, 104);
        assertThat(message()).containsExactly(102, 103, 104);
    }

    @Test
    void forgetsAfterHalfASecond() {
        generator.onPacket(10 * MS, 100);
        generator.onPacket(11 * MS, 101);
        message();
        generator.onPacket(600 * MS, 102);
        message();
        // 99 is from before everything that is kept; it is reported, what followed it is not known any more.
        generator.onPacket(610 * MS, 99);
        assertThat(message()).containsExactly(99, -100, -101, 102);
    }
}
