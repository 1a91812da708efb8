package io.steadycast.signaling.plane;

import java.util.List;

/**
 * One m-line that a viewer receives.
 *
 * @param mid of the viewer's own offer
 * @param sourceMid the publisher's m-line that it carries
 * @param codecs the formats it may be sent, the source's codec first (and RED beside Opus)
 * @param flexFecPayloadType payload type of FlexFEC-03 parity over it, or {@link #NO_FEC}
 */
public record SubscribedTrackSpec(
        String mid,
        String sourceMid,
        List<CodecParameters> codecs,
        int flexFecPayloadType,
        List<ExtensionMapping> extensions) {
    public static final int NO_FEC = -1;

    public SubscribedTrackSpec {
        Checks.mid(mid);
        Checks.mid(sourceMid);
        codecs = TrackChecks.codecs(codecs);
        Checks.range(flexFecPayloadType, NO_FEC, 127, "a FlexFEC payload type");
        extensions = TrackChecks.extensions(extensions);
    }

    public boolean hasFec() {
        return flexFecPayloadType != NO_FEC;
    }

    public MediaKind kind() {
        return codecs.getFirst().codec().kind();
    }
}
