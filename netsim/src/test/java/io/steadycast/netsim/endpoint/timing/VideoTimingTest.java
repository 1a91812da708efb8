package io.steadycast.netsim.endpoint.timing;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** VCMTiming's rules by hand; no decode time is known before the sixth frame, rendering takes 10 ms. */
final class VideoTimingTest {
    private static final long MS = 1_000_000L;
    private static final long START = 1_000_000 * MS;

    private final VideoTiming timing = new VideoTiming(START, 3 * MS);

    /** Frames each 40 ms, complete 100 ms after the start and so on. */
    @BeforeEach
    void threeFrames() {
        for (int i = 0; i < 3; i++) {
            timing.onTimestamp(START + (100 + 40 * i) * MS, 90_000 + 3_600 * i);
        }
    }

    private long renderMs(int frame) {
        return (timing.renderNs(START, 90_000 + 3_600L * frame) - START) / MS;
    }

    @Test
    void aFrameIsShownTheCurrentDelayAfterItsExpectedCompletion() {
        timing.jitterDelay(50 * MS);
        assertThat(renderMs(3)).isEqualTo(100 + 3 * 40 + 50);
        assertThat(timing.targetNs()).isEqualTo(60 * MS);
    }

    @Test
    void theExtensionBoundsTheDelayAtOnce() {
        timing.jitterDelay(50 * MS);
        timing.playoutDelay(600 * MS, 1_100 * MS);
        assertThat(renderMs(3)).isEqualTo(220 + 600);
        assertThat(timing.targetNs()).isEqualTo(600 * MS);
        timing.playoutDelay(10 * MS, 30 * MS);
        assertThat(renderMs(3)).isEqualTo(220 + 30);
    }

    @Test
    void aMinimumOfZeroWithASmallMaximumMeansAtOnce() {
        timing.jitterDelay(50 * MS);
        timing.playoutDelay(0, 500 * MS);
        assertThat(timing.lowLatency()).isTrue();
        assertThat(timing.renderNs(START, 90_000)).isEqualTo(VideoTiming.AT_ONCE);
        timing.decodeScheduled(START);
        // Eight milliseconds between two frames, unless more than eight wait.
        assertThat(timing.maxWaitNs(START + 3 * MS, VideoTiming.AT_ONCE, false)).isEqualTo(5 * MS);
        assertThat(timing.maxWaitNs(START + 3 * MS, VideoTiming.AT_ONCE, true)).isZero();
        timing.playoutDelay(0, 510 * MS);
        assertThat(timing.lowLatency()).isFalse();
    }

    @Test
    void theCurrentDelayFollowsLateFramesUpToTheTargetAndFallsAtOnce() {
        timing.jitterDelay(50 * MS);
        timing.jitterDelay(80 * MS);
        assertThat(timing.targetNs()).isEqualTo(90 * MS);
        long renderNs = START + 500 * MS;
        timing.updateCurrentDelay(renderNs, renderNs - 10 * MS);
        assertThat(timing.currentDelayNs()).isEqualTo(50 * MS);
        timing.updateCurrentDelay(renderNs, renderNs + 10 * MS);
        assertThat(timing.currentDelayNs()).isEqualTo(70 * MS);
        timing.updateCurrentDelay(renderNs, renderNs + 90 * MS);
        assertThat(timing.currentDelayNs()).isEqualTo(90 * MS);
        timing.updateCurrentDelay(renderNs, renderNs - 60 * MS);
        assertThat(timing.currentDelayNs()).as("an early frame changes nothing").isEqualTo(90 * MS);
        timing.jitterDelay(20 * MS);
        timing.updateCurrentDelay(renderNs, renderNs - 10 * MS);
        assertThat(timing.currentDelayNs()).isEqualTo(30 * MS);
    }

    @Test
    void decodingBeginsBeforeItIsTime() {
        assertThat(timing.maxWaitNs(START, START + 100 * MS, false)).isEqualTo(90 * MS);
        for (int i = 0; i < 6; i++) {
            timing.decoded();
        }
        assertThat(timing.maxWaitNs(START, START + 100 * MS, false)).isEqualTo(87 * MS);
    }
}
