package io.steadycast.netsim.endpoint;

import io.steadycast.media.engine.log.Codec;

/**
 * How a synthetic viewer behaves.
 *
 * @param ssrcs of its streams, as the answer named them
 * @param receiver what its receiver does
 * @param repair what it negotiated against loss
 */
public record ViewerConfig(Ssrcs ssrcs, Receiver receiver, Repair repair) {
    /** An SSRC that was not negotiated. */
    public static final long NONE = -1;

    /**
     * As the answer named them; {@link #NONE} where there is none.
     *
     * @param audio media
     * @param video media
     * @param videoRtx retransmissions
     * @param videoFec FlexFEC for video
     */
    public record Ssrcs(long audio, long video, long videoRtx, long videoFec) {}

    /**
     * What the receiver does.
     *
     * @param codec of the video
     * @param feedbackMs between transport-wide feedbacks; 50 is what 5 % of the 300 kbit/s come to with which a browser starts that sends no media itself
     * @param reportMs between receiver reports
     * @param decodeMs that decoding a frame takes
     * @param referenceTime sends RFC 3611's reference time, so that it learns its round trip from DLRR
     * @param truth complains about payloads that no synthetic host sent
     */
    public record Receiver(
            Codec codec, int feedbackMs, int reportMs, int decodeMs, boolean referenceTime, boolean truth) {}

    /**
     * Against loss.
     *
     * @param nack asks for lost video
     * @param audioNack asks for lost audio; no browser does of its own accord
     * @param audioRed RFC 2198 around Opus was agreed on
     * @param fec for video
     */
    public record Repair(boolean nack, boolean audioNack, boolean audioRed, Fec fec) {
        public static final Repair BROWSER = new Repair(true, false, true, Fec.FLEXFEC);

        /** Of a Firefox 153: no FlexFEC, no RED around Opus (ULPFEC in RED, which it has, is not sent: docs/adr/0007). */
        public static final Repair FIREFOX = new Repair(true, false, false, Fec.NONE);
    }

    /** Parity for video. */
    public enum Fec {
        NONE,
        FLEXFEC,
        ULPFEC
    }

    /** A Chromium, with consecutive SSRCs from this one on. */
    public static ViewerConfig browser(long firstSsrc) {
        return new ViewerConfig(
                new Ssrcs(firstSsrc, firstSsrc + 1, firstSsrc + 2, firstSsrc + 3),
                new Receiver(Codec.VP8, 50, 1_000, 3, true, true),
                Repair.BROWSER);
    }

    /** The same receiver with what a Firefox negotiates. */
    public static ViewerConfig firefox(long firstSsrc) {
        return browser(firstSsrc).withRepair(Repair.FIREFOX);
    }

    public ViewerConfig withFeedbackMs(int newFeedbackMs) {
        return withReceiver(new Receiver(
                receiver.codec,
                newFeedbackMs,
                receiver.reportMs,
                receiver.decodeMs,
                receiver.referenceTime,
                receiver.truth));
    }

    public ViewerConfig withCodec(Codec newCodec) {
        return withReceiver(new Receiver(
                newCodec,
                receiver.feedbackMs,
                receiver.reportMs,
                receiver.decodeMs,
                receiver.referenceTime,
                receiver.truth));
    }

    public ViewerConfig withReceiver(Receiver newReceiver) {
        return new ViewerConfig(ssrcs, newReceiver, repair);
    }

    public ViewerConfig withRepair(Repair newRepair) {
        return new ViewerConfig(ssrcs, receiver, newRepair);
    }

    public ViewerConfig withSsrcs(Ssrcs newSsrcs) {
        return new ViewerConfig(newSsrcs, receiver, repair);
    }
}
