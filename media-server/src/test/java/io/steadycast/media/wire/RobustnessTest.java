package io.steadycast.media.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.steadycast.media.wire.codec.DependencyDescriptorReader;
import io.steadycast.media.wire.rtp.RtpHeader;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Seeded mutation of well-formed packets: no reader throws, and none is moved by a byte outside its bounds. */
class RobustnessTest {
    private static final long SEED = 3550;
    private static final int ROUNDS = 30_000;
    private static final int OFFSET = 5;

    private static final String[] RTP = {
        "90E0FFFEF000000189ABCDEFBEDE0003511234220ABCDE416162000000AABBCCDD",
        "B26000010000000200000003111111112222222210000002010155020203040000010203000004",
        "A06100090000AAAA00000099000000030003",
    };
    private static final String[] PAYLOADS = {
        "90F0923456271002009D012A80026801001122",
        "AA800100053801400 0B402800168020054010033".replace(" ", ""),
        "F880012003 0506AA".replace(" ", ""),
        "7800196764001FACD9405005BB0110000003001000000303C0F1831960000468EBECB2",
        "7C858884AABB",
        "280308000030AABB",
        "EF1E0003EF0F00026F0102030405AABBCC",
        "FB0600112233",
    };
    private static final String[] DESCRIPTORS = {
        "c1017280081485214eafffaaaa863cf0430c10c302afc0aaa0063c00430010c002a000a80006000040001d954926e082b04a0941b820"
                + "ac1282503157f974000ca864330e222222eca8655304224230eca877530077004200ef008601df010d",
        "C2017378AABBCCDD",
        "C30174",
    };
    private static final String[] RTCP = {
        "81C8000CCAFEBABEE1E2E3E4A1A2A3A4FFFFFFFE0000000300000004DDDDDDDD40FFFFFF0003FFFF0000005AE3E4A1A200010000",
        "82CA000700000001010361626300000012345678020241420101430000000000",
        "8FCD00090000000100000002FFFE0013FFFFFF072002A001E4800405060 7FFFC0800000000000000".replace(" ", ""),
        "81CD00040000000100000002FFFE8003000A0000",
        "80CF000B0000000504000002010203040506070805000006 0000000A0000000B0000000CFFFFFFFF0000000E0000000F"
                .replace(" ", ""),
        "8FCE0006000000010000000052454D42020A1234000000070000000884CE000400000001000000000000000205000000",
        "82CB00020000000100000002",
    };

    private final Readers readers = new Readers();
    private final Random random = new Random(SEED);

    @Test
    void theCorpusItselfIsAccepted() {
        for (String hex : RTCP) {
            MemorySegment s = Segments.hex(hex);
            assertThat(readers.rtcp(s, 0, Segments.size(s))).as(hex).isNotEqualTo(-1);
        }
        for (String hex : RTP) {
            MemorySegment s = Segments.hex(hex);
            assertThat(RtpHeader.headerBytes(s, 0, Segments.size(s))).as(hex).isPositive();
        }
    }

    @Test
    void rtp() {
        mutate(RTP, readers::rtp);
    }

    @Test
    void rtcp() {
        mutate(RTCP, readers::rtcp);
    }

    @Test
    void payloads() {
        mutate(PAYLOADS, readers::codecs);
    }

    @Test
    void dependencyDescriptorsWithAStructure() {
        MemorySegment structure = Segments.hex(DESCRIPTORS[0]);
        DependencyDescriptorReader reader = new DependencyDescriptorReader();
        mutate(DESCRIPTORS, (s, o, l) -> {
            reader.reset();
            readers.dependencies(reader, structure, 0, Segments.size(structure));
            return readers.dependencies(reader, s, o, l);
        });
    }

    /** Here the state of one packet meets the next one, as on a stream. */
    @Test
    void dependencyDescriptorsInARow() {
        DependencyDescriptorReader reader = new DependencyDescriptorReader();
        for (int round = 0; round < ROUNDS; round++) {
            byte[] bytes = mutated(DESCRIPTORS);
            guarded(bytes, round, () -> {
                readers.dependencies(reader, MemorySegment.ofArray(bytes), 0, bytes.length);
            });
        }
    }

    @Test
    void retransmissionsWriteInsideTheirBounds() {
        for (int round = 0; round < ROUNDS; round++) {
            byte[] bytes = mutated(RTP);
            byte[] framed = framed(bytes, (byte) 0x5A);
            guarded(bytes, round, () -> {
                int restored = readers.rtx(MemorySegment.ofArray(framed), OFFSET, bytes.length);
                assertThat(restored).isBetween(-1, bytes.length);
            });
            for (int i = 0; i < framed.length; i++) {
                boolean outside = i < OFFSET || i >= OFFSET + bytes.length;
                if (outside && framed[i] != 0x5A) {
                    throw new AssertionError("wrote outside: seed " + SEED + " round " + round);
                }
            }
        }
    }

    private void mutate(String[] corpus, Reader reader) {
        for (int round = 0; round < ROUNDS; round++) {
            byte[] bytes = mutated(corpus);
            guarded(bytes, round, () -> {
                // The exact segment throws on any read outside; the framed ones show reads that a larger buffer would
                // allow.
                long exact = reader.read(MemorySegment.ofArray(bytes), 0, bytes.length);
                MemorySegment zeros = MemorySegment.ofArray(framed(bytes, (byte) 0));
                MemorySegment ones = MemorySegment.ofArray(framed(bytes, (byte) 0xFF));
                assertThat(reader.read(zeros, OFFSET, bytes.length)).isEqualTo(exact);
                assertThat(reader.read(ones, OFFSET, bytes.length)).isEqualTo(exact);
            });
        }
    }

    private static void guarded(byte[] bytes, int round, Runnable check) {
        try {
            check.run();
        } catch (RuntimeException | AssertionError e) {
            throw new AssertionError(
                    "seed " + SEED + " round " + round + " bytes "
                            + HexFormat.of().formatHex(bytes),
                    e);
        }
    }

    private byte[] mutated(String[] corpus) {
        byte[] bytes = Segments.bytes(corpus[random.nextInt(corpus.length)]);
        int edits = random.nextInt(6);
        for (int i = 0; i < edits && bytes.length > 0; i++) {
            int at = random.nextInt(bytes.length);
            switch (random.nextInt(5)) {
                case 0 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
                case 1 -> bytes[at] = (byte) random.nextInt();
                case 2 -> bytes[at] = (byte) (random.nextBoolean() ? 0xFF : 0);
                case 3 -> bytes = Arrays.copyOf(bytes, at);
                default -> bytes = Arrays.copyOf(bytes, bytes.length + random.nextInt(9));
            }
        }
        return bytes;
    }

    private static byte[] framed(byte[] bytes, byte around) {
        byte[] framed = new byte[OFFSET + bytes.length + 70];
        Arrays.fill(framed, around);
        System.arraycopy(bytes, 0, framed, OFFSET, bytes.length);
        return framed;
    }

    private interface Reader {
        long read(MemorySegment segment, long offset, int lengthBytes);
    }
}
