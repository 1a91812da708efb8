package io.steadycast.media.wire.rtcp;

import static org.assertj.core.api.Assertions.assertThat;

import io.steadycast.media.wire.Segments;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class RtcpCursorTest {
    private final RtcpCursor cursor = new RtcpCursor();

    @Test
    void walksACompound() {
        MemorySegment p = Segments.zeroed(200);
        int length = ReceiverReport.begin(p, 10, 1, 1);
        length += SourceDescription.write(p, 10 + length, 1, "me".getBytes(StandardCharsets.US_ASCII));
        length += Pli.write(p, 10 + length, 1, 2);
        assertThat(cursor.start(p, 10, length)).isTrue();
        assertThat(cursor.next()).isTrue();
        assertThat(cursor.type()).isEqualTo(RtcpHeader.RECEIVER_REPORT);
        assertThat(cursor.count()).isEqualTo(1);
        assertThat(cursor.lengthBytes()).isEqualTo(32);
        assertThat(cursor.segment()).isSameAs(p);
        assertThat(cursor.next()).isTrue();
        assertThat(cursor.type()).isEqualTo(RtcpHeader.SOURCE_DESCRIPTION);
        assertThat(cursor.next()).isTrue();
        assertThat(cursor.type()).isEqualTo(RtcpHeader.PAYLOAD_FEEDBACK);
        assertThat(cursor.offset()).isEqualTo(10L + length - 12);
        assertThat(cursor.next()).isFalse();
    }

    @Test
    void reducedSizeIsWelcome() {
        MemorySegment p = Segments.hex("81CE0002 00000001 00000002");
        assertThat(cursor.start(p, 0, 12)).isTrue();
        assertThat(cursor.next()).isTrue();
        assertThat(Pli.valid(p, cursor.offset(), cursor.lengthBytes())).isTrue();
    }

    /** libwebrtc pads transport-cc feedback by less than a word and may let other packets follow. */
    @Test
    void paddingIsTakenOff() {
        MemorySegment p = Segments.hex(
                "AFCD0005 00000001 00000002 0001 0001 000001 00 2001 04 01" + "81CE0002 00000001 00000002");
        assertThat(cursor.start(p, 0, Segments.size(p))).isTrue();
        assertThat(cursor.next()).isTrue();
        assertThat(cursor.lengthBytes()).isEqualTo(Segments.size(p) - 12 - 1);
        assertThat(cursor.next()).isTrue();
        assertThat(cursor.type()).isEqualTo(RtcpHeader.PAYLOAD_FEEDBACK);
    }

    @Test
    void oneWrongLengthSpoilsTheDatagram() {
        assertMalformed("");
        assertMalformed("81CE00");
        assertMalformed("81CE0003 00000001 00000002");
        assertMalformed("41CE0002 00000001 00000002");
        assertMalformed("81CE0002 00000001 00000002 81");
        assertMalformed("81CE0002 00000001 00000002 81CE0002 00000001");
        assertMalformed("A1CE0002 00000001 00000000");
        assertMalformed("A1CE0002 00000001 00000009");
        assertMalformed("A0CE0000");
    }

    private void assertMalformed(String hex) {
        MemorySegment p = Segments.hex(hex);
        assertThat(cursor.start(p, 0, Segments.size(p))).as(hex).isFalse();
        assertThat(cursor.next()).as(hex).isFalse();
    }
}
