package io.steadycast.netsim.endpoint.timing;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class TimestampExtrapolatorTest {
    private static final long MS = 1_000_000L;
    private static final long START = 5_000_000 * MS;

    private final TimestampExtrapolator line = new TimestampExtrapolator(START);

    @Test
    void knowsNothingBeforeTheFirstFrame() {
        assertThat(line.localTimeNs(1)).isEqualTo(TimestampExtrapolator.UNKNOWN);
        line.update(START + 20 * MS, 9_000);
        assertThat(line.localTimeNs(9_000 + 900)).isEqualTo(START + 30 * MS);
    }

    @Test
    void followsAClockThatRunsFast() {
        // 300 ppm: after 100 s the sender is 30 ms ahead, which the line must know by then.
        for (int i = 0; i < 2_500; i++) {
            line.update(START + 40L * i * MS, 90_000 + Math.round(3_600 * i * 1.0003));
        }
        long expected = START + 40 * 2_500L * MS;
        assertThat(line.localTimeNs(90_000 + Math.round(3_600 * 2_500 * 1.0003)))
                .isBetween(expected - 2 * MS, expected + 2 * MS);
    }

    @Test
    void forgetsItsOffsetAfterASuddenChangeOfDelay() {
        for (int i = 0; i < 1_000; i++) {
            line.update(START + 40L * i * MS, 90_000 + 3_600 * i);
        }
        // 200 ms later from now on: 7000 - 6600 = 400 ticks a frame never come to 60,000 in a minute, so the line
        // creeps.
        for (int i = 1_000; i < 1_100; i++) {
            line.update(START + (40 * i + 200) * MS, 90_000 + 3_600L * i);
        }
        long lag = START + (40L * 1_100 + 200) * MS - line.localTimeNs(90_000 + 3_600L * 1_100);
        assertThat(lag).isBetween(100 * MS, 195 * MS);
        // The alarm rings after 60,000 / 400 = 150 frames; then the offset is free again.
        for (int i = 1_100; i < 1_200; i++) {
            line.update(START + (40L * i + 200) * MS, 90_000 + 3_600L * i);
        }
        long after = START + (40L * 1_200 + 200) * MS - line.localTimeNs(90_000 + 3_600L * 1_200);
        assertThat(Math.abs(after)).isLessThan(25 * MS);
    }

    @Test
    void startsAnewAfterTenSecondsOfSilence() {
        line.update(START, 0);
        line.update(START + 40 * MS, 3_600);
        line.update(START + 10_041 * MS, 1_000_000);
        assertThat(line.localTimeNs(1_000_000)).isEqualTo(START + 10_041 * MS);
    }
}
