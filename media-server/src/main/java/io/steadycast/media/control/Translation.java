package io.steadycast.media.control;

import io.steadycast.media.crypto.DtlsRole;
import io.steadycast.media.crypto.Fingerprint;
import io.steadycast.media.engine.egress.ExtensionIds;
import io.steadycast.media.engine.egress.LayerChoice;
import io.steadycast.media.engine.egress.ViewerMedia;
import io.steadycast.media.engine.ingress.PublisherMedia;
import io.steadycast.media.engine.log.Codec;
import io.steadycast.media.engine.log.Supply;
import io.steadycast.media.engine.log.TrackSource;
import io.steadycast.media.engine.transport.CloseReason;
import io.steadycast.media.engine.transport.IceCredentials;
import io.steadycast.media.wire.rtp.HeaderExtension;
import io.steadycast.signaling.plane.CodecParameters;
import io.steadycast.signaling.plane.EncodingSpec;
import io.steadycast.signaling.plane.ExtensionMapping;
import io.steadycast.signaling.plane.Feedback;
import io.steadycast.signaling.plane.IceParameters;
import io.steadycast.signaling.plane.LayerHold;
import io.steadycast.signaling.plane.PublishedTrackSpec;
import io.steadycast.signaling.plane.SubscribeAnswer.SentTrack;
import io.steadycast.signaling.plane.SubscribedTrackSpec;
import io.steadycast.signaling.plane.TransportOffer;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Stateless. Between the records of the port and those of the engine, which do not know each other. */
final class Translation {
    private static final int NOT_NEGOTIATED = -1;

    private Translation() {}

    static Codec codec(io.steadycast.signaling.plane.Codec codec) {
        return switch (codec) {
            case VP8 -> Codec.VP8;
            case VP9 -> Codec.VP9;
            case H264 -> Codec.H264;
            case AV1 -> Codec.AV1;
            // RED is a wrapping that the engine is told per packet.
            case OPUS, RED -> Codec.OPUS;
        };
    }

    static io.steadycast.signaling.plane.Codec codec(Codec codec) {
        return switch (codec) {
            case VP8 -> io.steadycast.signaling.plane.Codec.VP8;
            case VP9 -> io.steadycast.signaling.plane.Codec.VP9;
            case H264 -> io.steadycast.signaling.plane.Codec.H264;
            case AV1 -> io.steadycast.signaling.plane.Codec.AV1;
            case OPUS -> io.steadycast.signaling.plane.Codec.OPUS;
        };
    }

    static IceCredentials remote(IceParameters ice) {
        return new IceCredentials(ice.ufrag(), ice.pwd());
    }

    static IceParameters local(IceCredentials ice) {
        return new IceParameters(ice.ufrag(), ice.password());
    }

    static DtlsRole role(TransportOffer offer) {
        return switch (offer.role()) {
            case ACTIVE -> DtlsRole.ACTIVE;
            case PASSIVE -> DtlsRole.PASSIVE;
        };
    }

    static List<Fingerprint> fingerprints(TransportOffer offer) {
        return offer.fingerprints().stream()
                .map(one -> new Fingerprint(one.algorithm(), one.value()))
                .toList();
    }

    /** The one of the codecs that carries media itself, RED aside. */
    private static CodecParameters media(List<CodecParameters> codecs) {
        return codecs.stream()
                .filter(one -> one.codec() != io.steadycast.signaling.plane.Codec.RED)
                .findFirst()
                .orElseThrow();
    }

    private static int red(List<CodecParameters> codecs) {
        return codecs.stream()
                .filter(one -> one.codec() == io.steadycast.signaling.plane.Codec.RED)
                .mapToInt(CodecParameters::payloadType)
                .findFirst()
                .orElse(NOT_NEGOTIATED);
    }

    static Codec codec(List<CodecParameters> codecs) {
        return codec(media(codecs).codec());
    }

