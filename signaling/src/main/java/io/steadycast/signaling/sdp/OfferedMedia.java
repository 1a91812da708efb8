package io.steadycast.signaling.sdp;

import io.steadycast.signaling.plane.EncodingSpec;
import io.steadycast.signaling.plane.ExtensionMapping;
import io.steadycast.signaling.sdp.MediaDescription.MediaLine;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * One m-section of an offer, understood.
 *
 * @param codecs in the order of the m-line; empty unless it is RTP
 * @param encodings what its sender announces: rids, or SSRCs, or one encoding of neither
 */
public record OfferedMedia(
        MediaLine mediaLine,
        Head head,
        List<OfferedCodec> codecs,
        List<OfferedExtension> extensions,
        List<EncodingSpec> encodings) {
    public OfferedMedia {
        codecs = List.copyOf(codecs);
        extensions = List.copyOf(extensions);
        encodings = List.copyOf(encodings);
    }

    /**
     * What does not depend on codecs.
     *
     * @param mid empty if the offer has none
     */
    public record Head(String mid, Direction direction, boolean bundled, Set<Option> options) {
        public Head {
            options = Set.copyOf(options);
        }

        boolean has(Option option) {
            return options.contains(option);
        }
    }

    /** Flags of an m-section. */
    public enum Option {
        BUNDLE_ONLY,
        RTCP_MUX,
        /** Reduced-size RTCP (RFC 5506). */
        RTCP_RSIZE,
        /** a=rtcp-xr:rcvr-rtt=all|sender (RFC 3611 section 5.1). */
        RCVR_RTT,
        EXTMAP_ALLOW_MIXED
    }

    /**
     * A payload type of the m-line.
     *
     * @param apt the payload type that an rtx one repairs, -1 for others
     * @param feedback values of a=rtcp-fb, those for all payload types included
     */
    public record OfferedCodec(
            int payloadType, String name, int clockRateHz, String fmtp, int apt, Set<String> feedback) {
        public OfferedCodec {
            feedback = Set.copyOf(feedback);
        }

        Optional<String> parameter(String key) {
            return Fmtp.parameter(fmtp, key);
        }
    }

    /** A header extension; most are offered both ways, Firefox offers some one way (RFC 8285 section 6). */
    public record OfferedExtension(ExtensionMapping mapping, Direction direction) {
        /** How the answer writes it, from its own side. */
        String answered() {
            String suffix = switch (direction) {
                case SENDRECV, INACTIVE -> "";
                case SENDONLY -> "/recvonly";
                case RECVONLY -> "/sendonly";
            };
            return mapping.id() + suffix + " " + mapping.uri();
        }
    }

    /** The mid, or one of our own where a lone m-line came without. */
    String effectiveMid() {
        return head.mid().isEmpty() ? "0" : head.mid();
    }

    boolean isRtp() {
        return mediaLine.protocol().endsWith("RTP/SAVPF");
    }

    /** Port 0 means rejected, except on bundle-only sections (RFC 8843 section 6). */
    boolean isRejected() {
        return mediaLine.port() == 0 && !head.has(Option.BUNDLE_ONLY);
    }
}
