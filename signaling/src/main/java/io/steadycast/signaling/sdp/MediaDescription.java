package io.steadycast.signaling.sdp;

import java.util.List;
import java.util.Optional;

/** One m-section as written: its m-line and its attributes, uninterpreted. */
public record MediaDescription(MediaLine mediaLine, List<SdpAttribute> attributes) {
    /** {@code m=kind port protocol formats} (RFC 8866 section 5.14). */
    public record MediaLine(int line, String kind, int port, String protocol, List<String> formats) {
        public MediaLine {
            formats = List.copyOf(formats);
        }

        SdpException malformed(String legal) {
            return new SdpException(line, "m=" + text(), legal);
        }

        String text() {
            return kind + " " + port + " " + protocol + " " + String.join(" ", formats);
        }
    }

    public MediaDescription {
        attributes = List.copyOf(attributes);
    }

    public Optional<SdpAttribute> first(String name) {
        return Attributes.first(attributes, name);
    }

    public boolean has(String name) {
        return first(name).isPresent();
    }

    /** The lookup that sessions and media have in common. */
    static final class Attributes {
        private Attributes() {}

        static Optional<SdpAttribute> first(List<SdpAttribute> attributes, String name) {
            return attributes.stream()
                    .filter(attribute -> attribute.name().equals(name))
                    .findFirst();
        }
    }
}
