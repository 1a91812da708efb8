package io.steadycast.media.wire.codec;

import static org.assertj.core.api.Assertions.assertThat;

import io.steadycast.media.wire.Segments;
import java.lang.foreign.MemorySegment;
import org.junit.jupiter.api.Test;

class Vp9DescriptorTest {
    private final FrameInfo info = new FrameInfo();

    /** I L B V; picture id 15 bits; T0 S0; TL0PICIDX; SS of two layers with sizes and a group of two pictures. */
    @Test
    void keyPictureWithScalabilityStructure() {
        assertThat(parse("AA 8001 00 05 38 0140 00B4 0280 0168 02 00 54 01 00")).isTrue();
        assertThat(info.keyframe).isTrue();
        assertThat(info.startOfFrame).isTrue();
        assertThat(info.endOfFrame).isFalse();
        assertThat(info.switchPoint).isTrue();
        assertThat(info.pictureId).isEqualTo(1);
        assertThat(info.pictureIdBits).isEqualTo(15);
        assertThat(info.tl0PicIdx).isEqualTo(5);
        assertThat(info.spatialLayers).isEqualTo(2);
        assertThat(info.layerWidthPx[0]).isEqualTo(320);
        assertThat(info.layerHeightPx[0]).isEqualTo(180);
        assertThat(info.widthPx).isEqualTo(640);
        assertThat(info.heightPx).isEqualTo(360);
        assertThat(info.descriptorBytes).isEqualTo(18);
    }

    @Test
    void upperLayerOfAKeyPictureIsNoKeyframe() {
        assertThat(parse("AD 8001 03 05 00")).isTrue();
        assertThat(info.spatialId).isEqualTo(1);
        assertThat(info.interLayer).isTrue();
        assertThat(info.interPicture).isFalse();
        assertThat(info.keyframe).isFalse();
        assertThat(info.endOfFrame).isTrue();
        assertThat(info.notForInterLayer).isTrue();
    }

    @Test
    void interPictureOfTheThirdTemporalLayer() {
        assertThat(parse("EC 05 50 07 00")).isTrue();
        assertThat(info.interPicture).isTrue();
        assertThat(info.keyframe).isFalse();
        assertThat(info.temporalId).isEqualTo(2);
        assertThat(info.switchPoint).isTrue();
        assertThat(info.pictureIdBits).isEqualTo(7);
    }

    @Test
    void flexibleModeHasReferencesAndNoTl0() {
        assertThat(parse("F8 8001 20 03 05 06 AA")).isTrue();
        assertThat(info.descriptorBytes).isEqualTo(7);
        assertThat(info.tl0PicIdx).isEqualTo(FrameInfo.UNKNOWN);
        assertThat(info.temporalId).isEqualTo(1);
        assertThat(info.switchPoint).isFalse();
    }

    @Test
    void structureWithoutSizesTellsTheLayersAlone() {
        assertThat(parse("8A 01 40 AA")).isTrue();
        assertThat(info.spatialLayers).isEqualTo(3);
        assertThat(info.widthPx).isEqualTo(FrameInfo.UNKNOWN);
    }

    @Test
    void rejectsWhatDoesNotFit() {
        for (String hex : new String[] {
            "",
            "88",
            "88 81",
            "88 01",
            "A8 01 00",
            "A8 01 00 05",
            "D8 01 03 03 03 AA",
            "58 03 AA",
            "D8 01 03",
            "8A 01",
            "8A 01 18 0140 00B4 0280",
            "8A 01 08",
            "8A 01 08 01 0C 01 02",
            "8A 01 08 02 0C 01 02 03"
        }) {
            assertThat(parse(hex)).as(hex).isFalse();
        }
    }

    private boolean parse(String hex) {
        MemorySegment p = Segments.hex(hex);
        return Vp9Descriptor.parse(p, 0, Segments.size(p), info);
    }
}
