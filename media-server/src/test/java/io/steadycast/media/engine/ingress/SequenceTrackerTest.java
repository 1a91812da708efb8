package io.steadycast.media.engine.ingress;

import static org.assertj.core.api.Assertions.assertThat;

import io.steadycast.media.engine.transport.DropReason;
import org.junit.jupiter.api.Test;

class SequenceTrackerTest {
    private final SequenceTracker tracker = new SequenceTracker();

    @Test
    void numbersGoOnOverManyWrapArounds() {
        long expected = tracker.accept(65_000);
        // 24 h at 1,000 packets a second, in strides that loss and reordering would leave.
        for (long i = 1; i < 86_400; i++) {
            expected += 1_000;
            assertThat(tracker.accept((int) (expected & 0xffff))).isEqualTo(expected);
            assertThat(tracker.accept((int) ((expected - 300) & 0xffff))).isEqualTo(expected - 300);
        }
        assertThat(tracker.highest()).isEqualTo(expected);
    }

    @Test
    void whatCameBeforeTheFirstIsNotNegative() {
        long first = tracker.accept(3);
        assertThat(tracker.accept(65_530)).isEqualTo(first - 9).isPositive();
    }

    @Test
    void oneStrayNumberMovesNothing() {
        long first = tracker.accept(100);
        assertThat(tracker.accept(30_000)).isEqualTo(DropReason.RTP_JUMP.negative());
        assertThat(tracker.accept(101)).isEqualTo(first + 1);
        assertThat(tracker.accept(30_005)).isEqualTo(DropReason.RTP_JUMP.negative());
    }

    @Test
    void aSenderThatStartsAgainGoesOnInALaterCycle() {
        long before = tracker.accept(100);
        assertThat(tracker.accept(30_000)).isNegative();
        long after = tracker.accept(30_001);
        assertThat(tracker.restarted()).isTrue();
        assertThat(after).isGreaterThan(before + 8_192);
        assertThat(after & 0xffff).isEqualTo(30_001);
        assertThat(tracker.accept(30_002)).isEqualTo(after + 1);
        assertThat(tracker.restarted()).isFalse();
    }

    @Test
    void anotherSourceIsBelievedAtOnce() {
        long before = tracker.accept(100);
        tracker.onNewSource();
        long after = tracker.accept(90);
        assertThat(tracker.restarted()).isTrue();
        assertThat(after).isGreaterThan(before + 8_192);
        assertThat(tracker.accept(91)).isEqualTo(after + 1);
    }

    @Test
    void aRetransmissionFindsItsPlaceAndMovesNothing() {
        assertThat(tracker.ofRetransmission(5)).isNegative();
        long first = tracker.accept(2_000);
        assertThat(tracker.ofRetransmission(1_000)).isEqualTo(first - 1_000);
        assertThat(tracker.ofRetransmission(2_001)).isEqualTo(first + 1);
        assertThat(tracker.highest()).isEqualTo(first);
    }
}
