package io.steadycast.signaling.plane;

import java.util.Set;

/**
 * One negotiated payload format of an m-line.
 *
 * @param fmtp the format parameters as written after the payload type, empty if there are none
 * @param rtxPayloadType payload type of its RFC 4588 retransmissions, or {@link #NO_RTX}
 */
public record CodecParameters(int payloadType, Codec codec, String fmtp, int rtxPayloadType, Set<Feedback> feedback) {
    public static final int NO_RTX = -1;

    public CodecParameters {
        payloadType(payloadType);
        if (rtxPayloadType != NO_RTX) {
            payloadType(rtxPayloadType);
            Checks.require(rtxPayloadType != payloadType, "RTX must have a payload type of its own", rtxPayloadType);
        }
        feedback = Set.copyOf(feedback);
    }

    /** With rtcp-mux, 64..95 would be mistaken for RTCP (RFC 5761 section 4). */
    private static void payloadType(int payloadType) {
        Checks.range(payloadType, 0, 127, "a payload type");
        Checks.require(
                payloadType < 64 || payloadType > 95,
                "a payload type beside rtcp-mux must be in 0..63 or 96..127",
                payloadType);
    }

    public boolean hasRtx() {
        return rtxPayloadType != NO_RTX;
    }
}
