package io.steadycast.media.wire.codec;

import static org.assertj.core.api.Assertions.assertThat;

import io.steadycast.media.wire.Segments;
import java.lang.foreign.MemorySegment;
import org.junit.jupiter.api.Test;

class H264PayloadTest {
    /** Sequence parameter sets as x264 writes them, High profile. */
    private static final String SPS_720P = "6764001FACD9405005BB0110000003001000000303C0F1831960";

    private static final String SPS_1080P = "67640028ACD940780227E5840000030004000003 00F03C60C658";

    private final FrameInfo info = new FrameInfo();

    @Test
    void singleSlices() {
        assertThat(parse("65 88 84")).isTrue();
        assertThat(info.keyframe).isTrue();
        assertThat(info.switchPoint).isTrue();
        assertThat(info.startOfFrame).isTrue();
        assertThat(parse("41 9A 00")).isTrue();
        assertThat(info.keyframe).isFalse();
        assertThat(info.startOfFrame).isTrue();
        assertThat(info.discardable).isFalse();
        assertThat(parse("01 9A 00")).isTrue();
        assertThat(info.discardable).isTrue();
        assertThat(parse("41 4A 00")).as("a later slice of its picture").isTrue();
        assertThat(info.startOfFrame).isFalse();
        assertThat(parse("06 05")).as("SEI").isTrue();
        assertThat(info.discardable).isFalse();
    }

    @Test
    void parameterSetsGiveTheSize() {
        assertThat(parse(SPS_720P)).isTrue();
        assertThat(info.keyframe).isTrue();
        assertSize(1280, 720);
        assertThat(parse(SPS_1080P)).isTrue();
        assertSize(1920, 1080);
    }

    @Test
    void aggregateOfParameterSets() {
        String sps = SPS_1080P.replace(" ", "");
        assertThat(parse("78 00" + "%02X".formatted(sps.length() / 2) + sps + "0004 68EBECB2"))
                .isTrue();
        assertThat(info.keyframe).isTrue();
        assertThat(info.startOfFrame).isTrue();
        assertThat(info.discardable).isFalse();
        assertSize(1920, 1080);
    }

    @Test
    void fragmentsOfAnIdrSlice() {
        assertThat(parse("7C 85 88 84")).isTrue();
        assertThat(info.keyframe).isTrue();
        assertThat(info.startOfFrame).isTrue();
        assertThat(parse("7C 05 88 84")).isTrue();
        assertThat(info.keyframe).isTrue();
        assertThat(info.startOfFrame).isFalse();
        assertThat(parse("1C 41 88")).isTrue();
        assertThat(info.keyframe).isFalse();
        assertThat(info.discardable).isTrue();
    }

    @Test
    void baselineInterlacedAndCropped() {
        assertSps(baseline(39, 22, true, 0, 0, 0, 4), 640, 360);
        assertSps(baseline(119, 33, false, 0, 0, 0, 2), 1920, 1080);
        assertSps(baseline(10, 8, true, 1, 2, 0, 0), 176 - 6, 144);
    }

    @Test
    void nonsenseSizesStayUnknown() {
        assertSps(baseline(1, 1, true, 0, 100, 0, 0), FrameInfo.UNKNOWN, FrameInfo.UNKNOWN);
        assertSps(baseline(5000, 5000, true, 0, 0, 0, 0), FrameInfo.UNKNOWN, FrameInfo.UNKNOWN);
        assertSps(Segments.hex("67 42"), FrameInfo.UNKNOWN, FrameInfo.UNKNOWN);
        assertSps(Segments.hex("67 42 00 1F 00 00 00 00 00 00"), FrameInfo.UNKNOWN, FrameInfo.UNKNOWN);
        BitWriter orderCountType = new BitWriter()
                .put(8, 66)
                .put(16, 31)
                .unsignedGolomb(0)
                .unsignedGolomb(0)
                .unsignedGolomb(3);
        assertSps(orderCountType.put(32, -1).nalUnit(0x67), FrameInfo.UNKNOWN, FrameInfo.UNKNOWN);
        BitWriter longCycle = new BitWriter()
                .put(8, 66)
                .put(16, 31)
                .unsignedGolomb(0)
                .unsignedGolomb(0)
                .unsignedGolomb(1);
        longCycle.put(1, 0).unsignedGolomb(0).unsignedGolomb(0).unsignedGolomb(4_000_000_000L);
        assertSps(longCycle.nalUnit(0x67), FrameInfo.UNKNOWN, FrameInfo.UNKNOWN);
    }

