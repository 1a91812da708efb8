package io.steadycast.media.engine.egress;

import static org.assertj.core.api.Assertions.assertThat;

import io.steadycast.media.engine.egress.ParityLedger.Outlook;
import io.steadycast.media.wire.fec.FecMasks;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The sender's idea of what a peeling receiver has, against one that is told everything. */
class ParityLedgerTest {
    private static final long ROUND = 200_000_000L;

    private final ParityLedger ledger = new ParityLedger();
    private final long[] seqs = new long[FecMasks.MAX_MEDIA];
    private final long[] rows = new long[FecMasks.MAX_PARITY];

    private void block(long firstSeq, int media, long firstParity, int parity) {
        new FecMasks().fill(media, parity, false, rows);
        for (int i = 0; i < media; i++) {
            seqs[i] = firstSeq + i;
        }
        ledger.open(seqs, media, firstParity);
        for (int i = 0; i < parity; i++) {
            ledger.addRow(rows[i]);
            ledger.onParitySent(0, firstParity + i);
        }
    }

    /** What an eager receiver is left without. */
    private long left(long lost, long lostParity, int parity) {
        long left = lost;
        for (int again = 0; again < parity; again++) {
            for (int row = 0; row < parity; row++) {
                long seen = (lostParity >> row & 1) == 0 ? rows[row] & left : 0;
                left &= Long.bitCount(seen) == 1 ? ~seen : -1L;
            }
        }
        return left;
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void itKnowsWhatThePeelerKnowsInWhateverOrderItHears(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        long seq = random.nextInt(100_000);
        long paritySeq = random.nextInt(100_000);
        for (int i = 0; i < 300; i++) {
            int media = 1 + random.nextInt(FecMasks.MAX_MEDIA);
            int parity = 1 + random.nextInt(20);
            long lost = 0;
            long lostParity = 0;
            List<Runnable> words = new ArrayList<>();
            double loss = random.nextDouble() * 0.5;
            block(seq, media, paritySeq, parity);
            for (int m = 0; m < media; m++) {
                boolean gone = random.nextDouble() < loss;
                lost |= gone ? 1L << m : 0;
                long number = seq + m;
                words.add(() -> ledger.onMedia(number, !gone));
            }
            for (int p = 0; p < parity; p++) {
                boolean gone = random.nextDouble() < loss;
                lostParity |= gone ? 1L << p : 0;
                long number = paritySeq + p;
                words.add(() -> ledger.onParity(number, !gone));
            }
            while (!words.isEmpty()) {
                words.remove(random.nextInt(words.size())).run();
            }
            long left = left(lost, lostParity, parity);
            for (int m = 0; m < media; m++) {
                boolean broken = (left >> m & 1) != 0;
                assertThat(ledger.judge(0, seq + m, ROUND))
                        .as("seed %d block %d packet %d", seed, i, m)
                        .isEqualTo(broken ? Outlook.LOST : Outlook.RECOVERED);
            }
            seq += media;
            paritySeq += parity;
        }
    }

    @Test
    void hopeLastsARound() {
        block(1_000, 4, 50, 1);
        ledger.onMedia(1_001, false);
        assertThat(ledger.judge(ROUND, 1_001, ROUND)).isEqualTo(Outlook.HOPED);
        assertThat(ledger.judge(ROUND + 1, 1_001, ROUND)).isEqualTo(Outlook.LOST);
        ledger.onParity(50, true);
        assertThat(ledger.judge(ROUND + 1, 1_001, ROUND))
                .as("the others are not known to be there")
                .isEqualTo(Outlook.HOPED);
        ledger.onMedia(1_000, true);
        ledger.onMedia(1_002, true);
        ledger.onMedia(1_003, true);
        assertThat(ledger.judge(ROUND + 1, 1_001, ROUND)).isEqualTo(Outlook.RECOVERED);
    }

    @Test
    void whatWasHeardBeforeTheBlockClosedCounts() {
        ledger.onMedia(1_000, true);
        ledger.onMedia(1_001, false);
        block(1_000, 2, 50, 1);
        ledger.onParity(50, true);
        assertThat(ledger.judge(0, 1_001, ROUND)).isEqualTo(Outlook.RECOVERED);
    }

    @Test
    void onlyLostPacketsOfBlocksWithNewsAreLookedAtAgain() {
        block(1_000, 4, 50, 2);
        block(1_004, 4, 52, 2);
        assertThat(ledger.takeUnsettled()).isEqualTo(-1);
        ledger.onMedia(1_001, false);
        ledger.onMedia(1_003, false);
        ledger.onMedia(1_005, true);
        assertThat(ledger.takeUnsettled()).isEqualTo(1_001);
        assertThat(ledger.takeUnsettled()).isEqualTo(1_003);
        assertThat(ledger.takeUnsettled()).isEqualTo(-1);
        ledger.onParity(51, false);
        assertThat(ledger.takeUnsettled()).isEqualTo(1_001);
    }

    @Test
    void whatWasForgottenIsLost() {
        block(1_000, 4, 50, 2);
        for (int i = 1; i <= 64; i++) {
            block(1_000 + 4L * i, 4, 50 + 2L * i, 2);
        }
        assertThat(ledger.judge(0, 1_001, ROUND)).isEqualTo(Outlook.LOST);
        ledger.onParity(50, true);
        assertThat(ledger.judge(0, 1_004, ROUND)).isNotEqualTo(Outlook.LOST);
    }
}
