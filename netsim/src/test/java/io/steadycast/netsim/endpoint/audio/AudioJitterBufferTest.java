package io.steadycast.netsim.endpoint.audio;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Packets of 20 ms on a path of constant delay, unless said otherwise. */
final class AudioJitterBufferTest {
    private static final long MS = 1_000_000L;
    private static final long START = 1_000_000 * MS;
    private static final long FIRST = 1L << 33;

    private final AudioJitterBuffer buffer = new AudioJitterBuffer();

    private AudioJitterBuffer.Outcome packet(int index, long arrivalMs, boolean primary) {
        return buffer.insert(
                FIRST + 960L * index, 960, START + arrivalMs * MS, START + (20L * index - 100) * MS, primary);
    }

    @Test
    void aSteadyStreamIsPlayedWithoutConcealment() {
        for (int i = 0; i < 500; i++) {
            packet(i, 20L * i, true);
        }
        assertThat(buffer.concealed()).isZero();
        assertThat(buffer.played()).isBetween(9_900L * 48, 10_000L * 48);
        assertThat(buffer.targetMs()).isLessThanOrEqualTo(40);
    }

    @Test
    void aLostPacketIsTwentyMsMadeUp() {
        for (int i = 0; i < 500; i++) {
            if (i != 300) {
                packet(i, 20L * i, true);
            }
        }
        assertThat(buffer.concealed()).isEqualTo(960);
        assertThat(buffer.concealments()).isOne();
    }

    @Test
    void lossOfAFifthIsAFifthMadeUpAndNothingWithOneRedundantBlockThatComesInTime() {
        SplittableRandom random = new SplittableRandom(5);
        AudioJitterBuffer other = new AudioJitterBuffer();
        boolean[] lost = new boolean[5_000];
        int lostTwice = 0;
        for (int i = 0; i < lost.length; i++) {
            lost[i] = i > 0 && random.nextDouble() < 0.2;
            lostTwice += i > 0 && lost[i] && lost[i - 1] ? 1 : 0;
            if (!lost[i]) {
                packet(i, 20L * i, true);
                other.insert(FIRST + 960L * i, 960, START + 20L * i * MS, 0, true);
                if (i > 0) {
                    other.insert(FIRST + 960L * (i - 1), 960, START + 20L * i * MS, 0, false);
                }
            }
        }
        double share = buffer.concealed() / (double) buffer.played();
        assertThat(share).isBetween(0.17, 0.23);
        // A run of n lost packets leaves n - 1 with one block; those that come just in time or late are left as well.
        double left = other.concealed() / (double) other.played();
        System.out.printf(
                "[netsim] audio, 20 %% loss: %.1f %% made up, with RED of one block %.1f %%%n",
                100 * share, 100 * left);
        assertThat(left).isBetween(0.6 * lostTwice / lost.length, 0.5 * share);
    }

    @Test
    void aLatePacketIsOfNoUse() {
        for (int i = 0; i < 100; i++) {
            if (i != 50) {
                packet(i, 20L * i, true);
            }
        }
        assertThat(packet(50, 2_000, true)).isEqualTo(AudioJitterBuffer.Outcome.LATE);
        assertThat(packet(99, 2_001, true)).isNotEqualTo(AudioJitterBuffer.Outcome.TAKEN);
    }

    @Test
    void jitterRaisesTheTargetToItsNinetyFifthPercentile() {
        SplittableRandom random = new SplittableRandom(5);
        long lastMs = 0;
        for (int i = 0; i < 3_000; i++) {
            // Each 25th packet, one each half second, is 100 to 120 ms late and holds up those behind it.
            long late = i % 25 == 24 ? 100 + random.nextInt(20) : 0;
            lastMs = Math.max(lastMs, 20L * i + late);
            packet(i, lastMs, true);
        }
        assertThat(buffer.targetMs()).isBetween(100, 160);
    }

    @Test
    void lipSynchronisationHoldsItBack() {
        buffer.minDelayMs(600);
        for (int i = 0; i < 3_000; i++) {
            packet(i, 20L * i, true);
        }
        assertThat(buffer.targetMs()).isEqualTo(600);
        // It stretches until the delay is there, ten of 50 ms at most: 600 ms take a few seconds, and nothing is made
        // up.
        assertThat(buffer.lastDelayNs()).isBetween(660 * MS, 760 * MS);
        assertThat(buffer.concealed()).isZero();
    }
}
