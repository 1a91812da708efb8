package io.steadycast.netsim.endpoint.fec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.steadycast.media.wire.Bytes;
import io.steadycast.media.wire.fec.FlexFec;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Real bytes through a reference writer: what peeling can bring back, it brings back bit by bit; and how often it can is what theory says. */
final class FecDecoderTest {
    private static final long SSRC = 0x89ABCDEFL;
    private static final long SEED = Long.getLong("netsim.seed", 7);
    /** libwebrtc's random table for 6 media and 3 parity packets (fec_private_tables_random.cc, kMaskRandom6_3): 0xd0, 0x68, 0xa4. */
    private static final boolean[][] RANDOM_6_3 = {bits(6, 0, 1, 3), bits(6, 1, 2, 4), bits(6, 0, 2, 5)};

    private final SplittableRandom random = new SplittableRandom(SEED);
    private final List<byte[]> recovered = new ArrayList<>();

    private static boolean[] bits(int length, int... set) {
        boolean[] mask = new boolean[length];
        for (int bit : set) {
            mask[bit] = true;
        }
        return mask;
    }

    private FecDecoder decoder(FecFormat format) {
        return new FecDecoder(
                format,
                SSRC,
                (nowNs, packet, length) ->
                        recovered.add(packet.asSlice(0, length).toArray(ValueLayout.JAVA_BYTE)));
    }

    private byte[] packet(long seq) {
        byte[] bytes = new byte[12 + random.nextInt(1, 1_150)];
        random.nextBytes(bytes);
        MemorySegment segment = MemorySegment.ofArray(bytes);
        Bytes.putU8(segment, 0, 0x80 | random.nextInt(2) << 4);
        Bytes.putU16(segment, 2, (int) seq & 0xFFFF);
        Bytes.putU32(segment, 8, SSRC);
        return bytes;
    }

