package io.steadycast.signaling.sdp;

import io.steadycast.signaling.plane.Codec;
import io.steadycast.signaling.plane.ExtensionMapping;
import io.steadycast.signaling.plane.MediaKind;
import io.steadycast.signaling.sdp.OfferedMedia.OfferedExtension;
import java.util.List;
import java.util.Set;

/** Stateless. The RTP header extensions that we accept, by direction and kind; libwebrtc's api/rtp_parameters.h lists their URIs. */
final class HeaderExtensions {
    private static final String WEBRTC = "http://www.webrtc.org/experiments/rtp-hdrext/";
    private static final String SDES = "urn:ietf:params:rtp-hdrext:sdes:";

    private static final String DEPENDENCY_DESCRIPTOR =
            "https://aomediacodec.github.io/av1-rtp-spec/#dependency-descriptor-rtp-header-extension";

    private static final Set<String> BOTH_KINDS = Set.of(
            "http://www.ietf.org/id/draft-holmer-rmcat-transport-wide-cc-extensions-01",
            WEBRTC + "abs-send-time",
            WEBRTC + "abs-capture-time",
            "urn:ietf:params:rtp-hdrext:toffset",
            SDES + "mid");
    private static final Set<String> AUDIO_ONLY = Set.of("urn:ietf:params:rtp-hdrext:ssrc-audio-level");
    private static final Set<String> VIDEO_ONLY = Set.of(
            "urn:3gpp:video-orientation",
            WEBRTC + "playout-delay",
            WEBRTC + "video-content-type",
            WEBRTC + "video-timing",
            WEBRTC + "color-space",
            DEPENDENCY_DESCRIPTOR);
    /** What only a sender of several layers needs; a viewer is sent one SSRC, named in its answer. */
    private static final Set<String> PUBLISHED_VIDEO_ONLY =
            Set.of(SDES + "rtp-stream-id", SDES + "repaired-rtp-stream-id", WEBRTC + "video-layers-allocation00");

    private HeaderExtensions() {}

    /**
     * What a publisher of {@code codec} is to send. The dependency descriptor for AV1 alone: a browser that sends it with VP8 leaves the temporal layer and all numbers out
     * of the payload descriptor (libwebrtc modules/rtp_rtcp/source/rtp_sender_video.cc, MinimizeDescriptor), by which layers are told apart.
     */
    static List<OfferedExtension> forPublisher(OfferedMedia media, Codec codec) {
        MediaKind kind = codec.kind();
        return media.extensions().stream()
                .filter(extension -> extension.direction().sends())
                .filter(extension ->
                        codec == Codec.AV1 || !extension.mapping().uri().equals(DEPENDENCY_DESCRIPTOR))
                .filter(extension -> isOurs(extension.mapping(), kind)
                        || (kind == MediaKind.VIDEO
                                && PUBLISHED_VIDEO_ONLY.contains(
                                        extension.mapping().uri())))
                .toList();
    }

    static List<OfferedExtension> forViewer(OfferedMedia media, MediaKind kind) {
        return media.extensions().stream()
                .filter(extension -> extension.direction().receives() && isOurs(extension.mapping(), kind))
                .toList();
    }

    static List<ExtensionMapping> mappings(List<OfferedExtension> extensions) {
        return extensions.stream().map(OfferedExtension::mapping).toList();
    }

    private static boolean isOurs(ExtensionMapping extension, MediaKind kind) {
        return BOTH_KINDS.contains(extension.uri())
                || (kind == MediaKind.AUDIO ? AUDIO_ONLY : VIDEO_ONLY).contains(extension.uri());
    }
}