    @Test
    void orderCountTypeOneAndScalingLists() {
        BitWriter high = new BitWriter().put(8, 100).put(16, 31).unsignedGolomb(0);
        high.unsignedGolomb(1).unsignedGolomb(0).unsignedGolomb(0).put(1, 0).flag(true);
        // First list: delta -8 makes the next scale 0 and ends it. Second: 16 deltas of 0. The other six are absent.
        high.flag(true).unsignedGolomb(16).flag(true).put(16, 0xFFFF).put(6, 0);
        high.unsignedGolomb(0)
                .unsignedGolomb(0)
                .unsignedGolomb(0)
                .unsignedGolomb(1)
                .flag(false);
        high.unsignedGolomb(9)
                .unsignedGolomb(7)
                .flag(true)
                .flag(true)
                .flag(false)
                .flag(false)
                .flag(true);
        assertSps(high.nalUnit(0x67), 160, 128);
        BitWriter body = new BitWriter()
                .put(8, 66)
                .put(16, 31)
                .unsignedGolomb(0)
                .unsignedGolomb(0)
                .unsignedGolomb(1);
        body.flag(true)
                .unsignedGolomb(3)
                .unsignedGolomb(4)
                .unsignedGolomb(2)
                .unsignedGolomb(1)
                .unsignedGolomb(2);
        body.unsignedGolomb(1)
                .flag(false)
                .unsignedGolomb(19)
                .unsignedGolomb(14)
                .flag(true)
                .flag(true)
                .flag(false)
                .flag(false);
        assertSps(body.nalUnit(0x67), 320, 240);
    }

    @Test
    void rejectsReservedInterleavedAndCutOff() {
        for (String hex : new String[] {
            "",
            "00 01",
            "1F 01",
            "79 0001 65",
            "7A 01",
            "7D 85 00",
            "C5 88",
            "7C 85",
            "7C C5 88 84",
            "7C 9C 00",
            "78",
            "78 00",
            "78 0002 65",
            "78 0000",
            "78 0001 65 00",
            "78 0001 E5"
        }) {
            assertThat(parse(hex)).as(hex).isFalse();
        }
    }

    private static MemorySegment baseline(
            int widthMinus1, int heightMinus1, boolean framesOnly, int left, int right, int top, int bottom) {
        BitWriter sps = new BitWriter()
                .put(8, 66)
                .put(8, 0xC0)
                .put(8, 31)
                .unsignedGolomb(0)
                .unsignedGolomb(0);
        sps.unsignedGolomb(0).unsignedGolomb(2).unsignedGolomb(1).flag(false);
        sps.unsignedGolomb(widthMinus1).unsignedGolomb(heightMinus1).flag(framesOnly);
        if (!framesOnly) {
            sps.flag(true);
        }
        sps.flag(true).flag(true);
        sps.unsignedGolomb(left).unsignedGolomb(right).unsignedGolomb(top).unsignedGolomb(bottom);
        return sps.flag(false).flag(true).nalUnit(0x67);
    }

    private void assertSps(MemorySegment nal, int width, int height) {
        assertThat(H264Payload.parse(nal, 0, Segments.size(nal), info)).isTrue();
        assertSize(width, height);
    }

    private void assertSize(int width, int height) {
        assertThat(info.widthPx).isEqualTo(width);
        assertThat(info.heightPx).isEqualTo(height);
    }

    private boolean parse(String hex) {
        MemorySegment p = Segments.hex(hex);
        return H264Payload.parse(p, 0, Segments.size(p), info);
    }
}
