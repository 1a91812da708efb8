package io.steadycast.media.wire.rtp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.steadycast.media.wire.Bytes;
import io.steadycast.media.wire.Segments;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class HeaderExtensionsTest {
    private static final String FIXED = "90 60 0001 00000002 00000003";

    /** RFC 8285 section 4.2's example shape: elements with padding between them. */
    @Test
    void iteratesOneByteElementsOverPadding() {
        MemorySegment p = Segments.hex(FIXED + "BEDE0003 10AA 00 00 21BBCC 00 32DDEEFF");
        assertThat(ids(p)).containsExactly(1, 2, 3);
        long two = HeaderExtensions.find(p, 0, Segments.size(p), 2);
        assertThat(HeaderExtensions.dataOffset(two)).isEqualTo(21);
        assertThat(HeaderExtensions.dataBytes(two)).isEqualTo(2);
        assertThat(HeaderExtensions.find(p, 0, Segments.size(p), 4)).isEqualTo(HeaderExtensions.NONE);
    }

    @Test
    void idFifteenAndIdZeroWithLengthEndOneByteElements() {
        assertThat(ids(Segments.hex(FIXED + "BEDE0002 10AA F0BB 20CC 0000"))).containsExactly(1);
        assertThat(ids(Segments.hex(FIXED + "BEDE0002 10AA 01BBCC 20CC 00"))).containsExactly(1);
    }

    @Test
    void iteratesTwoByteElements() {
        MemorySegment p = Segments.hex(FIXED + "100F0003 0100 00 FF03AABBCC 0F01DD 00");
        assertThat(ids(p)).containsExactly(1, 255, 15);
        long empty = HeaderExtensions.find(p, 0, Segments.size(p), 1);
        assertThat(HeaderExtensions.dataBytes(empty)).isZero();
    }

    @Test
    void elementsThatLeaveTheExtensionAreNotSeen() {
        assertThat(ids(Segments.hex(FIXED + "BEDE0001 10AA 2FBB AABBCCDD"))).containsExactly(1);
        assertThat(ids(Segments.hex(FIXED + "10000001 0101AA 02 AABBCCDD"))).containsExactly(1);
        assertThat(ids(Segments.hex(FIXED + "BEDE0009 10AA 0000"))).containsExactly(1);
        assertThat(ids(Segments.hex(FIXED + "BED00001 10AA 0000"))).isEmpty();
        assertThat(ids(Segments.hex(FIXED + "BE"))).isEmpty();
        assertThat(ids(Segments.hex("80 60 0001 00000002 00000003 BEDE0001 10AA0000")))
                .isEmpty();
    }

    @Test
    void writesOneByteElements() {
        MemorySegment p = Segments.zeroed(64);
        RtpHeaderWriter writer = new RtpHeaderWriter();
        writer.begin(p, 3, 0xE0, 1, 2, 3);
        writer.element16(5, 0x1234);
        writer.element24(2, 0xABCDEF);
        writer.element(4, "ab".getBytes(StandardCharsets.US_ASCII));
        int header = writer.finish();
        assertThat(header).isEqualTo(28);
        assertThat(Segments.hex(p, 3, 28))
                .isEqualTo("90e000010000000200000003" + "bede0003" + "51123422abcdef4161620000");
        assertThat(writer.offsetOf(2)).isEqualTo(23);
        assertThat(writer.offsetOf(9)).isEqualTo(-1);
        assertThat(RtpHeader.headerBytes(p, 3, header)).isEqualTo(header);
    }

    @Test
    void withoutElementsThereIsNoExtension() {
        MemorySegment p = Segments.zeroed(16);
        RtpHeaderWriter writer = new RtpHeaderWriter();
        writer.begin(p, 0, 0x60, 1, 2, 3);
        assertThat(writer.finish()).isEqualTo(12);
        assertThat(RtpHeader.extension(p, 0)).isFalse();
    }

    @Test
    void refusesWhatNoFormCanHold() {
        RtpHeaderWriter writer = new RtpHeaderWriter();
        writer.begin(Segments.zeroed(2048), 0, 0x60, 1, 2, 3);
        assertThatThrownBy(() -> writer.element(0, 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> writer.element(1, 256)).isInstanceOf(IllegalArgumentException.class);
        writer.element(1, 255);
        assertThatThrownBy(() -> writer.element(1, 255)).isInstanceOf(IllegalStateException.class);
    }

    /** Whatever was written before an element that needs the two-byte form reads back unchanged after it. */
    @Test
    void randomElementsRoundTripThroughBothForms() {
        long seed = 8285;
        Random random = new Random(seed);
        RtpHeaderWriter writer = new RtpHeaderWriter();
        for (int round = 0; round < 3_000; round++) {
            MemorySegment p = Segments.zeroed(700);
            int offset = random.nextInt(9);
            writer.begin(p, offset, 0x60, round, 2, 3);
            int count = random.nextInt(8);
            boolean large = random.nextBoolean();
            List<byte[]> written = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                byte[] data = new byte[large ? random.nextInt(41) : 1 + random.nextInt(16)];
                random.nextBytes(data);
                writer.element((large ? 10 : 1) + i, data);
                written.add(data);
            }
            int header = writer.finish();
            assertThat(header % 4).isZero();
            assertThat(RtpHeader.headerBytes(p, offset, header)).isEqualTo(header);
            for (int i = 0; i < count; i++) {
                long element = HeaderExtensions.find(p, offset, header, (large ? 10 : 1) + i);
                assertThat(ExtensionValues.textEquals(p, element, written.get(i)))
                        .as("seed %d round %d element %d", seed, round, i)
                        .isTrue();
            }
        }
    }

    @Test
    void passesElementsThrough() {
        MemorySegment from = Segments.hex(FIXED + "BEDE0001 12AABBCC");
        MemorySegment to = Segments.zeroed(40);
        RtpHeaderWriter writer = new RtpHeaderWriter();
        writer.begin(to, 0, 0x60, 1, 2, 3);
        long element = HeaderExtensions.find(from, 0, Segments.size(from), 1);
        writer.element(7, from, HeaderExtensions.dataOffset(element), HeaderExtensions.dataBytes(element));
        int header = writer.finish();
        assertThat(Bytes.u24(to, writer.offsetOf(7))).isEqualTo(0xAABBCC);
        assertThat(header).isEqualTo(20);
    }

    @Test
    void everyUriFindsItsExtension() {
        for (HeaderExtension extension : HeaderExtension.values()) {
            assertThat(HeaderExtension.byUri(extension.uri())).contains(extension);
        }
        assertThat(HeaderExtension.byUri("urn:ietf:params:rtp-hdrext:encrypt")).isEmpty();
    }

    private static List<Integer> ids(MemorySegment p) {
        List<Integer> ids = new ArrayList<>();
        int length = Segments.size(p);
        for (long e = HeaderExtensions.first(p, 0, length);
                e != HeaderExtensions.NONE;
                e = HeaderExtensions.next(p, 0, length, e)) {
            ids.add(HeaderExtensions.id(e));
        }
        return ids;
    }
}
