package io.steadycast.media.engine.egress;

/**
 * Confined to its shard. The numbers before a subscription's first picture, which carry nothing. libwebrtc's nack_requester.cc asks for what is missing behind the first
 * number that it sees: a keyframe whose own first packet gets lost is sent again all the same, but comes as one that nobody asked for, and such pictures set the clock
 * (video_stream_buffer_controller.cc, InsertFrame). A late one sets it wrong, and with the few points that timestamp_extrapolator.cc has by then the next picture may be
 * due whole seconds later. Where only what is asked for is sent again, none are needed.
 */
final class LeadIn {
    private static final int MAX_PACKETS = 3;

    /** So far apart that one burst does not take all. */
    private static final long SPACING_NS = 25_000_000L;

    private final RtpRewriter rewriter;
    private final RepairQueue repairs;
    private int packets;
    private long lastNs;

    LeadIn(RtpRewriter rewriter, RepairQueue repairs) {
        this.rewriter = rewriter;
        this.repairs = repairs;
    }

    /** A picture is wanted, or about to leave. */
    void onTick(long nowNs) {
        boolean begun = rewriter.floor() != Long.MIN_VALUE;
        boolean due = packets == 0 || nowNs - lastNs >= SPACING_NS;
        if (!begun && due && packets < MAX_PACKETS && repairs.ledRoundNs() > 0 && rewriter.hasRoom()) {
            packets++;
            lastNs = nowNs;
            rewriter.skip(nowNs);
        }
    }
}
