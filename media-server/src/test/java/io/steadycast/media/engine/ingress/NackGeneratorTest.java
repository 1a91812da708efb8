package io.steadycast.media.engine.ingress;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class NackGeneratorTest {
    private static final long MS = 1_000_000L;
    private static final long RTT = 40 * MS;

    private final NackGenerator nack =
            new NackGenerator(IngressConfig.defaults().repair(), true);
    private final long[] due = new long[128];

    @Test
    void aGapIsAskedForAfterTheReorderingWait() {
        nack.onPacket(0, 100);
        nack.onPacket(0, 103);
        assertThat(dueAt(9)).isEmpty();
        assertThat(dueAt(10)).containsExactly(101, 102);
        assertThat(dueAt(11)).isEmpty();
    }

    @Test
    void reorderingCostsNothing() {
        nack.onPacket(0, 100);
        nack.onPacket(0, 102);
        nack.onPacket(5 * MS, 101);
        assertThat(dueAt(20)).isEmpty();
        assertThat(nack.settled()).isEqualTo(102);
    }

    @Test
    void repeatsComeEveryRoundTripAndAHalfAtMostAndEnd() {
        nack.onPacket(0, 100);
        nack.onPacket(0, 102);
        int tries = 0;
        long lastMs = 0;
        for (long ms = 0; ms < 2_000; ms += 5) {
            if (dueAt(ms).length > 0) {
                if (tries > 0) {
                    assertThat(ms - lastMs).isBetween(40L, 65L);
                }
                tries++;
                lastMs = ms;
            }
        }
        assertThat(tries).isEqualTo(10);
        assertThat(nack.missing()).isZero();
        assertThat(nack.abandoned()).isEqualTo(1);
        assertThat(nack.givenUpCount()).isEqualTo(1);
        assertThat(nack.givenUp(0)).isEqualTo(101);
        assertThat(nack.settled()).isEqualTo(102);
    }

    @Test
    void aRepairEndsTheAskingAndTellsTheRoundTrip() {
        nack.onPacket(0, 100);
        nack.onPacket(0, 102);
        dueAt(10);
        assertThat(nack.settled()).isEqualTo(100);
        assertThat(nack.onRepaired(55 * MS, 101)).isEqualTo(45 * MS);
        assertThat(nack.settled()).isEqualTo(102);
        assertThat(nack.onRepaired(60 * MS, 101)).isEqualTo(-1);
        assertThat(dueAt(100)).isEmpty();
    }

    @Test
    void moreThanCanBeRepairedIsGivenUp() {
        nack.onPacket(0, 100);
        nack.onPacket(0, 110);
        nack.onPacket(0, 400);
        assertThat(nack.gapEnd()).isEqualTo(399);
        nack.clearGivenUp();
        assertThat(nack.gapEnd()).isEqualTo(-1);
        assertThat(nack.missing()).isZero();
        assertThat(nack.abandoned()).isEqualTo(9);
        nack.onPacket(0, 402);
        assertThat(dueAt(10)).containsExactly(401);
    }

    @Test
    void holesThatFallOutOfTheWindowAreForgotten() {
        nack.onPacket(0, 0);
        nack.onPacket(0, 2);
        for (long seq = 3; seq < 3_000; seq++) {
            nack.onPacket(0, seq);
        }
        assertThat(nack.missing()).isZero();
        assertThat(nack.settled()).isEqualTo(2_999);
        assertThat(nack.givenUp(0)).isEqualTo(1);
    }

    @Test
    void withoutNackAHoleOnlyWaitsForReordering() {
        NackGenerator silent = new NackGenerator(IngressConfig.defaults().repair(), false);
        silent.onPacket(0, 100);
        silent.onPacket(0, 102);
        assertThat(silent.due(20 * MS, RTT, due)).isZero();
        assertThat(silent.settled()).isEqualTo(100);
        assertThat(silent.due(30 * MS, RTT, due)).isZero();
        assertThat(silent.settled()).isEqualTo(102);
    }

    private long[] dueAt(long ms) {
        return Arrays.copyOf(due, nack.due(ms * MS, RTT, due));
    }
}
