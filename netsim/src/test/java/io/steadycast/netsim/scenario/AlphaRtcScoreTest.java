package io.steadycast.netsim.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

/** The challenge's own formula on a handful of packets. */
final class AlphaRtcScoreTest {
    @Test
    void aPerfectStreamAtTheGroundRateHasSeventyPoints() {
        AlphaRtcScore score = new AlphaRtcScore();
        for (int i = 0; i <= 100; i++) {
            score.onPacket(1, i, i * 10L, i * 10L + 50, i == 0 ? 0 : 1_000);
        }
        // 100 packets of 1000 bytes in 1000 ms.
        assertThat(score.network(100).points()).isCloseTo(70, within(1e-9));
        assertThat(AlphaRtcScore.total(score.network(100), 100)).isCloseTo(100, within(1e-9));
        assertThat(score.network(200).points()).isCloseTo(60, within(1e-9));
    }

    @Test
    void delayCountsFromTheFirstPacketByTheNinetyFifthPercentile() {
        AlphaRtcScore score = new AlphaRtcScore();
        // Delays relative to the first: 0, 100, 200, 300, 400+.
        int[] delays = {50, 150, 250, 350, 950};
        for (int i = 0; i < delays.length; i++) {
            score.onPacket(1, i, i * 1_000L, i * 1_000L + delays[i], 0);
        }
        // numpy.percentile([0, 100, 200, 300, 400], 95) = 380; (400 - 380) / (400 - 0) = 0.05 of 20 points. No loss: 30
        // points. No bytes: no rate.
        assertThat(score.network(500).points()).isCloseTo(0.05 * 20 + 30, within(1e-9));
    }

    @Test
    void whatSequenceNumbersJumpOverIsLostAndReorderingTooAndRepairDoesNotCount() {
        AlphaRtcScore score = new AlphaRtcScore();
        for (int sequence : new int[] {65_534, 65_535, 2, 1, 3}) {
            score.onPacket(1, sequence, 0, 0, 0);
        }
        // Over the wrap 0 and 1 are jumped over; after 1 comes 3, which jumps over 2: 3 lost, 5 received.
        double delay = 20;
        assertThat(score.network(500).points()).isCloseTo(delay + 30 * (1 - 3 / 8.0), within(1e-9));
        assertThat(score.network(500).repaired(0).points()).isCloseTo(delay + 30, within(1e-9));
    }

    @Test
    void streamsAreAveraged() {
        AlphaRtcScore score = new AlphaRtcScore();
        score.onPacket(1, 0, 0, 0, 0);
        score.onPacket(1, 1, 0, 100, 10_000);
        score.onPacket(2, 0, 0, 0, 0);
        score.onPacket(2, 1, 0, 100, 30_000);
        // Rates 100 and 300 bytes/ms, mean 200 of 400. Delays 0 and 100: percentile 95, (400 - 95) / 400.
        assertThat(score.network(400).points()).isCloseTo(20 * 305 / 400.0 + 10 + 30, within(1e-9));
    }

    @Test
    void nothingReceivedScoresNothing() {
        assertThat(new AlphaRtcScore().network(500).points()).isZero();
    }
}
