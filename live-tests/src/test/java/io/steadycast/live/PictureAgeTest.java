package io.steadycast.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

/** By hand. */
final class PictureAgeTest {
    private static PictureAge of(String frames, double from, double to) {
        return PictureAge.of(JsonMapper.shared().readTree("[" + frames + "]"), from, to);
    }

    private static String frame(int at, int latencyMs) {
        return "{\"at\":%d,\"latencyMs\":%d},".formatted(at, latencyMs);
    }

    private static String frames(int from, int to, int everyMs, int latencyMs) {
        StringBuilder out = new StringBuilder();
        for (int at = from; at < to; at += everyMs) {
            out.append(frame(at, latencyMs));
        }
        return out.toString();
    }

    private static String list(String frames) {
        return frames.substring(0, frames.length() - 1);
    }

    @Test
    void anEvenPictureIsAsOldAsItsDelayAndHalfATurn() {
        PictureAge age = of(list(frames(0, 10_000, 40, 100)), 1_000, 9_000);
        assertThat(age.p50Ms()).isCloseTo(120, within(10.0));
        assertThat(age.p95Ms()).isCloseTo(130, within(1.0));
    }

    /** Half of the time nothing comes: by pictures alone all is 100 ms old. */
    @Test
    void aFreezeCountsWithItsGrowingAge() {
        PictureAge age = of(list(frames(0, 5_000, 40, 100) + frames(9_000, 9_040, 40, 100)), 1_000, 9_000);
        assertThat(age.p50Ms()).isCloseTo(150, within(60.0));
        // From 4960 on the picture of 4860 stands there; 5 % before 9000 is 8600.
        assertThat(age.p95Ms()).isCloseTo(8_600 - 4_860, within(20.0));
    }

    @Test
    void whatStandsThereAtTheBeginAndTheEndCounts() {
        PictureAge age = of(list(frame(500, 50)), 1_000, 2_000);
        assertThat(age.p50Ms()).isCloseTo(1_500 - 450, within(10.0));
        assertThat(age.p95Ms()).isCloseTo(1_950 - 450, within(10.0));
    }

    @Test
    void anUnreadablePictureIsNotNew() {
        PictureAge age = of(list(frame(1_000, 100) + frame(1_500, -1)), 1_000, 2_000);
        assertThat(age.p95Ms()).isCloseTo(1_950 - 900, within(10.0));
        assertThat(of("", 0, 1_000).p95Ms()).isNaN();
    }
}
