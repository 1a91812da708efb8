package io.steadycast.abr.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

final class DecisionRingTest {
    private static Decision decision(long atNs) {
        Decision decision = new Decision();
        decision.atNs = atNs;
        decision.reason = Reason.PROTECTION;
        decision.rung = 1;
        decision.temporalId = 2;
        decision.capacityBps = 1_480_000;
        decision.budgetBps = 1_400_000;
        decision.costBps = 760_000;
        decision.nextBps = 1_960_000;
        decision.loss = 0.204;
        decision.burst = 1.3;
        decision.rttMs = 212;
        decision.queueMs = 7;
        decision.playoutDelayMs = 640;
        decision.parityShare = 0.32;
        decision.copies = 1;
        decision.resends = 2;
        return decision;
    }

    @Test
    void whatWasWrittenIsReadAgain() {
        DecisionRing ring = new DecisionRing(4);
        ring.add(decision(5_000_000_000L));
        Decision read = new Decision();
        ring.read(0, read);
        assertThat(read).usingRecursiveComparison().isEqualTo(decision(5_000_000_000L));
    }

    @Test
    void theOldestIsForgottenFirst() {
        DecisionRing ring = new DecisionRing(4);
        Decision read = new Decision();
        for (int i = 0; i < 11; i++) {
            ring.add(decision(i));
        }
        assertThat(ring.size()).isEqualTo(4);
        assertThat(ring.count()).isEqualTo(11);
        for (int i = 0; i < 4; i++) {
            ring.read(i, read);
            assertThat(read.atNs).isEqualTo(7 + i);
        }
        assertThatThrownBy(() -> ring.read(4, read)).isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void numbersWithoutRoomAreToldAsTheLargestThatHave() {
        DecisionRing ring = new DecisionRing(1);
        Decision huge = decision(1);
        huge.capacityBps = Long.MAX_VALUE;
        huge.nextBps = -1;
        huge.rttMs = 1_000_000;
        huge.burst = 1e9;
        huge.rung = -1;
        huge.temporalId = -1;
        ring.add(huge);
        Decision read = new Decision();
        ring.read(0, read);
        assertThat(read.capacityBps).isEqualTo(2_097_151_000L);
        assertThat(read.nextBps).isZero();
        assertThat(read.rttMs).isEqualTo(8_191);
        assertThat(read.burst).isEqualTo(102.3);
        assertThat(read.rung).isEqualTo(-1);
        assertThat(read.budgetBps).as("its neighbour").isEqualTo(1_400_000);
    }

    @Test
    void aDecisionExplainsItself() {
        assertThat(decision(0).text())
                .isEqualTo(
                        "layer 1, temporal layers to 2: the next better would fit, but not with what protects it. Path 1480 kbps, budget 1400,"
                                + " this takes 760, the next better 1960; loss 20.4 % in bursts of 1.3, round trip 212 ms, queue 7 ms; 32 % parity,"
                                + " 1 copy, 2 resends in the last round, playout delay 640 ms");
    }
}
