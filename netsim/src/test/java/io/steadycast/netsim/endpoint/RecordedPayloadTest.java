package io.steadycast.netsim.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import io.steadycast.media.engine.log.Codec;
import io.steadycast.media.wire.codec.FrameInfo;
import io.steadycast.media.wire.codec.H264Payload;
import io.steadycast.media.wire.codec.Vp9Descriptor;
import java.io.ByteArrayOutputStream;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Real frames in packets, put together again as RFC 7741, RFC 9628 and RFC 6184 tell a receiver to. */
final class RecordedPayloadTest {
    private static final int MAX_BYTES = 1_150;
    private static final int AT = 20;

    private static byte[] noise(int length, int... first) {
        byte[] bytes = new byte[length];
        SplittableRandom random = new SplittableRandom(length);
        for (int i = 0; i < length; i++) {
            // No zero, lest it looks like a start code.
            bytes[i] = (byte) (i < first.length ? first[i] : random.nextInt(1, 256));
        }
        return bytes;
    }

    private static List<byte[]> packets(Codec codec, byte[] frame, boolean keyframe, int pictureId) {
        RecordedPayload payload = new RecordedPayload(codec, MAX_BYTES);
        MemorySegment segment = MemorySegment.ofArray(new byte[1_500]);
        List<byte[]> packets = new ArrayList<>();
        int count = payload.take(ByteBuffer.wrap(frame).asReadOnlyBuffer(), keyframe, pictureId);
        for (int i = 0; i < count; i++) {
            int length = payload.write(i, segment, AT);
            packets.add(segment.asSlice(AT, length).toArray(java.lang.foreign.ValueLayout.JAVA_BYTE));
        }
        return packets;
    }

    private static byte[] join(List<byte[]> packets, int headerBytes) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        packets.forEach(packet -> out.write(packet, headerBytes, packet.length - headerBytes));
        return out.toByteArray();
    }

    @Test
    void vp8FramesAreCutEvenly() {
        byte[] frame = noise(10_000);
        List<byte[]> packets = packets(Codec.VP8, frame, true, 0);
        assertThat(packets).hasSize(9).allMatch(packet -> packet.length <= MAX_BYTES);
        assertThat(join(packets, 0)).isEqualTo(frame);
        assertThat(packets(Codec.VP8, noise(7), false, 1)).hasSize(1);
    }

    @Test
    void vp9FramesCarryTheirDescriptor() {
        byte[] frame = noise(2_500);
        FrameInfo info = new FrameInfo();
        for (boolean keyframe : new boolean[] {true, false}) {
            List<byte[]> packets = packets(Codec.VP9, frame, keyframe, 0x1234);
            assertThat(join(packets, 3)).isEqualTo(frame);
            for (int i = 0; i < packets.size(); i++) {
                byte[] packet = packets.get(i);
                assertThat(Vp9Descriptor.parse(MemorySegment.ofArray(packet), 0, packet.length, info))
                        .isTrue();
                assertThat(info.descriptorBytes).isEqualTo(3);
                assertThat(info.pictureId).isEqualTo(0x1234);
                assertThat(info.keyframe).isEqualTo(keyframe);
                assertThat(info.startOfFrame).isEqualTo(i == 0);
                assertThat(info.endOfFrame).isEqualTo(i == packets.size() - 1);
            }
        }
    }

    @Test
    void h264UnitsLoseTheirStartCodesAndLargeOnesAreFragmented() {
        byte[] parameters = noise(12, 0x67);
        byte[] slice = noise(4_000, 0x65);
        ByteArrayOutputStream frame = new ByteArrayOutputStream();
        frame.writeBytes(new byte[] {0, 0, 0, 1});
        frame.writeBytes(parameters);
        frame.writeBytes(new byte[] {0, 0, 1});
        frame.writeBytes(slice);
        List<byte[]> packets = packets(Codec.H264, frame.toByteArray(), true, 0);
        assertThat(packets).hasSize(5).allMatch(packet -> packet.length <= MAX_BYTES);
        assertThat(packets.getFirst()).isEqualTo(parameters);
        List<byte[]> fragments = packets.subList(1, packets.size());
        assertThat(join(fragments, 2)).isEqualTo(Arrays.copyOfRange(slice, 1, slice.length));
        FrameInfo info = new FrameInfo();
        for (int i = 0; i < fragments.size(); i++) {
            byte[] fragment = fragments.get(i);
            // RFC 6184 section 5.8: the importance of the unit, type 28; start, end, the unit's type.
            assertThat(fragment[0] & 0xFF).isEqualTo(0x60 | 28);
            int edge = (i == 0 ? 0x80 : 0) | (i == fragments.size() - 1 ? 0x40 : 0);
            assertThat(fragment[1] & 0xFF).isEqualTo(edge | 5);
            assertThat(H264Payload.parse(MemorySegment.ofArray(fragment), 0, fragment.length, info))
                    .isTrue();
            assertThat(info.keyframe).isTrue();
        }
    }
}
