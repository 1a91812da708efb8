package io.steadycast.signaling.sdp;

import io.steadycast.signaling.plane.TransportOffer;
import java.util.List;

/**
 * An offer that fits one BUNDLE transport, understood but not yet negotiated.
 *
 * @param grouped false if it has one usable m-line and no BUNDLE group; then the answer has none either
 */
public record Offer(TransportOffer transport, boolean grouped, List<OfferedMedia> media) {
    public Offer {
        media = List.copyOf(media);
    }

    /** Whether the m-line shares our one transport. */
    boolean carries(OfferedMedia section) {
        return !section.isRejected() && (!grouped || section.head().bundled());
    }

    boolean extmapAllowMixed() {
        return media.stream().anyMatch(section -> section.head().has(OfferedMedia.Option.EXTMAP_ALLOW_MIXED));
    }
}
