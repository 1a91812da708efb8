package io.steadycast.signaling.plane;

import java.util.List;

/** Stateless. What the m-lines of both directions have in common. */
final class TrackChecks {
    private static final int MAX_CODECS = 2;

    private TrackChecks() {}

    static List<CodecParameters> codecs(List<CodecParameters> codecs) {
        Checks.range(codecs.size(), 1, MAX_CODECS, "the number of codecs of an m-line");
        if (codecs.size() == 2) {
            Codec first = codecs.getFirst().codec();
            Codec second = codecs.getLast().codec();
            Checks.require(
                    (first == Codec.OPUS && second == Codec.RED) || (first == Codec.RED && second == Codec.OPUS),
                    "two codecs of an m-line must be OPUS and RED",
                    first + " and " + second);
        } else {
            Checks.require(
                    codecs.getFirst().codec() != Codec.RED,
                    "RED must stand beside OPUS",
                    codecs.getFirst().codec());
        }
        return Checks.unique(codecs, CodecParameters::payloadType, "payload types of an m-line");
    }

    static List<ExtensionMapping> extensions(List<ExtensionMapping> extensions) {
        Checks.unique(extensions, ExtensionMapping::uri, "extension URIs of an m-line");
        return Checks.unique(extensions, ExtensionMapping::id, "extension ids of an m-line");
    }
}
