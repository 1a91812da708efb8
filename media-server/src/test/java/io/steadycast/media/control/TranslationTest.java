package io.steadycast.media.control;

import static org.assertj.core.api.Assertions.assertThat;

import io.steadycast.media.engine.egress.LayerChoice;
import io.steadycast.media.engine.egress.ViewerMedia;
import io.steadycast.media.engine.ingress.PublisherMedia;
import io.steadycast.media.engine.log.Codec;
import io.steadycast.media.engine.log.TrackSource;
import io.steadycast.media.wire.rtp.HeaderExtension;
import io.steadycast.signaling.plane.CodecParameters;
import io.steadycast.signaling.plane.EncodingSpec;
import io.steadycast.signaling.plane.ExtensionMapping;
import io.steadycast.signaling.plane.Feedback;
import io.steadycast.signaling.plane.PublishedTrackSpec;
import io.steadycast.signaling.plane.SubscribeAnswer.SentTrack;
import io.steadycast.signaling.plane.SubscribedTrackSpec;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class TranslationTest {
    private static final CodecParameters VP8 = new CodecParameters(
            96,
            io.steadycast.signaling.plane.Codec.VP8,
            "",
            97,
            Set.of(Feedback.NACK, Feedback.NACK_PLI, Feedback.TRANSPORT_CC));
    private static final CodecParameters OPUS =
            new CodecParameters(111, io.steadycast.signaling.plane.Codec.OPUS, "", CodecParameters.NO_RTX, Set.of());
    private static final CodecParameters RED = new CodecParameters(
            63, io.steadycast.signaling.plane.Codec.RED, "111/111", CodecParameters.NO_RTX, Set.of());

    @Test
    void aSimulcastTrackKeepsItsRidsAndPayloadTypes() {
        PublishedTrackSpec spec = new PublishedTrackSpec(
                "1",
                List.of(VP8),
                List.of(),
                List.of(new EncodingSpec("q", -1, -1), new EncodingSpec("h", -1, -1), new EncodingSpec("f", -1, -1)));
        PublisherMedia media = Translation.published(spec, new TrackSource(1, Codec.VP8, 3, 256));
        assertThat(media.payloadTypes()).isEqualTo(new PublisherMedia.PayloadTypes(96, 97, -1));
        assertThat(media.encodings())
                .extracting(PublisherMedia.EncodingDescription::rid)
                .containsExactly("q", "h", "f");
        assertThat(media.feedback()).isEqualTo(new PublisherMedia.FeedbackFlags(true, true, false, true, false));
    }

    @Test
    void redStandsBesideOpusWhicheverComesFirst() {
        SubscribedTrackSpec spec = new SubscribedTrackSpec(
                "0", "0", List.of(RED, OPUS), -1, List.of(new ExtensionMapping(3, HeaderExtension.TRANSPORT_CC.uri())));
        ViewerMedia media = Translation.viewed(spec, new SentTrack("0", 1234, -1, -1, "cname", "stream track"));
        assertThat(media.codec()).isEqualTo(Codec.OPUS);
        assertThat(media.payloadTypes()).isEqualTo(new ViewerMedia.PayloadTypes(111, -1, 63));
        assertThat(media.ssrcs()).isEqualTo(new ViewerMedia.Ssrcs(1234, -1));
        assertThat(media.extensions().id(HeaderExtension.TRANSPORT_CC)).isEqualTo(3);
    }

    @Test
    void anUnknownExtensionIsLeftOut() {
        Map<HeaderExtension, Integer> ids = new HashMap<>();
        Translation.extensions(
                List.of(
                        new ExtensionMapping(1, "urn:unknown"),
                        new ExtensionMapping(4, HeaderExtension.SDES_MID.uri())),
                ids);
        assertThat(ids).containsExactly(Map.entry(HeaderExtension.SDES_MID, 4));
    }

    @ParameterizedTest
    @EnumSource
    void codecsGoThereAndBack(Codec codec) {
        assertThat(Translation.codec(Translation.codec(codec))).isEqualTo(codec);
    }

    @Test
    void layerChoices() {
        assertThat(Translation.layer(io.steadycast.signaling.plane.LayerChoice.DEFAULT))
                .isEqualTo(LayerChoice.auto());
        assertThat(Translation.layer(new io.steadycast.signaling.plane.LayerChoice(1, 0, false)))
                .isEqualTo(LayerChoice.fixed(1).withMaxTemporalId(0));
        assertThat(Translation.layer(new io.steadycast.signaling.plane.LayerChoice(1, 7, true)))
                .isEqualTo(LayerChoice.paused());
    }
}
