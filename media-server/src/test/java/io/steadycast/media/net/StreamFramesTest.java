package io.steadycast.media.net;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.steadycast.media.engine.transport.Datagram;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class StreamFramesTest {
    private final StreamFrames frames = new StreamFrames();
    private final ByteBuffer into = ByteBuffer.allocateDirect(Datagram.CAPACITY_BYTES);

    /** The lengths of all frames in these bytes, cut into reads of so many. */
    private List<byte[]> read(byte[] stream, int chunk) {
        List<byte[]> found = new ArrayList<>();
        for (int at = 0; at < stream.length; at += chunk) {
            ByteBuf in = Unpooled.wrappedBuffer(stream, at, Math.min(chunk, stream.length - at));
            int length = frames.next(in, into);
            while (length != StreamFrames.MORE) {
                byte[] frame = new byte[Math.max(length, 0)];
                if (length == StreamFrames.TOO_LONG) {
                    found.add(new byte[] {'t', 'o', 'o', ' ', 'l', 'o', 'n', 'g'});
                } else {
                    into.get(0, frame);
                    found.add(frame);
                }
                length = frames.next(in, into);
            }
            assertThat(in.readableBytes()).isZero();
        }
        return found;
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    private static byte[] framed(List<byte[]> packets) {
        ByteBuffer stream =
                ByteBuffer.allocate(packets.stream().mapToInt(p -> 2 + p.length).sum());
        packets.forEach(packet -> stream.putShort((short) packet.length).put(packet));
        return stream.array();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 7, 100, 1_201, 2_050, 100_000})
    void framesAreWholeHoweverTheyAreCut(int chunk) {
        Random random = new Random(chunk);
        List<byte[]> packets = new ArrayList<>();
        for (int length : new int[] {1, 0, 2, 1_200, Datagram.CAPACITY_BYTES, 20, 0, 1_500, 3}) {
            byte[] packet = new byte[length];
            random.nextBytes(packet);
            packets.add(packet);
        }
        assertThat(read(framed(packets), chunk)).containsExactlyElementsOf(packets);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 5, 4_000, 100_000})
    void whatIsTooLongIsPassedOverWhole(int chunk) {
        byte[] before = {1, 2, 3};
        byte[] after = {4, 5};
        List<byte[]> packets =
                List.of(before, new byte[Datagram.CAPACITY_BYTES + 1], after, new byte[65_535], after, before);
        assertThat(read(framed(packets), chunk).stream()
                        .map(StreamFramesTest::text)
                        .toList())
                .containsExactly(text(before), "too long", text(after), "too long", text(after), text(before));
    }

    @Test
    void whateverComesIsTaken() {
        for (long seed = 0; seed < 200; seed++) {
            Random random = new Random(seed);
            byte[] noise = new byte[random.nextInt(10_000)];
            random.nextBytes(noise);
            assertThat(read(noise, 1 + random.nextInt(3_000)))
                    .as("seed %d", seed)
                    .allMatch(frame -> frame.length <= Datagram.CAPACITY_BYTES);
        }
    }
}
