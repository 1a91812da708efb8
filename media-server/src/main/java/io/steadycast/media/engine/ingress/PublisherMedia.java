package io.steadycast.media.engine.ingress;

import io.steadycast.media.engine.log.TrackSource;
import java.util.List;

/**
 * One negotiated m-section of a publisher.
 *
 * @param mid of the m-section
 * @param source where its packets go; one log for each of the encodings
 * @param payloadTypes of media, retransmission and RED
 * @param encodings in the order of the description
 * @param feedback what may be sent to the publisher for it
 */
public record PublisherMedia(
        String mid,
        TrackSource source,
        PayloadTypes payloadTypes,
        List<EncodingDescription> encodings,
        FeedbackFlags feedback) {
    public static final int MAX_ENCODINGS = 8;

    public PublisherMedia {
        encodings = List.copyOf(encodings);
        if (encodings.isEmpty() || encodings.size() > MAX_ENCODINGS || encodings.size() != source.encodingCount()) {
            throw new IllegalArgumentException(encodings.size() + " encodings for " + source.encodingCount() + " logs");
        }
    }

    /**
     * Payload types; -1 where not negotiated.
     *
     * @param media of the codec itself
     * @param rtx of RFC 4588 for it
     * @param red of RFC 2198 around Opus
     */
    public record PayloadTypes(int media, int rtx, int red) {
        boolean contains(int payloadType) {
            return payloadType == media || payloadType == rtx || payloadType == red;
        }
    }

    /**
     * What the description says about an encoding.
     *
     * @param rid empty without rid
     * @param ssrc unsigned 32 bits, -1 if the description does not name it
     * @param rtxSsrc unsigned 32 bits, -1 if the description does not name it
     */
    public record EncodingDescription(String rid, long ssrc, long rtxSsrc) {
        public static final long UNKNOWN_SSRC = -1;

        public static EncodingDescription ofRid(String rid) {
            return new EncodingDescription(rid, UNKNOWN_SSRC, UNKNOWN_SSRC);
        }
    }

    /**
     * Feedback negotiated for the section (RFC 4585, RFC 5104).
     *
     * @param nack generic NACK
     * @param pli picture loss indication
     * @param fir full intra request, used where there is no PLI
     * @param transportCc transport-wide feedback
     * @param remb goog-remb, used where there is no transport-wide feedback
     */
    public record FeedbackFlags(boolean nack, boolean pli, boolean fir, boolean transportCc, boolean remb) {}
}
