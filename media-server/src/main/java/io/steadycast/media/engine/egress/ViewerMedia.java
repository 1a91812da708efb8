package io.steadycast.media.engine.egress;

import io.steadycast.media.engine.log.Codec;

/**
 * One negotiated m-section of a viewer.
 *
 * @param mid of the m-section
 * @param codec that was negotiated; a track of another codec cannot be attached
 * @param payloadTypes of media, retransmission and RED
 * @param ssrcs of media and retransmission
 * @param extensions ids of the header extensions
 * @param feedback which feedback the viewer announced
 */
public record ViewerMedia(
        String mid,
        Codec codec,
        PayloadTypes payloadTypes,
        Ssrcs ssrcs,
        ExtensionIds extensions,
        FeedbackFlags feedback) {

    /**
     * Payload types; -1 where not negotiated.
     *
     * @param media of the codec itself
     * @param rtx of RFC 4588 for it
     * @param red of RFC 2198 around Opus
     * @param flexFec of FlexFEC-03 over the media stream
     */
    public record PayloadTypes(int media, int rtx, int red, int flexFec) {
        public PayloadTypes(int media, int rtx, int red) {
            this(media, rtx, red, -1);
        }
    }

    /**
     * SSRCs as unsigned 32 bits; -1 where not negotiated.
     *
     * @param media of the media stream
     * @param rtx of the retransmission stream
     * @param flexFec of the parity stream
     */
    public record Ssrcs(long media, long rtx, long flexFec) {
        public Ssrcs(long media, long rtx) {
            this(media, rtx, -1);
        }
    }

    /**
     * Feedback that the viewer announced for this section (RFC 4585 rtcp-fb).
     *
     * @param nack generic NACK
     * @param pli picture loss or FIR
     * @param transportCc transport-wide feedback
     */
    public record FeedbackFlags(boolean nack, boolean pli, boolean transportCc) {}

    boolean hasFec() {
        return payloadTypes.flexFec() >= 0 && ssrcs.flexFec() >= 0;
    }

    boolean hasRtx() {
        return payloadTypes.rtx() >= 0 && ssrcs.rtx() >= 0;
    }
}
