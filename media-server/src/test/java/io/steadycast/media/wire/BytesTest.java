package io.steadycast.media.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class BytesTest {
    @Test
    void readsUnsignedBigEndianAtAnyAlignment() {
        MemorySegment segment = Segments.hex("00 FF FE FD FC FB FA F9 F8");
        assertThat(Bytes.u8(segment, 1)).isEqualTo(0xFF);
        assertThat(Bytes.u16(segment, 1)).isEqualTo(0xFFFE);
        assertThat(Bytes.u24(segment, 1)).isEqualTo(0xFFFEFD);
        assertThat(Bytes.s24(segment, 1)).isEqualTo(-259);
        assertThat(Bytes.u32(segment, 1)).isEqualTo(0xFFFEFDFCL);
        assertThat(Bytes.u64(segment, 1)).isEqualTo(0xFFFEFDFCFBFAF9F8L);
    }

    @Test
    void writesOnlyItsOwnBytes() {
        MemorySegment segment = Segments.zeroed(20);
        Bytes.putU8(segment, 1, 0x1FF);
        Bytes.putU16(segment, 3, 0x12345);
        Bytes.putU24(segment, 6, 0x7654321);
        Bytes.putU32(segment, 10, 0x9_89ABCDEFL);
        assertThat(Segments.hex(segment, 0, 16)).isEqualTo("00ff00234500654321" + "00" + "89abcdef" + "0000");
        Bytes.putU64(segment, 11, 0x0102030405060708L);
        assertThat(Bytes.u64(segment, 11)).isEqualTo(0x0102030405060708L);
        Bytes.zero(segment, 11, 8);
        assertThat(Segments.hex(segment, 10, 10)).isEqualTo("89000000000000000000");
    }

    @Test
    void overlappingCopyMoves() {
        MemorySegment segment = Segments.hex("0102030405");
        Bytes.copy(segment, 0, segment, 1, 4);
        assertThat(Segments.hex(segment, 0, 5)).isEqualTo("0101020304");
    }

    @Test
    void comparesWithKnownBytes() {
        byte[] known = "hi".getBytes(StandardCharsets.US_ASCII);
        MemorySegment segment = Segments.zeroed(4);
        Bytes.putBytes(segment, 1, known);
        assertThat(Bytes.matches(segment, 1, 2, known)).isTrue();
        assertThat(Bytes.matches(segment, 0, 2, known)).isFalse();
        assertThat(Bytes.matches(segment, 1, 3, known)).isFalse();
    }
}
