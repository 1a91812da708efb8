package io.steadycast.signaling.plane;

/**
 * One encoding that a publisher announces. Simulcast by rid leaves the SSRCs to the wire; older offers name them and have no rid; an
 * offer may name neither, then the first packet of the m-line (by mid or payload type) binds it.
 *
 * @param rid restriction id (RFC 8851), empty if the track is not simulcast by rid
 * @param ssrc announced by a=ssrc, or {@link #UNKNOWN_SSRC}
 * @param rtxSsrc announced by a=ssrc-group:FID, or {@link #UNKNOWN_SSRC}
 */
public record EncodingSpec(String rid, long ssrc, long rtxSsrc) {
    public static final long UNKNOWN_SSRC = -1;

    public EncodingSpec {
        Checks.require(rid.isEmpty() || Checks.isToken(rid, 16), "a rid must be a token of 1..16 characters", rid);
        Checks.range(ssrc, UNKNOWN_SSRC, Checks.MAX_SSRC, "an SSRC");
        Checks.range(rtxSsrc, UNKNOWN_SSRC, Checks.MAX_SSRC, "an RTX SSRC");
        Checks.require(ssrc == UNKNOWN_SSRC || ssrc != rtxSsrc, "RTX must have an SSRC of its own", rtxSsrc);
    }
}
