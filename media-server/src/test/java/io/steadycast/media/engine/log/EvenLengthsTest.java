package io.steadycast.media.engine.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class EvenLengthsTest {
    @ParameterizedTest
    @CsvSource({
        "20, 1000, 0",
        "20, 1001, 7",
        "20, 1007, 1",
        "20, 600, 0",
        "20, 601, 7",
        // A hundredth would be too much.
        "20, 599, 0",
        "20, 1, 0",
        // Up to 1208 bytes in all.
        "24, 1183, 1",
        "24, 1185, 0",
        "12, 1400, 0",
    })
    void payloadsBecomeMultiplesOfEight(int header, int payload, int padding) {
        assertThat(EvenLengths.paddingBytes(header, payload)).isEqualTo(padding);
    }

    /** As libwebrtc cuts frames: lengths that differ by a byte are one length mostly, and never more than two. */
    @Test
    void mostFramesComeOutAlike() {
        int alike = 0;
        int frames = 0;
        for (int frame = 5_350; frame <= 7_150; frame++, frames++) {
            int packets = (frame + 1129) / 1130;
            int smaller = frame / packets;
            int larger = smaller + (frame % packets == 0 ? 0 : 1);
            alike += padded(smaller) == padded(larger) ? 1 : 0;
            assertThat(padded(larger) - padded(smaller)).isIn(0, 8);
        }
        assertThat((double) alike / frames).isGreaterThan(0.85);
    }

    private static int padded(int payload) {
        return payload + EvenLengths.paddingBytes(16, payload);
    }

    @Test
    void theLogHasThePaddingBehindThePacket() {
        TrackLog log = new TrackLog(16, 0);
        PacketInfo info = new PacketInfo();
        PacketView view = new PacketView();
        MemorySegment packet = Arena.ofAuto().allocate(2048).fill((byte) 9);
        info.clear();
        info.extSeq = 1;
        info.payloadOffset = 12;
        info.payloadLength = 1_001;
        info.paddingBytes = 7;
        assertThat(log.append(info, packet, 0, 1_013)).isTrue();
        assertThat(log.read(1, view)).isTrue();
        assertThat(view.rtpLength).isEqualTo(1_013);
        assertThat(view.payloadLength()).isEqualTo(1_001);
        assertThat(view.info.paddingBytes).isEqualTo(7);
        assertThat(view.segment.asSlice(view.rtpOffset + 1_012, 8).toArray(ValueLayout.JAVA_BYTE))
                .containsExactly(9, 0, 0, 0, 0, 0, 0, 7);
    }
}
