package io.steadycast.abr.protect;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class DelaySpikesTest {
    private static final long MS = 1_000_000L;
    private static final int MOST_MS = 800;
    private static final double SLACK_MS = 100;

    private final DelaySpikes spikes = new DelaySpikes();
    private long nowNs;

    /** News every 50 ms that everything came so late, and once in a while much later. */
    private void pass(int seconds, int usualMs, int spikeEveryS, int spikeMs) {
        for (int i = 0; i < seconds * 20; i++) {
            nowNs += 50 * MS;
            boolean spike = spikeEveryS > 0 && i % (spikeEveryS * 20) == spikeEveryS * 10;
            spikes.update(nowNs, (spike ? spikeMs : usualMs) * MS);
        }
    }

    private int delayMs() {
        return spikes.delayMs(MOST_MS, SLACK_MS);
    }

    @Test
    void nothingIsAddedWhereNothingComesLate() {
        assertThat(delayMs()).isZero();
        pass(120, 20, 0, 0);
        assertThat(delayMs()).isZero();
    }

    @Test
    void whatNobodyCallsAStallNeedsNoDelay() {
        pass(120, 80, 0, 0);
        assertThat(delayMs()).isZero();
    }

    @Test
    void spikesThatComeOftenAreWaitedFor() {
        pass(60, 20, 12, 400);
        assertThat(delayMs()).isBetween(300, 320);
    }

    @Test
    void whatComesLateNowAndThenIsReckonedToComeLaterStill() {
        pass(20, 20, 1, 200);
        assertThat(delayMs())
                .as("twice the wait is worth it before it was seen")
                .isGreaterThan(200);
    }

    @Test
    void oneSpikeInMinutesIsNotWorthAsMuch() {
        pass(300, 20, 280, 700);
        assertThat(delayMs()).isZero();
    }

    @Test
    void whatCannotBeWaitedForIsNot() {
        pass(60, 20, 12, 3_000);
        assertThat(delayMs()).isZero();
    }

    @Test
    void isForgottenWhenThePathBecomesQuiet() {
        pass(60, 20, 12, 400);
        pass(180, 20, 0, 0);
        assertThat(delayMs()).isZero();
    }
}
