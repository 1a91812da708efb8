package io.steadycast.signaling.plane;

import java.util.List;

/**
 * One m-line that a publisher sends.
 *
 * @param codecs what it may send: one video format; or Opus, with RED beside it, the preferred one first
 * @param encodings in the order of the offer's simulcast attribute, 1 to 4; which of them is better shows on the wire only
 */
public record PublishedTrackSpec(
        String mid, List<CodecParameters> codecs, List<ExtensionMapping> extensions, List<EncodingSpec> encodings) {
    public static final int MAX_ENCODINGS = 4;

    public PublishedTrackSpec {
        Checks.mid(mid);
        codecs = TrackChecks.codecs(codecs);
        extensions = TrackChecks.extensions(extensions);
        Checks.range(encodings.size(), 1, MAX_ENCODINGS, "the number of encodings");
        if (encodings.size() > 1 && !encodings.getFirst().rid().isEmpty()) {
            encodings = Checks.unique(encodings, EncodingSpec::rid, "rids");
        }
        encodings = List.copyOf(encodings);
    }

    public MediaKind kind() {
        return codecs.getFirst().codec().kind();
    }
}
