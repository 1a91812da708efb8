package io.steadycast.media.wire.codec;

import static org.assertj.core.api.Assertions.assertThat;

import io.steadycast.media.wire.Segments;
import java.lang.foreign.MemorySegment;
import org.junit.jupiter.api.Test;

class DependencyDescriptorReaderTest {
    private final FrameInfo info = new FrameInfo();
    private final DependencyDescriptorReader reader = new DependencyDescriptorReader();

    @Test
    void keyframeOfOneSpatialAndThreeTemporalLayers() {
        assertThat(parse(keyframe(60, 100))).isTrue();
        assertThat(reader.structurePresent()).isTrue();
        assertThat(reader.frameNumber()).isEqualTo(100);
        assertThat(reader.decodeTargets()).isEqualTo(3);
        assertThat(reader.activeDecodeTargets()).isEqualTo(0b111);
        assertThat(reader.spatialLayers()).isEqualTo(1);
        assertThat(reader.chains()).isEqualTo(1);
        assertThat(reader.chainDiff(0)).isZero();
        assertThat(reader.protectedBy(2)).isZero();
        assertThat(info.keyframe).isTrue();
        assertThat(info.startOfFrame).isTrue();
        assertThat(info.endOfFrame).isFalse();
        assertThat(info.switchPoint).isTrue();
        assertThat(info.discardable).isFalse();
        assertThat(info.widthPx).isEqualTo(1280);
        assertThat(info.heightPx).isEqualTo(720);
        for (int target = 0; target < 3; target++) {
            assertThat(reader.targetTemporalId(target)).isEqualTo(target);
            assertThat(reader.targetFor(0, target)).isEqualTo(target);
        }
        assertThat(reader.targetFor(3, 7)).isEqualTo(2);
    }

    @Test
    void followersAreThreeBytes() {
        parse(keyframe(60, 100));
        assertThat(parse(delta(60 + 4, 101, false, true))).isTrue();
        assertThat(info.keyframe).isFalse();
        assertThat(info.temporalId).isEqualTo(2);
        assertThat(info.discardable).isTrue();
        assertThat(info.interPicture).isTrue();
        assertThat(info.endOfFrame).isTrue();
        assertThat(reader.dti(0)).isEqualTo(DependencyDescriptorReader.NOT_PRESENT);
        assertThat(reader.dti(2)).isEqualTo(DependencyDescriptorReader.DISCARDABLE);
        assertThat(reader.frameDiffs()).isEqualTo(1);
        assertThat(reader.frameDiff(0)).isEqualTo(1);
        assertThat(reader.chainDiff(0)).isEqualTo(1);
        assertThat(info.widthPx).isEqualTo(1280);
        assertThat(parse(delta(60 + 1, 104, true, true))).isTrue();
        assertThat(info.temporalId).isZero();
        assertThat(info.switchPoint).isTrue();
    }

    @Test
    void templateIdsWrapAtSixtyFour() {
        parse(keyframe(62, 1));
        assertThat(parse(delta(0, 2, true, true))).isTrue();
        assertThat(info.temporalId).isEqualTo(1);
        assertThat(parse(delta(61, 3, true, true)))
                .as("before the first template")
                .isFalse();
        assertThat(parse(delta(3, 3, true, true)))
                .as("behind the last template")
                .isFalse();
        assertThat(info.startOfFrame).isTrue();
    }

    @Test
    void customFieldsReplaceTheTemplates() {
        parse(keyframe(0, 10));
        BitWriter frame = mandatory(true, true, 1, 11).put(5, 0b01111);
        frame.put(3, 0b011); // targets 0 and 1 remain active
        frame.put(2, 3).put(2, 3).put(2, 0); // custom dtis
        frame.put(2, 1).put(4, 2).put(2, 3).put(12, 299).put(2, 0); // custom fdiffs: 3 and 300
        frame.put(8, 77);
        assertThat(parse(frame)).isTrue();
        assertThat(reader.activeDecodeTargets()).isEqualTo(0b011);
        assertThat(reader.dti(1)).isEqualTo(DependencyDescriptorReader.REQUIRED);
        assertThat(reader.dti(2)).isEqualTo(DependencyDescriptorReader.NOT_PRESENT);
        assertThat(info.switchPoint).isFalse();
        assertThat(info.discardable).isFalse();
        assertThat(reader.frameDiffs()).isEqualTo(2);
        assertThat(reader.frameDiff(0)).isEqualTo(3);
        assertThat(reader.frameDiff(1)).isEqualTo(300);
        assertThat(reader.chainDiff(0)).isEqualTo(77);
        assertThat(parse(delta(1, 12, true, true))).isTrue();
        assertThat(reader.activeDecodeTargets()).as("active targets stay").isEqualTo(0b011);
        assertThat(reader.frameDiffs()).as("custom fields do not").isEqualTo(1);
    }