    private List<byte[]> block(long firstSeq, int count) {
        List<byte[]> packets = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            packets.add(packet(firstSeq + i));
        }
        return packets;
    }

    private static byte[] parity(FecFormat format, List<byte[]> packets, boolean[] mask) {
        return format == FecFormat.ULPFEC
                ? ReferenceEncoder.ulpfec(packets, mask)
                : ReferenceEncoder.flexfec(packets, mask);
    }

    private static void media(FecDecoder decoder, long seq, byte[] bytes) {
        decoder.onMedia(0, seq, MemorySegment.ofArray(bytes), bytes.length);
    }

    private static void parity(FecDecoder decoder, int seq, byte[] bytes) {
        decoder.onParity(0, seq, MemorySegment.ofArray(bytes), 0, bytes.length);
    }

    @ParameterizedTest
    @EnumSource
    void bringsBackEveryByte(FecFormat format) {
        // The number wraps inside the block, on the wire.
        long first = 0x1FFFEL;
        for (int lost = 0; lost < 4; lost++) {
            recovered.clear();
            List<byte[]> packets = block(first, 4);
            FecDecoder decoder = decoder(format);
            for (int i = 0; i < 4; i++) {
                if (i != lost) {
                    media(decoder, first + i, packets.get(i));
                }
            }
            parity(decoder, (int) (first + 4) & 0xFFFF, parity(format, packets, bits(4, 0, 1, 2, 3)));
            assertThat(recovered).as("lost %d, seed %d", lost, SEED).hasSize(1);
            assertThat(recovered.getFirst()).isEqualTo(packets.get(lost));
        }
    }

    @ParameterizedTest
    @CsvSource({"15", "16", "46", "47", "109"})
    void readsAllThreeSizesOfMask(int packets) {
        List<byte[]> block = block(70_000, packets);
        boolean[] mask = new boolean[packets];
        Arrays.fill(mask, true);
        FecDecoder decoder = decoder(FecFormat.FLEXFEC_03);
        for (int i = 0; i < packets - 1; i++) {
            media(decoder, 70_000 + i, block.get(i));
        }
        parity(decoder, 1, parity(FecFormat.FLEXFEC_03, block, mask));
        assertThat(recovered).hasSize(1);
        assertThat(recovered.getFirst()).isEqualTo(block.getLast());
    }

    /** The engine's writer and this reader came about without each other. */
    @ParameterizedTest
    @CsvSource({"2", "15", "16", "40", "46", "47", "64", "65", "109"})
    void readsWhatTheEngineWrites(int span) {
        long first = 0x1FFF0L;
        List<byte[]> block = block(first, span);
        boolean[] mask = new boolean[span];
        long low = 0;
        long high = 0;
        byte[] parity = new byte[1_500];
        MemorySegment segment = MemorySegment.ofArray(parity);
        FlexFec.clearRecovery(segment, 0);
        int header = FlexFec.headerBytes(span);
        int longest = 0;
        for (int bit = 0; bit < span; bit++) {
            mask[bit] = bit == 0 || bit == span - 1 || random.nextBoolean();
            if (mask[bit]) {
                low |= bit < 64 ? 1L << bit : 0;
                high |= bit < 64 ? 0 : 1L << (bit - 64);
                byte[] packet = block.get(bit);
                FlexFec.addRecovery(segment, 0, MemorySegment.ofArray(packet), 0, packet.length);
                for (int at = FlexFec.PROTECTED_FROM; at < packet.length; at++) {
                    parity[header + at - FlexFec.PROTECTED_FROM] ^= packet[at];
                }
                longest = Math.max(longest, packet.length - FlexFec.PROTECTED_FROM);
            }
        }
        FlexFec.writeMask(segment, 0, SSRC, (int) first & 0xFFFF, low, high);
        assertThat(Arrays.copyOf(parity, header + longest)).isEqualTo(ReferenceEncoder.flexfec(block, mask));
        FecDecoder decoder = decoder(FecFormat.FLEXFEC_03);
        for (int bit = 0; bit < span - 1; bit++) {
            if (mask[bit]) {
                media(decoder, first + bit, block.get(bit));
            }
        }
        parity(decoder, 1, Arrays.copyOf(parity, header + longest));
        assertThat(recovered).as("seed %d", SEED).hasSize(1);
        assertThat(recovered.getFirst()).isEqualTo(block.getLast());
    }

    @Test
    void peelsOnAndDoesNotSolveEquations() {
        // Rows {0,1,3}, {1,2,4}, {0,2,5} with 0 and 3 gone: the third row gives 0, then the first gives 3.
        List<byte[]> block = block(66_000, 6);
        FecDecoder decoder = decoder(FecFormat.FLEXFEC_03);
        for (int i : new int[] {1, 2, 4, 5}) {
            media(decoder, 66_000 + i, block.get(i));
        }
        for (int row = 0; row < 3; row++) {
            parity(decoder, row, parity(FecFormat.FLEXFEC_03, block, RANDOM_6_3[row]));
        }
        assertThat(recovered).hasSize(2);
        assertThat(recovered.get(0)).isEqualTo(block.get(0));
        assertThat(recovered.get(1)).isEqualTo(block.get(3));
        // With 0, 1 and 2 gone each row misses two: three equations for three unknowns would do, peeling does not.
        recovered.clear();
        List<byte[]> second = block(66_006, 6);
        for (int i = 3; i < 6; i++) {
            media(decoder, 66_006 + i, second.get(i));
        }
        for (int row = 0; row < 3; row++) {
            parity(decoder, 3 + row, parity(FecFormat.FLEXFEC_03, second, RANDOM_6_3[row]));
        }
        assertThat(recovered).isEmpty();
        // A late packet opens it.
        media(decoder, 66_006, second.get(0));
        assertThat(recovered).hasSize(2);
    }

    @ParameterizedTest
    @CsvSource({"0.10, 0.041, 0.004", "0.20, 0.18, 0.008"})
    void failsAsOftenAsTheorySays(double loss, double publishedFailure, double tolerance) {
        int blocks = 40_000;
        int failed = 0;
        FecDecoder decoder = decoder(FecFormat.FLEXFEC_03);
        for (int i = 0; i < blocks; i++) {
            long first = 0x10000L + 6L * i;
            List<byte[]> block = smallBlock(first);
            recovered.clear();
            int lost = 0;
            for (int k = 0; k < 6; k++) {
                if (random.nextDouble() < loss) {
                    lost++;
                } else {
                    media(decoder, first + k, block.get(k));
                }
            }
            for (int row = 0; row < 3; row++) {
                if (random.nextDouble() >= loss) {
                    parity(decoder, 3 * i + row & 0xFFFF, parity(FecFormat.FLEXFEC_03, block, RANDOM_6_3[row]));
                }
            }
            failed += recovered.size() < lost ? 1 : 0;
        }
        double measured = failed / (double) blocks;
        double exact = exactFailure(loss);
        System.out.printf(
                "[netsim] 6+3 at %.0f %%: %.2f %% of blocks stay broken, exactly %.2f %%%n",
                100 * loss, 100 * measured, 100 * exact);
        assertThat(measured).as("seed %d", SEED).isCloseTo(exact, within(4 * Math.sqrt(exact * (1 - exact) / blocks)));
        assertThat(exact).isCloseTo(publishedFailure, within(tolerance));
    }

    private List<byte[]> smallBlock(long first) {
        List<byte[]> packets = new ArrayList<>();
        for (int k = 0; k < 6; k++) {
            byte[] bytes = new byte[20];
            random.nextBytes(bytes);
            MemorySegment segment = MemorySegment.ofArray(bytes);
            Bytes.putU8(segment, 0, 0x80);
            Bytes.putU16(segment, 2, (int) (first + k) & 0xFFFF);
            Bytes.putU32(segment, 8, SSRC);
            packets.add(bytes);
        }
        return packets;
    }

    /** All 512 ways to lose, each peeled by hand. */
    private static double exactFailure(double loss) {
        double failure = 0;
        for (int ways = 0; ways < 1 << 9; ways++) {
            boolean[] have = new boolean[6];
            for (int k = 0; k < 6; k++) {
                have[k] = ((ways >> k) & 1) == 0;
            }
            boolean progress = true;
            while (progress) {
                progress = false;
                for (int row = 0; row < 3; row++) {
                    int missing = 0;
                    int which = -1;
                    for (int k = 0; k < 6; k++) {
                        if (RANDOM_6_3[row][k] && !have[k]) {
                            missing++;
                            which = k;
                        }
                    }
                    if (missing == 1 && ((ways >> (6 + row)) & 1) == 0) {
                        have[which] = true;
                        progress = true;
                    }
                }
            }
            boolean whole = true;
            for (boolean there : have) {
                whole &= there;
            }
            int lost = Integer.bitCount(ways);
            failure += whole ? 0 : Math.pow(loss, lost) * Math.pow(1 - loss, 9 - lost);
        }
        return failure;
    }

    @Test
    void forgetsMediaBeyondItsWindow() {
        List<byte[]> block = block(0x20000, 2);
        FecDecoder decoder = decoder(FecFormat.FLEXFEC_03);
        media(decoder, 0x20000, block.get(0));
        for (int i = 0; i < FecDecoder.MAX_MEDIA; i++) {
            media(decoder, 0x20002 + i, packet(0x20002 + i));
        }
        // 192 newer ones came: the first is no longer known, so two are missing.
        parity(decoder, 1, parity(FecFormat.FLEXFEC_03, block, bits(2, 0, 1)));
        assertThat(recovered).isEmpty();
        FecDecoder other = decoder(FecFormat.FLEXFEC_03);
        media(other, 0x20000, block.get(0));
        for (int i = 0; i < FecDecoder.MAX_MEDIA - 1; i++) {
            media(other, 0x20002 + i, packet(0x20002 + i));
        }
        parity(other, 1, parity(FecFormat.FLEXFEC_03, block, bits(2, 0, 1)));
        assertThat(recovered).hasSize(1);
    }

    @Test
    void keepsFortyEightParityPackets() {
        FecDecoder decoder = decoder(FecFormat.FLEXFEC_03);
        List<byte[]> first = block(0x20000, 2);
        parity(decoder, 0, parity(FecFormat.FLEXFEC_03, first, bits(2, 0, 1)));
        for (int i = 1; i <= FecDecoder.MAX_PARITY; i++) {
            List<byte[]> later = block(0x20000 + 2 * i, 2);
            parity(decoder, i, parity(FecFormat.FLEXFEC_03, later, bits(2, 0, 1)));
        }
        media(decoder, 0x20000, first.get(0));
        assertThat(recovered).as("the first of 49 parity packets is gone").isEmpty();
        assertThat(decoder.parityPackets()).isEqualTo(49);
    }

    @Test
    void refusesWhatLibwebrtcRefuses() {
        List<byte[]> block = block(0x20000, 2);
        FecDecoder decoder = decoder(FecFormat.FLEXFEC_03);
        media(decoder, 0x20000, block.get(0));
        byte[] good = parity(FecFormat.FLEXFEC_03, block, bits(2, 0, 1));
        byte[] retransmission = good.clone();
        retransmission[0] |= (byte) 0x80;
        byte[] inflexible = good.clone();
        inflexible[0] |= 0x40;
        byte[] twoSources = good.clone();
        twoSources[8] = 2;
        byte[] foreign = good.clone();
        foreign[12] ^= 1;
        byte[] cut = Arrays.copyOf(good, 19);
        int seq = 0;
        for (byte[] bad : List.of(retransmission, inflexible, twoSources, foreign, cut)) {
            parity(decoder, seq++, bad);
        }
        assertThat(recovered).isEmpty();
        assertThat(decoder.discarded()).isEqualTo(5);
        parity(decoder, seq, good);
        assertThat(recovered).hasSize(1);
    }
}
