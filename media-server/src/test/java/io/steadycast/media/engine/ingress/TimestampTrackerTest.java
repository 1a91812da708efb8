package io.steadycast.media.engine.ingress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class TimestampTrackerTest {
    private static final long SECOND = 1_000_000_000L;
    private final TimestampTracker tracker = new TimestampTracker(90_000);

    @Test
    void timestampsRunOnForADayThoughTheHostsClockDrifts() {
        // Each minute the host is 6 ms ahead: 100 ppm, 8.6 s in a day.
        long wire = 0xFFFF_0000L;
        long first = tracker.accept(0, wire, false);
        long step = 90_000L * 60 * 10_001 / 10_000;
        for (int minute = 1; minute <= 1_440; minute++) {
            wire += step;
            assertThat(tracker.accept(minute * 60L * SECOND, wire & 0xffff_ffffL, false))
                    .isEqualTo(first + minute * step);
        }
    }

    @Test
    void aMutedTrackGoesOnWhereTheClockIs() {
        long first = tracker.accept(0, 1_000, false);
        long hours = 8 * 3_600L;
        long later = tracker.accept(hours * SECOND, (1_000 + hours * 90_000) & 0xffff_ffffL, false);
        assertThat(later - first).isCloseTo(hours * 90_000, within(90_000L));
        assertThat(tracker.accept(hours * SECOND + SECOND / 30, (1_000 + hours * 90_000 + 3_000) & 0xffff_ffffL, false))
                .isEqualTo(later + 3_000);
    }

    @Test
    void aSourceThatStartsOverIsJoinedOn() {
        long before = tracker.accept(0, 1_000, false);
        long after = tracker.accept(SECOND, 3_000_000_000L, true);
        assertThat(after).isEqualTo(before + 90_000);
        assertThat(tracker.accept(2 * SECOND, 3_000_090_000L, false)).isEqualTo(after + 90_000);
        assertThat(tracker.map(3_000_045_000L)).isEqualTo(after + 45_000);
    }

    @Test
    void latePacketsKeepTheirPlace() {
        long newest = tracker.accept(0, 2, false);
        assertThat(tracker.map(0xFFFF_FFFEL)).isEqualTo(newest - 4);
    }
}
