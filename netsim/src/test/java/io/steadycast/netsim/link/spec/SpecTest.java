package io.steadycast.netsim.link.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

final class SpecTest {
    @Test
    void refusalsNameFieldValueAndRange() {
        assertThatThrownBy(() -> new Loss.Iid(1.01))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("loss.p is 1.01, legal is 0.0 to 1.0");
        assertThatThrownBy(() -> new Loss.Iid(Double.NaN)).hasMessageContaining("loss.p is NaN");
        assertThatThrownBy(() -> Capacity.ofBps(-1)).hasMessage("capacity.rateBps is -1, legal is 0 to 100000000000");
        assertThatThrownBy(() -> new Span(2, 1)).hasMessage("span.minNs is 2, legal is at most span.maxNs, which is 1");
    }

    @Test
    void gilbertNeedsBurstsLongEnoughForItsLoss() {
        assertThatThrownBy(() -> new Loss.Gilbert(0.8, 3)).hasMessageContaining("legal is at least p/(1-p) = 4");
        assertThat(new Loss.Gilbert(0.8, 5).mean()).isEqualTo(0.8);
    }

    /** The worked numbers of the profile table. */
    @Test
    void goodTimesFollowFromLossAndBadTimes() {
        assertThat(fading(0.003, 80, 0.5).meanGoodNs() / 1e9).isBetween(13.2, 13.3);
        assertThat(fading(0.01, 200, 0.5).meanGoodNs() / 1e9).isBetween(9.79, 9.81);
        assertThat(fading(0.08, 500, 0.3).meanGoodNs() / 1e9).isBetween(1.37, 1.38);
        assertThatThrownBy(() -> fading(0.5, 80, 0.5)).hasMessageContaining("less than loss.lossInBad");
    }

    @Test
    void sharedFadingNeedsTheSameTimesInBothDirections() {
        DirectionSpec up = DirectionSpec.PLAIN.withLoss(fading(0.01, 30, 0.5));
        DirectionSpec slower = DirectionSpec.PLAIN.withLoss(new Loss.GilbertElliott(0.01, 30_000_000, 0.5, 0.2, 0));
        assertThat(PathSpec.PLAIN
                        .withDirections(up, slower)
                        .withSharedFading(true)
                        .sharedFading())
                .isTrue();
        DirectionSpec other = DirectionSpec.PLAIN.withLoss(fading(0.01, 31, 0.5));
        assertThatThrownBy(() -> PathSpec.PLAIN.withDirections(up, other).withSharedFading(true))
                .hasMessageContaining("sharedFading");
    }

    @Test
    void epochsAreNeededByWhatHappensOnThem() {
        TimedEvent event = new TimedEvent(
                new TimedEvent.When.OnEpoch(), 1, Direction.BOTH, new Happening.Handover(Span.ofMs(80, 200), 0));
        assertThatThrownBy(() -> PathSpec.PLAIN.withEvents(event)).hasMessageContaining("baseDelay");
    }

    @Test
    void stampsNeverFall() {
        assertThat(Stamps.ofMs(0, 1, 1, 4)).isEqualTo(Stamps.ofNs(0, 1_000_000, 1_000_000, 4_000_000));
        assertThatThrownBy(() -> Stamps.ofMs(3, 2)).hasMessageContaining("stamp 1");
    }

    @Test
    void recordedIntervalsAreInOrder() {
        assertThatThrownBy(() -> new Loss.Recorded(
                        List.of(new Loss.Interval(10, 20, 1), new Loss.Interval(15, 30, 1)), 0, false))
                .hasMessageContaining("loss.interval.fromNs is 15, legal is 20");
    }

    private static Loss.GilbertElliott fading(double p, long badMs, double h) {
        return new Loss.GilbertElliott(p, badMs * 1_000_000, h, 1, 0);
    }
}
