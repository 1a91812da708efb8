package io.steadycast.media.engine.egress;

import io.steadycast.abr.control.PacketHistory;
import io.steadycast.abr.control.Plan;

/**
 * Confined to its shard. Where feedback gets lost, has the viewer repeat it. Each transport-wide feedback of a libwebrtc receiver goes on where the last one ended, heard
 * or not; but a packet with an older number, come twice or late, moves the beginning back to it, and everything from there on is reported again: half a second at
 * most, since what arrived before that is forgotten (modules/remote_bitrate_estimator/transport_sequence_number_feedback_generator.cc, OnReceivedPacket). So now and then
 * a packet of padding leaves under a number that was received for sure: of that number the viewer keeps the first arrival, and nothing else is disturbed.
 */
final class FeedbackRecall {
    private static final long MS = 1_000_000L;

    private final FeedbackLog feedback;
    private long from = 1;
    private long nextNs = Long.MIN_VALUE;

    FeedbackRecall(FeedbackLog feedback) {
        this.feedback = feedback;
    }

    void onTick(long nowNs, Plan plan, Subscription[] subscriptions) {
        if (plan.recallMs <= 0 || nowNs < nextNs) {
            return;
        }
        long seq = oldestReceived(nowNs - plan.recallMs * MS);
        if (seq < 0) {
            return;
        }
        nextNs = nowNs + plan.recallEveryMs * MS;
        for (Subscription subscription : subscriptions) {
            if (subscription.recall(nowNs, seq)) {
                return;
            }
        }
    }

    /** Of what was sent since then; -1 if nothing of it is known to have arrived. */
    private long oldestReceived(long sinceNs) {
        from = Math.max(from, feedback.oldestSeq());
        long newest = feedback.newestReportedSeq();
        while (from <= newest && feedback.sentNs(from) < sinceNs) {
            from++;
        }
        for (long seq = from; seq <= newest; seq++) {
            if (feedback.status(seq) == PacketHistory.RECEIVED) {
                return seq;
            }
        }
        return -1;
    }
}
