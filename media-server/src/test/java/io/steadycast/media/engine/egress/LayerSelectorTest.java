package io.steadycast.media.engine.egress;

import static org.assertj.core.api.Assertions.assertThat;

import io.steadycast.media.engine.log.Codec;
import io.steadycast.media.engine.log.PacketInfo;
import io.steadycast.media.engine.log.TrackSource;
import org.junit.jupiter.api.Test;

/** Which packets of a stream go out. */
class LayerSelectorTest {
    private final TrackSource source = new TrackSource(1, Codec.VP9, 1, 64);
    private final PacketInfo info = new PacketInfo();

    LayerSelectorTest() {
        source.encoding(0).state().active(true);
        source.encoding(0).state().layers(2, 2);
    }

    private PacketInfo packet(long timestamp, int spatial, int temporal, boolean keyframe) {
        info.clear();
        info.extTimestamp = timestamp;
        info.spatialId = spatial;
        info.temporalId = temporal;
        info.keyframe = keyframe;
        info.startOfFrame = true;
        info.endOfFrame = true;
        info.marker = spatial == 2;
        return info;
    }

    @Test
    void upperSpatialLayersGoAtOnceAndComeBackAtAKeyframe() {
        LayerSelector svc = LayerSelector.of(source, true);
        assertThat(svc.target(source)).isZero();
        svc.onSwitch(packet(0, 0, 0, true));
        assertThat(svc.admit(packet(0, 2, 0, false))).isTrue();
        svc.choose(LayerChoice.fixed(1));
        assertThat(svc.admit(packet(1, 0, 0, false))).isTrue();
        assertThat(svc.marker(info)).isFalse();
        assertThat(svc.admit(packet(1, 1, 0, false))).isTrue();
        assertThat(svc.marker(info))
                .as("the last layer that goes out ends the picture")
                .isTrue();
        assertThat(svc.admit(packet(1, 2, 0, false))).isFalse();
        assertThat(svc.needsKeyframe(source)).isFalse();
        svc.choose(LayerChoice.auto());
        assertThat(svc.needsKeyframe(source)).isTrue();
        assertThat(svc.admit(packet(2, 0, 0, false))).isTrue();
        assertThat(svc.admit(packet(2, 2, 0, false))).isFalse();
        assertThat(svc.admit(packet(3, 0, 0, true))).isTrue();
        assertThat(svc.admit(packet(3, 2, 0, false))).isTrue();
        assertThat(svc.needsKeyframe(source)).isFalse();
    }

    private PacketInfo own(long timestamp, int spatial) {
        PacketInfo packet = packet(timestamp, spatial, 0, false);
        packet.ownLayerOnly = true;
        return packet;
    }

    /** L3T3_KEY: outside key pictures nobody needs the layers below, and each layer goes on from its own last frame. */
    @Test
    void layersThatMeetInKeyPicturesOnlyGoOutAloneAndChangeAtKeyframes() {
        LayerSelector svc = LayerSelector.of(source, true);
        svc.choose(LayerChoice.fixed(2));
        svc.onSwitch(packet(0, 0, 0, true));
        for (int spatial = 0; spatial < 3; spatial++) {
            assertThat(svc.admit(packet(0, spatial, 0, true))).isTrue();
        }
        assertThat(svc.admit(own(1, 0))).isFalse();
        assertThat(svc.admit(own(1, 1))).isFalse();
        assertThat(svc.admit(own(1, 2))).isTrue();
        assertThat(svc.admitsLate(own(1, 0))).isFalse();
        assertThat(svc.needsKeyframe(source)).isFalse();
        svc.choose(LayerChoice.fixed(1));
        assertThat(svc.needsKeyframe(source)).isTrue();
        assertThat(svc.admit(own(2, 1))).as("its last frame never went out").isFalse();
        assertThat(svc.admit(own(2, 2))).isTrue();
        for (int spatial = 0; spatial < 3; spatial++) {
            assertThat(svc.admit(packet(3, spatial, 0, true))).isEqualTo(spatial < 2);
        }
        assertThat(svc.admit(own(4, 0))).isFalse();
        assertThat(svc.admit(own(4, 1))).isTrue();
        assertThat(svc.marker(info)).isTrue();
        assertThat(svc.admit(own(4, 2))).isFalse();
        assertThat(svc.needsKeyframe(source)).isFalse();
    }

