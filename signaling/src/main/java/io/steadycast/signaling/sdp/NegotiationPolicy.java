package io.steadycast.signaling.sdp;

import io.steadycast.signaling.sdp.CodecPolicy.RedPolicy;

/**
 * What the operator decides about offers.
 *
 * @param red what to do with redundant Opus
 * @param flexFec whether viewers that offer FlexFEC-03 are sent parity
 * @param maxTracks of one publisher; an offer that sends more is refused
 */
public record NegotiationPolicy(RedPolicy red, boolean flexFec, int maxTracks) {
    public static final NegotiationPolicy DEFAULT = new NegotiationPolicy(RedPolicy.AFTER_OPUS, true, 4);

    public NegotiationPolicy {
        if (maxTracks < 1 || maxTracks > SdpLimits.MAX_MEDIA) {
            throw new IllegalArgumentException("maxTracks must be in 1.." + SdpLimits.MAX_MEDIA + ", not " + maxTracks);
        }
    }
}
