package io.steadycast.netsim.endpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.steadycast.media.engine.log.Codec;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

final class RecordedFramesTest {
    private static byte[] ivf(String codec, byte[]... frames) {
        ByteBuffer out = ByteBuffer.allocate(4_096).order(ByteOrder.LITTLE_ENDIAN);
        out.put("DKIF".getBytes(StandardCharsets.US_ASCII)).putShort((short) 0).putShort((short) 32);
        out.put(codec.getBytes(StandardCharsets.US_ASCII)).position(32);
        for (byte[] frame : frames) {
            out.putInt(frame.length).putLong(0).put(frame);
        }
        byte[] bytes = new byte[out.position()];
        out.flip().get(bytes);
        return bytes;
    }

    private static byte[] frame(int size, int... first) {
        byte[] bytes = new byte[size];
        for (int i = 0; i < first.length; i++) {
            bytes[i] = (byte) first[i];
        }
        return bytes;
    }

    @Test
    void readsIvf() {
        RecordedFrames vp8 = RecordedFrames.read(ivf("VP80", frame(900, 0x10), frame(50, 0x31), frame(60, 0x11)), "a");
        assertThat(vp8.frames()).isEqualTo(3);
        assertThat(vp8.sizeBytes(0)).isEqualTo(900);
        assertThat(vp8.keyframe(0)).isTrue();
        assertThat(vp8.keyframe(1)).isFalse();
        RecordedFrames vp9 = RecordedFrames.read(ivf("VP90", frame(900, 0x82), frame(50, 0x86)), "a");
        assertThat(vp9.keyframe(0)).isTrue();
        assertThat(vp9.keyframe(1)).isFalse();
        // Temporal delimiter, then a sequence header; the second unit has a frame only.
        RecordedFrames av1 =
                RecordedFrames.read(ivf("AV01", frame(90, 0x12, 0, 0x0A, 3), frame(50, 0x12, 0, 0x32, 46)), "a");
        assertThat(av1.keyframe(0)).isTrue();
        assertThat(av1.keyframe(1)).isFalse();
    }

    @Test
    void readsAnnexB() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(frame(10, 0, 0, 0, 1, 0x67, 0x42));
        out.writeBytes(frame(8, 0, 0, 0, 1, 0x68, 0xCE));
        out.writeBytes(frame(500, 0, 0, 0, 1, 0x65, 0x88));
        // Second slice of the same picture: first_mb_in_slice is not 0.
        out.writeBytes(frame(300, 0, 0, 1, 0x65, 0x40));
        out.writeBytes(frame(70, 0, 0, 1, 0x41, 0x9A));
        RecordedFrames frames = RecordedFrames.read(out.toByteArray(), "a");
        assertThat(frames.frames()).isEqualTo(2);
        assertThat(frames.keyframe(0)).isTrue();
        assertThat(frames.keyframe(1)).isFalse();
        assertThat(frames.sizeBytes(1)).isEqualTo(70);
        // The leading zero byte of a four-byte start code belongs to nobody.
        assertThat(frames.sizeBytes(0)).isEqualTo(10 + 8 + 500 + 300 - 1);
    }

    @Test
    void knowsItsFormatAndItsKeyframes() {
        byte[] file = ivf("VP80", frame(900, 0x10), frame(50, 0x31), frame(700, 0x10), frame(60, 0x11));
        ByteBuffer header = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
        header.putShort(12, (short) 960)
                .putShort(14, (short) 540)
                .putInt(16, 30_000)
                .putInt(20, 1_001);
        RecordedFrames frames = RecordedFrames.read(file, "a");
        assertThat(frames.format()).isEqualTo(new RecordedFrames.Format(Codec.VP8, 960, 540, 30));
        assertThat(frames.keyframeFrom(0)).isEqualTo(0);
        assertThat(frames.keyframeFrom(1)).isEqualTo(2);
        assertThat(frames.keyframeFrom(3)).as("round the end").isEqualTo(0);
        assertThat(frames.data(1).remaining()).isEqualTo(50);
        assertThat(frames.data(1).get(0)).isEqualTo((byte) 0x31);
        assertThat(frames.bitrateBps(30)).isEqualTo(8 * 30 * 1_710 / 4.0);
    }

    @Test
    void saysWhatIsWrongAndWhere() {
        byte[] cut = ivf("VP80", frame(900, 0x10));
        cut[32] = (byte) 0xFF;
        cut[33] = (byte) 0xFF;
        assertThatThrownBy(() -> RecordedFrames.read(cut, "f.ivf"))
                .hasMessage("f.ivf: frame 0 at byte 32 announces 65535 bytes, legal are 1 to 900");
        assertThatThrownBy(() -> RecordedFrames.read(ivf("H264", frame(9, 1)), "f.ivf"))
                .hasMessageContaining("legal are VP80, VP90 and AV01");
        assertThatThrownBy(() -> RecordedFrames.read(ivf("VP80", frame(9, 1)), "f.ivf"))
                .hasMessageContaining("frame 0 is no keyframe");
        assertThatThrownBy(() -> RecordedFrames.read(new byte[20], "f.bin")).hasMessageContaining("neither IVF");
    }
}