    /** A host that stops its upper layers without a keyframe leaves nothing that goes on. */
    @Test
    void aKeyframeIsNeededWhereTheOnlyLayerThatWentOutIsGone() {
        LayerSelector svc = LayerSelector.of(source, true);
        svc.onSwitch(packet(0, 0, 0, true));
        for (int spatial = 0; spatial < 3; spatial++) {
            assertThat(svc.admit(packet(0, spatial, 0, true))).isTrue();
        }
        assertThat(svc.admit(own(1, 1))).isFalse();
        source.encoding(0).state().layers(1, 2);
        assertThat(svc.needsKeyframe(source)).isTrue();
        assertThat(svc.admit(packet(2, 0, 0, true))).isTrue();
        assertThat(svc.admit(packet(2, 1, 0, true))).isTrue();
        assertThat(svc.needsKeyframe(source)).isFalse();
        assertThat(svc.admit(own(3, 1))).isTrue();
    }

    /** One layer alone says that nothing above needs it, too. */
    @Test
    void aStreamOfOneLayerGoesOutWhole() {
        LayerSelector svc = LayerSelector.of(source, true);
        svc.onSwitch(packet(0, 0, 0, true));
        assertThat(svc.admit(packet(0, 0, 0, true))).isTrue();
        assertThat(svc.admit(own(1, 0))).isTrue();
    }

    @Test
    void whoCannotTellAv1LayersApartGetsTheLowest() {
        TrackSource av1 = new TrackSource(2, Codec.AV1, 1, 64);
        av1.encoding(0).state().active(true);
        av1.encoding(0).state().layers(2, 2);
        LayerSelector svc = LayerSelector.of(av1, false);
        svc.onSwitch(packet(0, 0, 0, true));
        assertThat(svc.admit(packet(1, 0, 0, false))).isTrue();
        assertThat(svc.marker(info)).as("its pictures end with that layer").isTrue();
        assertThat(svc.admit(packet(1, 1, 0, false))).isFalse();
        assertThat(svc.needsKeyframe(av1))
                .as("there is nothing better to wait for")
                .isFalse();
        LayerSelector vp9 = LayerSelector.of(source, false);
        vp9.onSwitch(packet(0, 0, 0, true));
        assertThat(vp9.admit(packet(0, 2, 0, false)))
                .as("VP9 names the layer in its payload")
                .isTrue();
    }

    @Test
    void aSpatialLayerChangesOnlyBetweenPictures() {
        LayerSelector svc = LayerSelector.of(source, true);
        svc.onSwitch(packet(0, 0, 0, true));
        assertThat(svc.admit(packet(1, 0, 0, false))).isTrue();
        svc.choose(LayerChoice.fixed(0));
        assertThat(svc.admit(packet(1, 1, 0, false)))
                .as("the picture was begun")
                .isTrue();
        assertThat(svc.admit(packet(2, 0, 0, false))).isTrue();
        assertThat(svc.admit(packet(2, 1, 0, false))).isFalse();
    }

    @Test
    void temporalLayersComeBackOneByOneAtTheirSwitchPoints() {
        TemporalFilter filter = new TemporalFilter();
        filter.wanted(0);
        filter.onKeyframe();
        assertThat(filter.admitFrame(packet(1, 0, 1, false))).isFalse();
        filter.wanted(2);
        assertThat(filter.admitFrame(packet(2, 0, 1, false)))
                .as("no switch point")
                .isFalse();
        packet(3, 0, 2, false).switchPoint = true;
        assertThat(filter.admitFrame(info)).as("the layer between is missing").isFalse();
        packet(4, 0, 1, false).switchPoint = true;
        assertThat(filter.admitFrame(info)).isTrue();
        packet(5, 0, 2, false).switchPoint = true;
        assertThat(filter.admitFrame(info)).isTrue();
        filter.wanted(1);
        assertThat(filter.admitFrame(packet(6, 0, 2, false))).isFalse();
    }

    @Test
    void simulcastTakesTheHighestActiveEncodingUpToTheChoice() {
        TrackSource three = new TrackSource(2, Codec.H264, 3, 64);
        LayerSelector simulcast = LayerSelector.of(three, true);
        assertThat(simulcast.target(three)).isEqualTo(-1);
        for (int i = 0; i < 3; i++) {
            three.encoding(i).state().active(true);
            three.encoding(i).state().rank(2 - i);
        }
        assertThat(simulcast.target(three)).as("by rank, not by position").isZero();
        simulcast.choose(LayerChoice.fixed(1));
        assertThat(simulcast.target(three)).isEqualTo(1);
        three.encoding(1).state().active(false);
        assertThat(simulcast.target(three)).isEqualTo(2);
        three.encoding(2).state().active(false);
        assertThat(simulcast.target(three)).as("better than nothing").isZero();
        simulcast.choose(LayerChoice.paused());
        assertThat(simulcast.target(three)).isEqualTo(-1);
    }
}
