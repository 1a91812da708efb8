package io.steadycast.media.engine.egress;

import static org.assertj.core.api.Assertions.assertThat;

import io.steadycast.media.engine.log.Codec;
import io.steadycast.media.engine.log.PacketInfo;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** Picture numbers in payload descriptors. */
class DescriptorRewriterTest {
    private static byte[] rewrite(Codec codec, long deltas, int... payload) {
        byte[] source = new byte[payload.length];
        for (int i = 0; i < payload.length; i++) {
            source[i] = (byte) payload[i];
        }
        byte[] target = new byte[16];
        DescriptorRewriter.Target to = new DescriptorRewriter.Target();
        to.segment = MemorySegment.ofArray(target);
        int length = DescriptorRewriter.rewrite(codec, deltas, MemorySegment.ofArray(source), 0, source.length, to);
        byte[] whole = source.clone();
        System.arraycopy(target, 0, whole, 0, length);
        assertThat(Arrays.copyOfRange(whole, length, whole.length))
                .isEqualTo(Arrays.copyOfRange(source, length, source.length));
        return whole;
    }

    /** Differences as after a switch from picture 0x7FFF, TL0PICIDX 0xFF and KEYIDX 31 to a keyframe whose numbers are 10, 20 and 3. */
    private static long wrapping() {
        PictureIds ids = new PictureIds(true);
        ids.onForwarded(info(1, 0x7FFF, 0xFF, 31));
        ids.onSwitch(info(2, 10, 20, 3));
        return ids.deltas();
    }

    private static PacketInfo info(long timestamp, int picture, int tl0, int key) {
        PacketInfo info = new PacketInfo();
        info.extTimestamp = timestamp;
        info.pictureId = picture;
        info.tl0PicIdx = tl0;
        info.keyIdx = key;
        return info;
    }

    @Test
    void vp8KeepsItsWidthAndWraps() {
        assertThat(rewrite(Codec.VP8, wrapping(), 0x90, 0xF0, 0x80, 10, 20, 0x43, 7, 8))
                .containsExactly(0x90, 0xF0, 0x80, 0, 0, 0x40, 7, 8);
        assertThat(rewrite(Codec.VP8, wrapping(), 0x90, 0x80, 11, 5, 6, 7, 8))
                .containsExactly(0x90, 0x80, 1, 5, 6, 7, 8);
        assertThat(rewrite(Codec.VP8, wrapping(), 0x10, 1, 2, 3, 4, 5, 6)).containsExactly(0x10, 1, 2, 3, 4, 5, 6);
    }

    @Test
    void vp9KeepsItsLayerIndices() {
        assertThat(rewrite(Codec.VP9, wrapping(), 0xA8, 0x80, 12, 0x22, 21, 7, 8))
                .containsExactly(0xA8, 0x80, 2, 0x22, 1, 7, 8);
        assertThat(rewrite(Codec.VP9, wrapping(), 0xB8, 0x80, 12, 0x22, 21, 7, 8))
                .as("flexible mode has no TL0PICIDX")
                .containsExactly(0xB8, 0x80, 2, 0x22, 21, 7, 8);
    }

    @Test
    void aDroppedPictureTakesItsNumberAlongOnce() {
        PictureIds ids = new PictureIds(true);
        ids.onForwarded(info(1, 100, 1, 1));
        ids.onDropped(info(2, 101, 1, 1));
        ids.onDropped(info(2, 101, 1, 1));
        assertThat(PictureIds.pictureId(102, ids.deltas())).isEqualTo(101);
        PictureIds named = new PictureIds(false);
        named.onForwarded(info(1, 100, 1, 1));
        named.onDropped(info(2, 101, 1, 1));
        assertThat(PictureIds.pictureId(102, named.deltas()))
                .as("VP9 tells by itself what a frame refers to")
                .isEqualTo(102);
    }

    @Test
    void sevenBitNumbersGoOnOverTheirWrap() {
        PictureIds ids = new PictureIds(true);
        ids.onForwarded(info(1, 126, 1, 1));
        ids.onDropped(info(2, 127, 1, 1));
        assertThat(rewrite(Codec.VP8, ids.deltas(), 0x90, 0x80, 0, 5, 6, 7, 8))
                .containsExactly(0x90, 0x80, 127, 5, 6, 7, 8);
    }
}
