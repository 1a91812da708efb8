package io.steadycast.media.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UnwrapperTest {
    private static final long SEED = 20_261_123L;

    @Test
    void reorderingAcrossTheFirstWrapStaysNonNegative() {
        Unwrapper seq = Unwrapper.seq16();
        assertThat(seq.highest()).isEqualTo(Unwrapper.NONE);
        assertThat(seq.unwrap(0)).isEqualTo(0x1_0000);
        assertThat(seq.unwrap(0xFFFF)).isEqualTo(0xFFFF);
        assertThat(seq.unwrap(1)).isEqualTo(0x1_0001);
        assertThat(seq.highest()).isEqualTo(0x1_0001);
    }

    @Test
    void peekDoesNotMove() {
        Unwrapper seq = Unwrapper.seq16();
        assertThat(seq.peek(7)).isEqualTo(0x1_0007);
        assertThat(seq.highest()).isEqualTo(Unwrapper.NONE);
        seq.unwrap(7);
        assertThat(seq.peek(9)).isEqualTo(0x1_0009);
        assertThat(seq.highest()).isEqualTo(0x1_0007);
    }

    @Test
    void restartAndReset() {
        Unwrapper seq = Unwrapper.seq16();
        seq.unwrap(100);
        seq.restartAt(0x5_0000);
        assertThat(seq.unwrap(1)).isEqualTo(0x5_0001);
        seq.reset();
        assertThat(seq.unwrap(1)).isEqualTo(0x1_0001);
    }

    @Test
    void halfACycleIsNewerAndOneMoreIsOlder() {
        assertThat(Unwrapper.seq16(0x1_0000, 0x8000)).isEqualTo(0x1_8000);
        assertThat(Unwrapper.seq16(0x1_0000, 0x8001)).isEqualTo(0x8001);
        assertThat(Unwrapper.seq16(0x1_0001, 0x8001)).isEqualTo(0x1_8001);
    }

    @Test
    void staticHelpersFindTheNearest() {
        assertThat(Unwrapper.pictureId15(0x7FFF, 0)).isEqualTo(0x8000);
        assertThat(Unwrapper.pictureId15(0x8000, 0x7FFE)).isEqualTo(0x7FFE);
        assertThat(Unwrapper.pictureId7(0x7F, 1)).isEqualTo(0x81);
        assertThat(Unwrapper.pictureId7(0x80, 0x7E)).isEqualTo(0x7E);
        assertThat(Unwrapper.tl0PicIdx8(0xFE, 3)).isEqualTo(0x103);
        assertThat(Unwrapper.timestamp32(0xFFFF_FF00L, 0x100)).isEqualTo(0x1_0000_0100L);
        assertThat(Unwrapper.timestamp32(0x1_0000_0100L, 0xFFFF_FF00L)).isEqualTo(0xFFFF_FF00L);
        assertThat(Unwrapper.time24(0xFF_FFFF, 0)).isEqualTo(0x100_0000);
    }

    @Test
    void widthIsBounded() {
        assertThatThrownBy(() -> Unwrapper.ofBits(33)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Unwrapper.ofBits(1)).isInstanceOf(IllegalArgumentException.class);
    }

    /** 30 h of a 90 kHz clock wrap 32 bits twice; the same number of packets wraps 16 bits and fewer thousands of times. */
    @ParameterizedTest
    @ValueSource(ints = {7, 8, 15, 16, 24, 32})
    void followsADayOfReorderedValues(int bits) {
        Random random = new Random(SEED + bits);
        Unwrapper unwrapper = Unwrapper.ofBits(bits);
        long cycle = 1L << bits;
        long mask = cycle - 1;
        long truth = cycle + random.nextInt(100);
        long step = bits == 32 ? 3_000 : Math.max(1, cycle / 64);
        assertThat(unwrapper.unwrap(truth & mask)).isEqualTo(truth);
        long packets = bits == 32 ? 30L * 3_600 * 90_000 / step : 500_000;
        for (long i = 0; i < packets; i++) {
            truth += step;
            long jitter = random.nextLong(-(cycle / 8), cycle / 8);
            long shaken = Math.max(cycle, truth + jitter);
            if (unwrapper.unwrap(shaken & mask) != shaken) {
                throw new AssertionError("seed " + SEED + " bits " + bits + " packet " + i + " at " + shaken);
            }
        }
        assertThat(unwrapper.highest()).isGreaterThan(2 * cycle);
    }
}
