package io.steadycast.netsim.endpoint.timing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** What libwebrtc's jitter estimate must come to where it can be said by hand. */
final class JitterEstimatorTest {
    private static final long MS = 1_000_000L;

    private final JitterEstimator jitter = new JitterEstimator();
    private long nowNs = 1_000_000 * MS;

    private void frames(int count, long intervalMs) {
        for (int i = 0; i < count; i++) {
            nowNs += intervalMs * MS;
            jitter.update(nowNs, 0, 6_000);
        }
    }

    @Test
    void aSteadyStreamNeedsTheOperatingSystemsTenMsAndOne() {
        frames(500, 40);
        assertThat(jitter.estimateNs(nowNs)).isBetween(11 * MS, 11 * MS + MS / 2);
    }

    @Test
    void noiseOfFortyMsNeedsTwoDeviationsLessThirty() {
        SplittableRandom random = new SplittableRandom(3);
        for (int i = 0; i < 3_000; i++) {
            nowNs += 40 * MS;
            jitter.update(nowNs, Math.round(random.nextGaussian() * 40 * MS), 6_000);
        }
        // 2.33 * 40 - 30 + 10 = 73, within what the estimate of the deviation varies by.
        assertThat(jitter.estimateNs(nowNs)).isBetween(55 * MS, 92 * MS);
    }

    @Test
    void threeNackedFramesAddNineTenthsOfTheRoundTripAndTwoHundredMsAtMost() {
        frames(500, 40);
        long before = jitter.estimateNs(nowNs);
        for (int i = 0; i < 10; i++) {
            jitter.rtt(100 * MS);
        }
        jitter.frameNacked(nowNs);
        jitter.frameNacked(nowNs);
        assertThat(jitter.estimateNs(nowNs)).isEqualTo(before);
        jitter.frameNacked(nowNs);
        assertThat(jitter.estimateNs(nowNs) - before).isBetween(89 * MS, 91 * MS);
        assertThat(jitter.estimateNs(nowNs + 60_001 * MS)).isEqualTo(before);
        for (int i = 0; i < 50; i++) {
            jitter.rtt(1_000 * MS);
        }
        for (int i = 0; i < 3; i++) {
            jitter.frameNacked(nowNs);
        }
        assertThat(jitter.estimateNs(nowNs) - before).isEqualTo(200 * MS);
    }

    @Test
    void fewFramesASecondNeedNoBuffer() {
        frames(100, 250);
        assertThat(jitter.estimateNs(nowNs)).isZero();
        frames(100, 133);
        // Halfway between 5 and 10 frames a second: half.
        assertThat(jitter.estimateNs(nowNs)).isBetween(5 * MS, 6 * MS);
    }
}