    @Test
    void aLateKeyframeIsReadButDoesNotReplaceTheStructure() {
        parse(keyframe(10, 500));
        parse(keyframe(30, 0xFFF0));
        assertThat(reader.frameNumber()).isEqualTo(0xFFF0);
        assertThat(info.keyframe).isTrue();
        assertThat(parse(delta(11, 501, true, true))).isTrue();
        assertThat(parse(delta(31, 501, true, true))).isFalse();
        parse(keyframe(30, 600));
        assertThat(parse(delta(31, 601, true, true))).isTrue();
    }

    @Test
    void aBrokenKeyframeDoesNotHarmTheStructure() {
        parse(keyframe(10, 500));
        MemorySegment broken = keyframe(30, 600).segment();
        for (int length = 4; length < broken.byteSize(); length++) {
            assertThat(reader.parse(broken, 0, length, info))
                    .as("%d bytes", length)
                    .isFalse();
            assertThat(parse(delta(11, 601, true, true))).isTrue();
        }
    }

    @Test
    void withoutAStructureOnlyTheMandatoryFieldsAreKnown() {
        assertThat(parse(delta(1, 7, true, false))).isFalse();
        assertThat(info.startOfFrame).isTrue();
        assertThat(reader.frameNumber()).isEqualTo(7);
        parse(keyframe(0, 10));
        reader.reset();
        assertThat(parse(delta(1, 11, true, true))).isFalse();
        assertThat(reader.parse(Segments.hex("C100"), 0, 2, info)).isFalse();
    }

    /** A keyframe descriptor as an encoder of three spatial and three temporal layers sends it; its sizes are known. */
    @Test
    void threeSpatialLayersAsSentByAnEncoder() {
        MemorySegment p = Segments.hex("c1017280081485214eafffaaaa863cf0430c10c302afc0aaa0063c00430010c002a000a80006"
                + "000040001d954926e082b04a0941b820ac1282503157f974000ca864330e222222eca8655304224230eca877530077004200"
                + "ef008601df010d");
        assertThat(reader.parse(p, 0, Segments.size(p), info)).isTrue();
        assertThat(reader.spatialLayers()).isEqualTo(3);
        assertThat(reader.decodeTargets()).isEqualTo(9);
        assertThat(info.layerWidthPx[0]).isEqualTo(120);
        assertThat(info.layerWidthPx[1]).isEqualTo(240);
        assertThat(info.widthPx).isEqualTo(480);
        assertThat(info.heightPx).isEqualTo(270);
        assertThat(info.keyframe).isTrue();
        assertThat(reader.targetSpatialId(reader.targetFor(2, 2))).isEqualTo(2);
        assertThat(info.notForInterLayer)
                .as("a key picture's base is what the others build on")
                .isFalse();
    }

    private boolean parse(BitWriter writer) {
        MemorySegment p = writer.segment();
        return reader.parse(p, 0, Segments.size(p), info);
    }

    private static BitWriter mandatory(boolean start, boolean end, int templateId, int frameNumber) {
        return new BitWriter().flag(start).flag(end).put(6, templateId).put(16, frameNumber);
    }

    private static BitWriter delta(int templateId, int frameNumber, boolean start, boolean end) {
        return mandatory(start, end, templateId % 64, frameNumber);
    }

    /** L1T3: templates key, T0, T1, T2 after T0, T2 after T1; one chain over T0. */
    private static BitWriter keyframe(int templateIdOffset, int frameNumber) {
        BitWriter w = mandatory(true, false, templateIdOffset, frameNumber).put(5, 0b10000);
        w.put(6, templateIdOffset).put(5, 2);
        w.put(2, 0).put(2, 1).put(2, 1).put(2, 0).put(2, 3);
        int[][] dtis = {{2, 2, 2}, {2, 2, 2}, {0, 1, 2}, {0, 0, 1}, {0, 0, 1}};
        for (int[] template : dtis) {
            for (int dti : template) {
                w.put(2, dti);
            }
        }
        w.put(1, 0);
        for (int fdiff : new int[] {4, 2, 1, 1}) {
            w.put(1, 1).put(4, fdiff - 1).put(1, 0);
        }
        w.nonSymmetric(4, 1);
        w.nonSymmetric(1, 0).nonSymmetric(1, 0).nonSymmetric(1, 0);
        for (int chainDiff : new int[] {0, 4, 2, 1, 1}) {
            w.put(4, chainDiff);
        }
        return w.put(1, 1).put(16, 1279).put(16, 719);
    }
}
