package io.steadycast.netsim.endpoint;

import io.steadycast.media.engine.log.Codec;
import io.steadycast.media.wire.rtp.HeaderExtension;
import java.util.EnumMap;
import java.util.Map;

/** Immutable. What a simulated session would have found in its descriptions: payload types, mids and extension ids, the same for everybody. */
public final class Negotiated {
    public static final int OPUS = 111;
    public static final int VP8 = 96;
    public static final int RTX = 97;
    public static final int VP9 = 98;
    public static final int H264 = 102;
    public static final int AV1 = 45;
    /** RFC 2198 around Opus. */
    public static final int AUDIO_RED = 63;

    /** RFC 2198 around VP8 or its parity. */
    public static final int VIDEO_RED = 114;

    public static final int ULPFEC = 116;
    public static final int FLEXFEC = 49;
    public static final String AUDIO_MID = "0";
    public static final String VIDEO_MID = "1";

    public static final int AUDIO_LEVEL_ID = 1;
    public static final int ABS_SEND_TIME_ID = 2;
    public static final int TRANSPORT_CC_ID = 3;
    public static final int MID_ID = 4;
    public static final int PLAYOUT_DELAY_ID = 5;
    public static final int TRANSMISSION_OFFSET_ID = 6;
    public static final int VIDEO_TIMING_ID = 7;
    public static final int DEPENDENCY_DESCRIPTOR_ID = 8;
    public static final int RID_ID = 10;
    public static final int REPAIRED_RID_ID = 11;

    private Negotiated() {}

    /** Of media. */
    public static int payloadType(Codec codec) {
        return switch (codec) {
            case OPUS -> OPUS;
            case VP8 -> VP8;
            case VP9 -> VP9;
            case H264 -> H264;
            case AV1 -> AV1;
        };
    }

    /** RFC 4588, of this codec's packets. */
    public static int rtxPayloadType(Codec codec) {
        return switch (codec) {
            case VP8, OPUS -> RTX;
            case VP9 -> 99;
            case H264 -> 103;
            case AV1 -> 46;
        };
    }

    /** Of a host that sends this codec. */
    public static Map<HeaderExtension, Integer> extensions(Codec codec) {
        Map<HeaderExtension, Integer> extensions = new EnumMap<>(extensions());
        if (codec == Codec.AV1) {
            extensions.put(HeaderExtension.DEPENDENCY_DESCRIPTOR, DEPENDENCY_DESCRIPTOR_ID);
        }
        return extensions;
    }

    public static Map<HeaderExtension, Integer> extensions() {
        return Map.of(
                HeaderExtension.AUDIO_LEVEL, AUDIO_LEVEL_ID,
                HeaderExtension.ABS_SEND_TIME, ABS_SEND_TIME_ID,
                HeaderExtension.TRANSPORT_CC, TRANSPORT_CC_ID,
                HeaderExtension.SDES_MID, MID_ID,
                HeaderExtension.SDES_RID, RID_ID,
                HeaderExtension.SDES_REPAIRED_RID, REPAIRED_RID_ID);
    }
}
