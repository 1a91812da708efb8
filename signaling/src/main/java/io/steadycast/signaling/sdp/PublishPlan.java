package io.steadycast.signaling.sdp;

import io.steadycast.signaling.plane.PublishedTrackSpec;
import io.steadycast.signaling.plane.TransportAnswer;
import io.steadycast.signaling.plane.TransportOffer;
import java.util.List;

/** Immutable. A negotiated offer to publish: what the media plane must receive, and the answer once it has a transport. */
public final class PublishPlan {
    private final Offer offer;
    private final List<PublishedTrackSpec> tracks;
    private final List<AnswerLine> lines;

    PublishPlan(Offer offer, List<PublishedTrackSpec> tracks, List<AnswerLine> lines) {
        this.offer = offer;
        this.tracks = List.copyOf(tracks);
        this.lines = List.copyOf(lines);
    }

    public TransportOffer transport() {
        return offer.transport();
    }

    public List<PublishedTrackSpec> tracks() {
        return tracks;
    }

    /** The answer; {@code sessionId} of its o= line must be below 2^62 (RFC 8829 section 5.2.1). */
    public String answer(TransportAnswer transport, long sessionId) {
        return new AnswerWriter(offer, lines, transport).write(sessionId, List.of());
    }
}
