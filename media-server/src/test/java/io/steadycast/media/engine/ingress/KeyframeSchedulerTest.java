package io.steadycast.media.engine.ingress;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeyframeSchedulerTest {
    private static final long MS = 1_000_000L;
    private static final long SECOND = 1_000 * MS;
    private static final long RTT = 50 * MS;
    private static final long BPS = 1_200_000;

    private final KeyframeScheduler scheduler =
            new KeyframeScheduler(IngressConfig.defaults().keyframes());

    @Test
    void theFirstWishIsGrantedAtOnceAndManyAreOne() {
        for (int i = 0; i < 1_000; i++) {
            scheduler.wish();
        }
        assertThat(scheduler.tick(0, RTT, 0)).isTrue();
        assertThat(scheduler.tick(5 * MS, RTT, 0)).isFalse();
        assertThat(scheduler.requests()).isEqualTo(1);
    }

    @Test
    void aKeyframeThatBeginsFulfilsTheWishesBeforeIt() {
        scheduler.wish();
        assertThat(scheduler.onKeyframePacket(10 * MS, 9_000, 1_000)).isTrue();
        assertThat(scheduler.onKeyframePacket(10 * MS, 9_000, 1_000)).isFalse();
        assertThat(scheduler.tick(3 * SECOND, RTT, BPS)).isFalse();
    }

    @Test
    void theSlotGrowsWithTheKeyframesShareOfTheRate() {
        keyframe(0, 60_000);
        // 60 KB of 10 % of 1.2 Mbps: four seconds (ADAPTATION 3.4).
        assertThat(scheduler.periodNs(BPS)).isEqualTo(4 * SECOND);
        scheduler.wish();
        assertThat(scheduler.tick(3_990 * MS, RTT, BPS)).isFalse();
        assertThat(scheduler.tick(4_000 * MS, RTT, BPS)).isTrue();
    }

    @Test
    void theSizeIsKnownWithTheNextFrameAndSmoothed() {
        scheduler.onKeyframePacket(0, 9_000, 10_000);
        assertThat(scheduler.keyframeBytes()).isZero();
        scheduler.onOtherPacket();
        assertThat(scheduler.keyframeBytes()).isEqualTo(10_000);
        scheduler.onKeyframePacket(SECOND, 99_000, 20_000);
        scheduler.onOtherPacket();
        assertThat(scheduler.keyframeBytes()).isEqualTo(13_000);
    }

    @Test
    void aRequestThatWasLostIsRepeatedAndNotForEver() {
        scheduler.wish();
        int requests = 0;
        for (long ms = 0; ms < 60_000; ms += 5) {
            requests += scheduler.tick(ms * MS, RTT, BPS) ? 1 : 0;
            if (ms == 250) {
                assertThat(requests).isEqualTo(1);
            }
            if (ms == 400) {
                assertThat(requests).isEqualTo(2);
            }
        }
        assertThat(requests).isEqualTo(9);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void atMostOneKeyframePerSlotHoweverManyWish(long seed) {
        System.out.println("seed " + seed);
        SplittableRandom random = new SplittableRandom(seed);
        int granted = 0;
        long answerNs = Long.MAX_VALUE;
        long lastGrantNs = Long.MIN_VALUE / 2;
        for (long nowNs = 0; nowNs < 120 * SECOND; nowNs += 5 * MS) {
            if (random.nextInt(10) == 0) {
                scheduler.wish();
            }
            if (nowNs >= answerNs) {
                keyframe(nowNs, 10_000 + random.nextInt(30_000));
                answerNs = Long.MAX_VALUE;
            }
            if (scheduler.tick(nowNs, RTT, BPS)) {
                assertThat(nowNs - lastGrantNs).isGreaterThanOrEqualTo(scheduler.periodNs(BPS) - 5 * MS);
                lastGrantNs = nowNs;
                granted++;
                answerNs = nowNs + random.nextLong(200 * MS);
            }
        }
        assertThat(granted).isBetween(40, 121);
    }

    private void keyframe(long nowNs, int bytes) {
        scheduler.onKeyframePacket(nowNs, nowNs, bytes);
        scheduler.onOtherPacket();
    }
}
