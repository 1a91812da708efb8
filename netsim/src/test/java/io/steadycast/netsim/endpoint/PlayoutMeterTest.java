package io.steadycast.netsim.endpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

/** Freezes, gaps and the harmonic frame rate, by hand. */
final class PlayoutMeterTest {
    private static final long MS = 1_000_000L;
    private static final long START = 1_000 * MS;

    private final PlayoutMeter meter = new PlayoutMeter(START);
    private long nowNs = START + 300 * MS;
    private long shown;

    private void show(long afterMs) {
        nowNs += afterMs * MS;
        ReceivedFrame frame = new ReceivedFrame();
        frame.lastSpatialLayer = true;
        frame.timestamp = 90_000 + 3_600 * shown++;
        frame.completeNs = nowNs;
        frame.truth.captureNs = nowNs - 100 * MS;
        meter.onDecoded(frame, nowNs, nowNs + 10 * MS, 40 * MS);
    }

    @Test
    void aFreezeIsThriceTheMeanOrTheMeanAndAHundredAndFiftyMs() {
        show(0);
        for (int i = 0; i < 30; i++) {
            show(40);
        }
        assertThat(meter.firstFrameAfterNs()).isEqualTo(300 * MS);
        // The window of 30 takes the gap in first: (29 * 40 + 189) / 30 = 44, and 44 + 150 = 194.
        show(189);
        assertThat(meter.freezes()).isZero();
        for (int i = 0; i < 30; i++) {
            show(40);
        }
        // (29 * 40 + 195) / 30 = 45 rounded down, and 45 + 150 = 195.
        show(195);
        assertThat(meter.freezes()).isOne();
        assertThat(meter.frozenNs()).isEqualTo(195 * MS);
    }

    @Test
    void noFreezeBeforeFiveGaps() {
        show(0);
        show(40);
        show(40);
        show(40);
        show(900);
        assertThat(meter.freezes()).isZero();
        assertThat(meter.gapList(nowNs).count()).isOne();
    }

    @Test
    void aPauseIsNoFreeze() {
        show(0);
        for (int i = 0; i < 10; i++) {
            show(40);
        }
        meter.onInactive();
        show(6_000);
        assertThat(meter.freezeReport()).isEqualTo(new VideoReport.Freezes(0, 0, 1, 6_000 * MS, 6_000 * MS));
        assertThat(meter.gapList(nowNs).stalledNs(0, 200 * MS)).isEqualTo(6_000 * MS);
    }

    @Test
    void gapsCountWholeAndTheLastOneToTheEnd() {
        show(0);
        show(199);
        show(200);
        show(450);
        GapList gaps = meter.gapList(nowNs + 500 * MS);
        assertThat(gaps.count()).isEqualTo(3);
        assertThat(gaps.stalledNs(0, 200 * MS)).isEqualTo((200 + 450 + 500) * MS);
        assertThat(gaps.stalledNs(0, 400 * MS)).isEqualTo((450 + 500) * MS);
        assertThat(gaps.stalledNs(gaps.gaps().get(1).startNs() + 50 * MS, 200 * MS))
                .isEqualTo((400 + 500) * MS);
        assertThat(gaps.count(0, 500 * MS)).isOne();
    }

    @Test
    void harmonicFrameRateWeighsLongGaps() {
        show(0);
        for (int i = 0; i < 10; i++) {
            show(40);
        }
        assertThat(meter.harmonicFps()).isCloseTo(25, within(1e-9));
        show(600);
        // 1.0 s over 10 * 0.04^2 + 0.6^2.
        assertThat(meter.harmonicFps()).isCloseTo(1.0 / 0.376, within(1e-9));
    }

    @Test
    void delayCountsToTheScreen() {
        show(0);
        show(40);
        assertThat(meter.delays().p50Ns()).isCloseTo(110 * MS, within(MS / 10));
        assertThat(meter.buffers().maxNs()).isCloseTo(40 * MS, within(MS));
    }
}
