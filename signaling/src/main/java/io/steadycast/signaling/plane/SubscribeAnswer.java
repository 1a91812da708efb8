package io.steadycast.signaling.plane;

import java.util.List;

/** How a new viewer reaches its shard, and what it will see there: one entry per {@link SubscribedTrackSpec}, in its order. */
public record SubscribeAnswer(TransportAnswer transport, List<SentTrack> tracks) {
    public SubscribeAnswer {
        tracks = Checks.unique(tracks, SentTrack::mid, "mids");
    }

    /**
     * What the viewer is sent on one m-line.
     *
     * @param rtxSsrc or {@link EncodingSpec#UNKNOWN_SSRC} where RTX was not negotiated
     * @param fecSsrc of the FlexFEC stream, or {@link EncodingSpec#UNKNOWN_SSRC} where it was not negotiated
     * @param cname equal for tracks that play in sync (RFC 8834 section 4.9)
     * @param msid "stream track" (RFC 8830)
     */
    public record SentTrack(String mid, long ssrc, long rtxSsrc, long fecSsrc, String cname, String msid) {
        public SentTrack {
            Checks.mid(mid);
            Checks.range(ssrc, 1, Checks.MAX_SSRC, "an SSRC");
            Checks.range(rtxSsrc, EncodingSpec.UNKNOWN_SSRC, Checks.MAX_SSRC, "an RTX SSRC");
            Checks.range(fecSsrc, EncodingSpec.UNKNOWN_SSRC, Checks.MAX_SSRC, "a FlexFEC SSRC");
            Checks.require(Checks.isToken(cname, 64), "a cname must be a token of 1..64 characters", cname);
            Checks.require(
                    !msid.isEmpty() && msid.length() <= 129 && msid.chars().allMatch(c -> c >= 0x20 && c < 0x7f),
                    "an msid must have 1..129 printable characters",
                    msid);
        }
    }
}