    /** An extension that the engine has no use for is as good as not negotiated. */
    static void extensions(List<ExtensionMapping> mappings, Map<HeaderExtension, Integer> into) {
        for (ExtensionMapping mapping : mappings) {
            HeaderExtension.byUri(mapping.uri()).ifPresent(extension -> into.put(extension, mapping.id()));
        }
    }

    static PublisherMedia published(PublishedTrackSpec spec, TrackSource source) {
        CodecParameters media = media(spec.codecs());
        return new PublisherMedia(
                spec.mid(),
                source,
                new PublisherMedia.PayloadTypes(media.payloadType(), media.rtxPayloadType(), red(spec.codecs())),
                spec.encodings().stream().map(Translation::encoding).toList(),
                new PublisherMedia.FeedbackFlags(
                        has(media, Feedback.NACK),
                        has(media, Feedback.NACK_PLI),
                        has(media, Feedback.CCM_FIR),
                        has(media, Feedback.TRANSPORT_CC),
                        has(media, Feedback.GOOG_REMB)));
    }

    private static PublisherMedia.EncodingDescription encoding(EncodingSpec spec) {
        return new PublisherMedia.EncodingDescription(spec.rid(), spec.ssrc(), spec.rtxSsrc());
    }

    static ViewerMedia viewed(SubscribedTrackSpec spec, SentTrack sent) {
        CodecParameters media = media(spec.codecs());
        Map<HeaderExtension, Integer> ids = new EnumMap<>(HeaderExtension.class);
        extensions(spec.extensions(), ids);
        return new ViewerMedia(
                spec.mid(),
                codec(media.codec()),
                new ViewerMedia.PayloadTypes(
                        media.payloadType(), media.rtxPayloadType(), red(spec.codecs()), spec.flexFecPayloadType()),
                new ViewerMedia.Ssrcs(sent.ssrc(), sent.rtxSsrc(), sent.fecSsrc()),
                ExtensionIds.of(ids),
                new ViewerMedia.FeedbackFlags(
                        has(media, Feedback.NACK),
                        has(media, Feedback.NACK_PLI) || has(media, Feedback.CCM_FIR),
                        has(media, Feedback.TRANSPORT_CC)));
    }

    static boolean hasRtx(SubscribedTrackSpec spec) {
        return media(spec.codecs()).hasRtx();
    }

    private static boolean has(CodecParameters codec, Feedback feedback) {
        return codec.feedback().contains(feedback);
    }

    static LayerChoice layer(io.steadycast.signaling.plane.LayerChoice choice) {
        LayerChoice base = choice.paused()
                ? LayerChoice.paused()
                : choice.isAuto() ? LayerChoice.auto() : LayerChoice.fixed(choice.rank());
        return base.withMaxTemporalId(choice.maxTemporalLayer());
    }

    static io.steadycast.signaling.plane.CloseReason reason(CloseReason reason) {
        return switch (reason) {
            case NONE, REMOVED -> io.steadycast.signaling.plane.CloseReason.REQUESTED;
            case ICE_TIMEOUT -> io.steadycast.signaling.plane.CloseReason.HANDSHAKE_TIMEOUT;
            case CONSENT_EXPIRED -> io.steadycast.signaling.plane.CloseReason.CONSENT_EXPIRED;
            case DTLS_FAILED, FINGERPRINT_MISMATCH -> io.steadycast.signaling.plane.CloseReason.HANDSHAKE_FAILED;
            case CLOSED_BY_PEER -> io.steadycast.signaling.plane.CloseReason.CLOSED_BY_PEER;
            case INTERNAL_ERROR -> io.steadycast.signaling.plane.CloseReason.INTERNAL_ERROR;
        };
    }

    static Supply supply(LayerHold hold) {
        return switch (hold) {
            case NONE -> Supply.RESUMING;
            case UNUSED -> Supply.PAUSED;
            case UPLINK -> Supply.WITHDRAWN;
        };
    }
}
