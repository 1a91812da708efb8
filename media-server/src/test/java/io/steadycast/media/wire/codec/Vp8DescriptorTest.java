package io.steadycast.media.wire.codec;

import static org.assertj.core.api.Assertions.assertThat;

import io.steadycast.media.wire.Segments;
import java.lang.foreign.MemorySegment;
import org.junit.jupiter.api.Test;

class Vp8DescriptorTest {
    private final FrameInfo info = new FrameInfo();

    /** As libwebrtc sends a keyframe of 640x360: X, S; I, L, T, K; 15 bit picture id. */
    @Test
    void keyframeWithEverything() {
        assertThat(parse("90 F0 9234 56 27 10 02 00 9D012A 8002 6801 00")).isTrue();
        assertThat(info.descriptorBytes).isEqualTo(6);
        assertThat(info.startOfFrame).isTrue();
        assertThat(info.endOfFrame).isFalse();
        assertThat(info.keyframe).isTrue();
        assertThat(info.switchPoint).isTrue();
        assertThat(info.interPicture).isFalse();
        assertThat(info.discardable).isFalse();
        assertThat(info.pictureId).isEqualTo(0x1234);
        assertThat(info.pictureIdBits).isEqualTo(15);
        assertThat(info.tl0PicIdx).isEqualTo(0x56);
        assertThat(info.temporalId).isZero();
        assertThat(info.keyIdx).isEqualTo(7);
        assertThat(info.widthPx).isEqualTo(640);
        assertThat(info.heightPx).isEqualTo(360);
    }

    @Test
    void interFrameOfAnUpperTemporalLayer() {
        assertThat(parse("B0 E0 7F 01 A0 01")).isTrue();
        assertThat(info.keyframe).isFalse();
        assertThat(info.interPicture).isTrue();
        assertThat(info.discardable).isTrue();
        assertThat(info.temporalId).isEqualTo(2);
        assertThat(info.switchPoint).isTrue();
        assertThat(info.pictureId).isEqualTo(0x7F);
        assertThat(info.pictureIdBits).isEqualTo(7);
        assertThat(info.keyIdx).isEqualTo(FrameInfo.UNKNOWN);
        assertThat(info.widthPx).isEqualTo(FrameInfo.UNKNOWN);
    }

    @Test
    void laterPacketsSayNothingOfTheFrame() {
        assertThat(parse("80 80 01 00")).isTrue();
        assertThat(info.startOfFrame).isFalse();
        assertThat(info.keyframe).isFalse();
        assertThat(parse("11 00")).as("S of a later partition").isTrue();
        assertThat(info.startOfFrame).isFalse();
        assertThat(info.keyframe).isFalse();
    }

    @Test
    void minimalDescriptor() {
        assertThat(parse("10 01")).isTrue();
        assertThat(info.descriptorBytes).isEqualTo(1);
        assertThat(info.startOfFrame).isTrue();
        assertThat(info.pictureId).isEqualTo(FrameInfo.UNKNOWN);
        assertThat(info.tl0PicIdx).isEqualTo(FrameInfo.UNKNOWN);
    }

    @Test
    void aKeyframeCutOffBeforeItsSizeIsStillOne() {
        assertThat(parse("10 00")).isTrue();
        assertThat(info.keyframe).isTrue();
        assertThat(info.widthPx).isEqualTo(FrameInfo.UNKNOWN);
    }

    @Test
    void rejectsWhatHasNoPayload() {
        for (String hex :
                new String[] {"", "10", "90", "90 80", "90 80 81", "90 80 8101", "90 E0 01 02", "90 F0 9234 56 27"}) {
            assertThat(parse(hex)).as(hex).isFalse();
        }
    }

    @Test
    void rewritesNumbersAndKeepsTheRest() {
        assertThat(rewrite("90 F0 9234 56 A7", Vp8Descriptor.numbers(0x1_8001, 0x102, 0x21)))
                .isEqualTo("90f0800102a1");
        assertThat(rewrite("90 F0 9234 56 A7", Vp8Descriptor.numbers(-1, -1, -1)))
                .isEqualTo("90f0923456a7");
        assertThat(rewrite("90 F0 9234 56 A7", Vp8Descriptor.numbers(0, -1, -1)))
                .isEqualTo("90f0800056a7");
    }

    @Test
    void sevenBitsBecomeFifteen() {
        assertThat(rewrite("90 C0 34 56", Vp8Descriptor.numbers(0x7FFF, 0xFF, 0)))
                .isEqualTo("90c0ffffff");
        assertThat(rewrite("90 C0 34 56", Vp8Descriptor.numbers(-1, -1, -1))).isEqualTo("90c0803456");
    }

    @Test
    void fieldsThatLackStayLacking() {
        long numbers = Vp8Descriptor.numbers(1, 2, 3);
        assertThat(rewrite("10", numbers)).isEqualTo("10");
        assertThat(rewrite("90 00", numbers)).isEqualTo("9000");
        assertThat(rewrite("90 40 09", numbers)).isEqualTo("904002");
        assertThat(rewrite("90 20 A7", numbers)).as("T without K").isEqualTo("9020a7");
        assertThat(rewrite("90 10 A7", numbers)).isEqualTo("9010a3");
    }

    private boolean parse(String hex) {
        MemorySegment p = Segments.hex(hex);
        return Vp8Descriptor.parse(p, 0, Segments.size(p), info);
    }

    private static String rewrite(String hex, long numbers) {
        MemorySegment target = Segments.zeroed(Vp8Descriptor.MAX_BYTES + 3);
        int written = Vp8Descriptor.rewrite(Segments.hex(hex), 0, target, 3, numbers);
        return Segments.hex(target, 3, written);
    }
}
