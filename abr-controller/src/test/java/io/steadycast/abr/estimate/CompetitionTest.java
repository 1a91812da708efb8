package io.steadycast.abr.estimate;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class CompetitionTest {
    private static final long MS = 1_000_000L;
    private static final long ROUND_NS = 100 * MS;
    private static final double STEP_S = 0.1;

    private final Competition competition = new Competition(new PacketGroups());
    private long nowNs;

    /** Half of the path is left free for so long, and the queue is as long afterwards. */
    private boolean useless(double seconds, long queueMs) {
        boolean useless = false;
        for (int i = 0; i < seconds / STEP_S; i++) {
            nowNs += (long) (STEP_S * 1e9);
            useless = competition.useless(nowNs, STEP_S, 0.5, queueMs * MS, ROUND_NS);
        }
        return useless;
    }

    @Test
    void aQueueThatStaysThoughItHadRoomToEmptyIsSomebodyElses() {
        competition.begin(nowNs, 300 * MS);
        assertThat(useless(0.9, 300)).as("not enough room yet").isFalse();
        assertThat(useless(0.5, 300)).isTrue();
    }

    @Test
    void aQueueThatEmptiesIsOurs() {
        competition.begin(nowNs, 300 * MS);
        assertThat(useless(2, 100)).isFalse();
    }

    @Test
    void whatWasUnderWayWhenTheDecisionFellNeedsRoomToo() {
        competition.begin(nowNs, 300 * MS);
        useless(1, 2_400);
        assertThat(useless(3, 1_700)).as("2 s of room for 2.4 s of queue").isFalse();
        assertThat(useless(1.5, 1_700)).as("2.7 s of room").isTrue();
    }
}
