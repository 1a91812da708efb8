package io.steadycast.signaling.plane;

import java.util.List;

/**
 * One m-line that a viewer receives.
 *
 * @param mid of the viewer's own offer
 * @param sourceMid the publisher's m-line that it carries
 * @param codecs the formats it may be sent, the source's codec first (and RED beside Opus)
 */
public record SubscribedTrackSpec(
        String mid, String sourceMid, List<CodecParameters> codecs, List<ExtensionMapping> extensions) {
    public SubscribedTrackSpec {
        Checks.mid(mid);
        Checks.mid(sourceMid);
        codecs = TrackChecks.codecs(codecs);
        extensions = TrackChecks.extensions(extensions);
    }

    public MediaKind kind() {
        return codecs.getFirst().codec().kind();
    }
}
