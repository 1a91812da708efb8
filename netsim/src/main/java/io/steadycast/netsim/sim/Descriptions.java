package io.steadycast.netsim.sim;

import io.steadycast.abr.control.ViewerController;
import io.steadycast.media.engine.egress.ExtensionIds;
import io.steadycast.media.engine.egress.ViewerMedia;
import io.steadycast.media.engine.egress.ViewerSpec;
import io.steadycast.media.engine.ingress.PublisherMedia;
import io.steadycast.media.engine.ingress.PublisherSpec;
import io.steadycast.media.engine.log.Codec;
import io.steadycast.media.engine.log.TrackSource;
import io.steadycast.media.wire.rtp.HeaderExtension;
import io.steadycast.netsim.endpoint.HostConfig;
import io.steadycast.netsim.endpoint.Negotiated;
import io.steadycast.netsim.endpoint.ViewerConfig;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Immutable. What the control plane would have told the engine about synthetic endpoints. */
final class Descriptions {
    private static final int NONE = -1;
    private static final PublisherMedia.EncodingDescription PLAIN = PublisherMedia.EncodingDescription.ofRid("");

    private Descriptions() {}

    static PublisherSpec publisher(HostConfig config, TrackSource video, TrackSource audio) {
        List<PublisherMedia> media = new ArrayList<>();
        media.add(new PublisherMedia(
                Negotiated.AUDIO_MID,
                audio,
                new PublisherMedia.PayloadTypes(Negotiated.OPUS, NONE, NONE),
                List.of(PLAIN),
                new PublisherMedia.FeedbackFlags(false, false, false, true, false)));
        if (!config.layers().isEmpty()) {
            List<PublisherMedia.EncodingDescription> encodings = new ArrayList<>();
            if (config.video().svc()) {
                encodings.add(PLAIN);
            } else {
                config.layers().forEach(layer -> encodings.add(PublisherMedia.EncodingDescription.ofRid(layer.rid())));
            }
            Codec codec = config.video().codec();
            media.add(new PublisherMedia(
                    Negotiated.VIDEO_MID,
                    video,
                    new PublisherMedia.PayloadTypes(
                            Negotiated.payloadType(codec), Negotiated.rtxPayloadType(codec), NONE),
                    encodings,
                    new PublisherMedia.FeedbackFlags(true, true, true, true, false)));
        }
        return new PublisherSpec(
                "server", true, Negotiated.extensions(config.video().codec()), media);
    }

    static ViewerSpec viewer(ViewerConfig config, long seed, ViewerController.@Nullable Factory controllers) {
        Codec codec = config.receiver().codec();
        Map<HeaderExtension, Integer> ids = new EnumMap<>(Map.of(
                HeaderExtension.TRANSPORT_CC, Negotiated.TRANSPORT_CC_ID,
                HeaderExtension.ABS_SEND_TIME, Negotiated.ABS_SEND_TIME_ID,
                HeaderExtension.PLAYOUT_DELAY, Negotiated.PLAYOUT_DELAY_ID,
                HeaderExtension.SDES_MID, Negotiated.MID_ID));
        if (codec == Codec.AV1) {
            ids.put(HeaderExtension.DEPENDENCY_DESCRIPTOR, Negotiated.DEPENDENCY_DESCRIPTOR_ID);
        }
        ExtensionIds extensions = ExtensionIds.of(ids);
        ViewerMedia audio = new ViewerMedia(
                Negotiated.AUDIO_MID,
                Codec.OPUS,
                new ViewerMedia.PayloadTypes(
                        Negotiated.OPUS, NONE, config.repair().audioRed() ? Negotiated.AUDIO_RED : NONE),
                new ViewerMedia.Ssrcs(config.ssrcs().audio(), NONE),
                extensions,
                new ViewerMedia.FeedbackFlags(config.repair().audioNack(), false, true));
        boolean flexfec = config.repair().fec() == ViewerConfig.Fec.FLEXFEC;
        ViewerMedia video = new ViewerMedia(
                Negotiated.VIDEO_MID,
                codec,
                new ViewerMedia.PayloadTypes(
                        Negotiated.payloadType(codec),
                        Negotiated.rtxPayloadType(codec),
                        NONE,
                        flexfec ? Negotiated.FLEXFEC : NONE),
                new ViewerMedia.Ssrcs(
                        config.ssrcs().video(),
                        config.ssrcs().videoRtx(),
                        flexfec ? config.ssrcs().videoFec() : NONE),
                extensions,
                new ViewerMedia.FeedbackFlags(config.repair().nack(), true, true));
        ViewerSpec spec = new ViewerSpec("viewed", seed, List.of(audio, video));
        return controllers == null ? spec : spec.steeredBy(controllers);
    }
}
