package io.steadycast.media.wire.rtp;

import java.util.Optional;

/** The header extensions that browsers offer, by the URI that SDP's {@code a=extmap} names them with (RFC 8285 section 5). */
public enum HeaderExtension {
    /** draft-holmer-rmcat-transport-wide-cc-extensions-01. */
    TRANSPORT_CC("http://www.ietf.org/id/draft-holmer-rmcat-transport-wide-cc-extensions-01"),
    ABS_SEND_TIME("http://www.webrtc.org/experiments/rtp-hdrext/abs-send-time"),
    /** RFC 5450. */
    TRANSMISSION_OFFSET("urn:ietf:params:rtp-hdrext:toffset"),
    /** 3GPP TS 26.114, coordination of video orientation. */
    VIDEO_ORIENTATION("urn:3gpp:video-orientation"),
    PLAYOUT_DELAY("http://www.webrtc.org/experiments/rtp-hdrext/playout-delay"),
    VIDEO_CONTENT_TYPE("http://www.webrtc.org/experiments/rtp-hdrext/video-content-type"),
    VIDEO_TIMING("http://www.webrtc.org/experiments/rtp-hdrext/video-timing"),
    COLOR_SPACE("http://www.webrtc.org/experiments/rtp-hdrext/color-space"),
    /** RFC 9143. */
    SDES_MID("urn:ietf:params:rtp-hdrext:sdes:mid"),
    /** RFC 8852. */
    SDES_RID("urn:ietf:params:rtp-hdrext:sdes:rtp-stream-id"),
    /** RFC 8852. */
    SDES_REPAIRED_RID("urn:ietf:params:rtp-hdrext:sdes:repaired-rtp-stream-id"),
    /** RFC 6464. */
    AUDIO_LEVEL("urn:ietf:params:rtp-hdrext:ssrc-audio-level"),
    /** AV1 RTP payload format, appendix A; its URI is the specification's address. */
    DEPENDENCY_DESCRIPTOR("https://aomediacodec.github.io/av1-rtp-spec/#dependency-descriptor-rtp-header-extension"),
    VIDEO_LAYERS_ALLOCATION("http://www.webrtc.org/experiments/rtp-hdrext/video-layers-allocation00"),
    ABS_CAPTURE_TIME("http://www.webrtc.org/experiments/rtp-hdrext/abs-capture-time");

    private final String uri;

    HeaderExtension(String uri) {
        this.uri = uri;
    }

    public String uri() {
        return uri;
    }

    public static Optional<HeaderExtension> byUri(String uri) {
        for (HeaderExtension extension : values()) {
            if (extension.uri.equals(uri)) {
                return Optional.of(extension);
            }
        }
        return Optional.empty();
    }
}
