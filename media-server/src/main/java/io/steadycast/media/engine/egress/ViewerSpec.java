package io.steadycast.media.engine.egress;

import java.util.List;

/**
 * What was negotiated with one viewer.
 *
 * @param cname of the sender reports, the same for all media so that the viewer keeps them in sync (RFC 3550 section 6.5.1)
 * @param seed of the first sequence numbers
 * @param media one per m-section
 */
public record ViewerSpec(String cname, long seed, List<ViewerMedia> media) {
    public ViewerSpec {
        media = List.copyOf(media);
    }
}
