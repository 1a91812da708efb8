package io.steadycast.media.wire.fec;

import static org.assertj.core.api.Assertions.assertThat;

import io.steadycast.media.wire.Bytes;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class FlexFecTest {
    private final byte[] bytes = new byte[64];
    private final MemorySegment segment = MemorySegment.ofArray(bytes);

    @Test
    void masksOfAllThreeLengthsSayWhatTheyCover() {
        SplittableRandom random = new SplittableRandom(3);
        for (int span = 1; span <= FlexFec.MAX_SPAN; span++) {
            for (int trial = 0; trial < 20; trial++) {
                List<Integer> numbers = new ArrayList<>();
                long low = 0;
                long high = 0;
                int base = random.nextInt(0x10000);
                for (int bit = 0; bit < span; bit++) {
                    if (bit == 0 || bit == span - 1 || random.nextInt(3) == 0) {
                        numbers.add(base + bit & 0xFFFF);
                        low |= bit < 64 ? 1L << bit : 0;
                        high |= bit < 64 ? 0 : 1L << (bit - 64);
                    }
                }
                int length = FlexFec.writeMask(segment, 0, 0xABCD_EF01L, base, low, high);
                assertThat(length).isEqualTo(span <= 15 ? 20 : span <= 46 ? 24 : 32);
                assertThat(Peeler.covered(bytes)).as("span %d", span).isEqualTo(numbers);
                assertThat(Bytes.u32(segment, 12)).isEqualTo(0xABCD_EF01L);
                assertThat(bytes[8]).isEqualTo((byte) 1);
            }
        }
    }

    @Test
    void anExclusiveOrUndoesItself() {
        SplittableRandom random = new SplittableRandom(4);
        byte[] target = new byte[100];
        byte[] source = new byte[100];
        random.nextBytes(target);
        random.nextBytes(source);
        byte[] before = target.clone();
        for (int length : new int[] {0, 1, 7, 8, 9, 63, 90}) {
            Xor.into(MemorySegment.ofArray(target), 3, MemorySegment.ofArray(source), 5, length);
            for (int i = 0; i < target.length; i++) {
                boolean mixed = i >= 3 && i < 3 + length;
                assertThat(target[i]).isEqualTo((byte) (before[i] ^ (mixed ? source[i + 2] : 0)));
            }
            Xor.into(MemorySegment.ofArray(target), 3, MemorySegment.ofArray(source), 5, length);
        }
        assertThat(target).isEqualTo(before);
    }
}
