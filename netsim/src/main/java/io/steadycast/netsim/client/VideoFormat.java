package io.steadycast.netsim.client;

import io.steadycast.media.engine.log.Codec;
import io.steadycast.netsim.endpoint.Negotiated;
import java.util.Locale;
import java.util.Optional;

/** Video codecs that synthetic clients offer, with the parameters of a browser's offer. */
public enum VideoFormat {
    VP8(Codec.VP8, ""),
    VP9(Codec.VP9, "profile-id=0"),
    H264(Codec.H264, "level-asymmetry-allowed=1;packetization-mode=1;profile-level-id=42e01f"),
    AV1(Codec.AV1, "");

    private final Codec codec;
    private final String parameters;

    VideoFormat(Codec codec, String parameters) {
        this.codec = codec;
        this.parameters = parameters;
    }

    /** The one of this codec. */
    public static VideoFormat of(Codec codec) {
        return switch (codec) {
            case VP8 -> VP8;
            case VP9 -> VP9;
            case H264 -> H264;
            case AV1 -> AV1;
            case OPUS -> throw new IllegalArgumentException("Opus is no video");
        };
    }

    static Optional<VideoFormat> named(String encodingName) {
        for (VideoFormat format : values()) {
            if (format.name().equals(encodingName.toUpperCase(Locale.ROOT))) {
                return Optional.of(format);
            }
        }
        return Optional.empty();
    }

    public Codec codec() {
        return codec;
    }

    int payloadType() {
        return Negotiated.payloadType(codec);
    }

    int rtxPayloadType() {
        return Negotiated.rtxPayloadType(codec);
    }

    /** Of {@code a=fmtp}. */
    String parameters() {
        return parameters;
    }
}
