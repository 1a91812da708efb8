package io.steadycast.media.wire.fec;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How often a block stays broken, against what was computed of libwebrtc's tables for random loss. */
class FecMasksTest {
    private static final int TRIALS = 40_000;

    private final FecMasks masks = new FecMasks();
    private final long[] rows = new long[FecMasks.MAX_PARITY];

    /** Every pattern of loss, weighed: media + parity up to 20 packets. */
    private double exact(int media, int parity, double loss) {
        masks.fill(media, parity, false, rows);
        double broken = 0;
        for (long lost = 0; lost < 1L << (media + parity); lost++) {
            long missing = lost & ((1L << media) - 1);
            if (!peels(missing, lost >> media, parity)) {
                int count = Long.bitCount(lost);
                broken += Math.pow(loss, count) * Math.pow(1 - loss, media + parity - count);
            }
        }
        return broken;
    }

    private double sampled(int media, int parity, boolean interleaved, Loss loss) {
        masks.fill(media, parity, interleaved, rows);
        int broken = 0;
        for (int i = 0; i < TRIALS; i++) {
            long lost = 0;
            long lostParity = 0;
            loss.begin();
            for (int j = 0; j < media; j++) {
                lost |= loss.next() ? 1L << j : 0;
            }
            for (int j = 0; j < parity; j++) {
                lostParity |= loss.next() ? 1L << j : 0;
            }
            broken += peels(lost, lostParity, parity) ? 0 : 1;
        }
        return (double) broken / TRIALS;
    }

    private boolean peels(long missing, long lostParity, int parity) {
        long left = missing;
        boolean progress = true;
        while (left != 0 && progress) {
            progress = false;
            for (int row = 0; row < parity; row++) {
                long seen = (lostParity >> row & 1) == 0 ? rows[row] & left : 0;
                if (Long.bitCount(seen) == 1) {
                    left &= ~seen;
                    progress = true;
                }
            }
        }
        return left == 0;
    }

    interface Loss {
        void begin();

        boolean next();
    }

    private static Loss random(double loss) {
        SplittableRandom random = new SplittableRandom(7);
        return new Loss() {
            @Override
            public void begin() {}

            @Override
            public boolean next() {
                return random.nextDouble() < loss;
            }
        };
    }

    /** One burst of this length somewhere. */
    private static Loss burst(int length, int of) {
        SplittableRandom random = new SplittableRandom(7);
        return new Loss() {
            private int at;
            private int from;

            @Override
            public void begin() {
                at = 0;
                from = random.nextInt(of);
            }

            @Override
            public boolean next() {
                boolean lost = at >= from && at < from + length;
                at++;
                return lost;
            }
        };
    }

    /** The last column: libwebrtc's own tables, per cent. */
    @ParameterizedTest
    @CsvSource({
        "4, 2, 0.10, 4.2",
        "6, 3, 0.10, 4.1",
        "6, 3, 0.20, 18",
        "8, 4, 0.10, 3.7",
        "10, 5, 0.10, 3.1",
        "10, 5, 0.20, 19",
    })
    void theMasksAreAtLeastAsStrongAsLibwebrtcs(int media, int parity, double loss, double percent) {
        assertThat(exact(media, parity, loss) * 100).isLessThanOrEqualTo(percent);
    }

    @ParameterizedTest
    @CsvSource({"20, 10, 0.10, 1.2", "24, 24, 0.20, 1.5", "48, 24, 0.10, 0.8", "48, 12, 0.05, 1.6", "5, 5, 0.10, 0.25"})
    void largerBlocksArePeelable(int media, int parity, double loss, double percent) {
        assertThat(sampled(media, parity, false, random(loss)) * 100).isLessThanOrEqualTo(percent);
    }

    @ParameterizedTest
    @CsvSource({"12, 4", "24, 6", "48, 12", "10, 10"})
    void interleavedRowsRepairEveryBurstOfTheirNumber(int media, int parity) {
        assertThat(sampled(media, parity, true, burst(parity, media - parity + 1)))
                .isZero();
    }

    @Test
    void everyPacketIsCoveredAndNoRowIsEmpty() {
        for (int media = 1; media <= FecMasks.MAX_MEDIA; media++) {
            for (int parity = 1; parity <= FecMasks.MAX_PARITY; parity++) {
                for (boolean interleaved : new boolean[] {false, true}) {
                    masks.fill(media, parity, interleaved, rows);
                    long all = 0;
                    for (int row = 0; row < parity; row++) {
                        assertThat(rows[row])
                                .as("%d+%d row %d", media, parity, row)
                                .isNotZero();
                        all |= rows[row];
                    }
                    assertThat(all).as("%d+%d", media, parity).isEqualTo((1L << media) - 1);
                }
            }
        }
    }
}
