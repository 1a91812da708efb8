package io.steadycast.signaling.sdp;

import io.steadycast.signaling.plane.MediaKind;
import io.steadycast.signaling.plane.SubscribeAnswer;
import io.steadycast.signaling.plane.SubscribedTrackSpec;
import io.steadycast.signaling.plane.TransportOffer;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** Immutable. A negotiated offer to view: what the media plane must send, and the answer once it has a transport and SSRCs. */
public final class ViewPlan {
    private final Offer offer;
    private final List<SubscribedTrackSpec> tracks;
    private final List<AnswerLine> lines;

    ViewPlan(Offer offer, List<SubscribedTrackSpec> tracks, List<AnswerLine> lines) {
        this.offer = offer;
        this.tracks = List.copyOf(tracks);
        this.lines = List.copyOf(lines);
    }

    public TransportOffer transport() {
        return offer.transport();
    }

    public List<SubscribedTrackSpec> tracks() {
        return tracks;
    }

    /** Kinds that the viewer would take but the host does not send: should the host begin to, the viewer must join again. */
    public Set<MediaKind> unservedKinds() {
        Set<MediaKind> kinds = EnumSet.noneOf(MediaKind.class);
        for (AnswerLine line : lines) {
            if (!line.isRejected() && line.direction() == Direction.INACTIVE) {
                kinds.add(line.codecs().getFirst().codec().kind());
            }
        }
        return kinds;
    }

    /** The answer; {@code sessionId} of its o= line must be below 2^62 (RFC 8829 section 5.2.1). */
    public String answer(SubscribeAnswer answer, long sessionId) {
        return new AnswerWriter(offer, lines, answer.transport()).write(sessionId, answer.tracks());
    }
}
