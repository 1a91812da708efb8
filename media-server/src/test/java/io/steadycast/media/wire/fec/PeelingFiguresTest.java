package io.steadycast.media.wire.fec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.steadycast.abr.protect.Peeling;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the controller believes of our masks, against blocks of these masks that are lost and peeled here. */
class PeelingFiguresTest {
    private static final int TRIALS = 20_000;
    private static final long SEED = 4;

    private final SplittableRandom random = new SplittableRandom(SEED);
    private final FecMasks masks = new FecMasks();
    private final long[] rows = new long[FecMasks.MAX_PARITY];

    /** Mean burst, packets of media, index of the share, loss. */
    @ParameterizedTest
    @CsvSource({
        "1, 2, 2, 0.1",
        "1, 4, 2, 0.05",
        "1, 8, 1, 0.1",
        "1, 8, 2, 0.2",
        "1, 16, 3, 0.1",
        "1, 32, 2, 0.3",
        "1, 8, 5, 0.5",
        "2, 8, 2, 0.2",
        "2, 16, 3, 0.1",
        "4, 16, 4, 0.3",
        "4, 32, 2, 0.05"
    })
    void areWhatTheMasksDo(int burst, int packets, int share, double loss) {
        int parity = (int) (packets * Peeling.share(share));
        masks.fill(packets, parity, burst > 1, rows);
        long missing = 0;
        for (int i = 0; i < TRIALS; i++) {
            missing += missing(burst, packets, parity, loss);
        }
        double measured = (double) missing / TRIALS / packets;
        assertThat(Peeling.residual(loss, burst, packets, share)).isCloseTo(measured, within(0.0005 + 0.1 * measured));
    }

    private int missing(int burst, int packets, int parity, double loss) {
        double leave = 1.0 / burst;
        double enter = leave * loss / (1 - loss);
        boolean bad = random.nextDouble() < loss;
        long left = 0;
        long parityLost = 0;
        for (int i = 0; i < packets + parity; i++) {
            boolean lost = burst == 1 ? random.nextDouble() < loss : bad;
            bad = bad ? random.nextDouble() >= leave : random.nextDouble() < enter;
            if (lost && i < packets) {
                left |= 1L << i;
            } else if (lost) {
                parityLost |= 1L << (i - packets);
            }
        }
        return Long.bitCount(peel(left, parityLost, parity));
    }

    private long peel(long missing, long parityLost, int parity) {
        long left = missing;
        boolean going = true;
        while (going) {
            going = false;
            for (int row = 0; row < parity; row++) {
                long seen = (parityLost >> row & 1) == 0 ? rows[row] & left : 0;
                if (Long.bitCount(seen) == 1) {
                    left &= ~seen;
                    going = true;
                }
            }
        }
        return left;
    }
}
