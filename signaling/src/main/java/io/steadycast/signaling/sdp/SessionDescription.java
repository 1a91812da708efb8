package io.steadycast.signaling.sdp;

import java.util.List;
import java.util.Optional;

/** A whole session description, structured but uninterpreted. Lines that WebRTC gives no meaning (i, u, e, p, b, c, r, z, k) are dropped. */
public record SessionDescription(String origin, List<SdpAttribute> attributes, List<MediaDescription> media) {
    public SessionDescription {
        attributes = List.copyOf(attributes);
        media = List.copyOf(media);
    }

    public Optional<SdpAttribute> first(String name) {
        return MediaDescription.Attributes.first(attributes, name);
    }

    /** The session as RFC 8866 text. */
    public String text() {
        StringBuilder out = new StringBuilder(4_096);
        line(out, "v=0");
        line(out, "o=" + origin);
        line(out, "s=-");
        line(out, "t=0 0");
        attributes.forEach(attribute -> line(out, text(attribute)));
        for (MediaDescription section : media) {
            line(out, "m=" + section.mediaLine().text());
            line(out, "c=IN IP4 0.0.0.0");
            section.attributes().forEach(attribute -> line(out, text(attribute)));
        }
        return out.toString();
    }

    private static String text(SdpAttribute attribute) {
        return attribute.value().isEmpty()
                ? "a=" + attribute.name()
                : "a=" + attribute.name() + ":" + attribute.value();
    }

    private static void line(StringBuilder out, String text) {
        out.append(text).append("\r\n");
    }
}
