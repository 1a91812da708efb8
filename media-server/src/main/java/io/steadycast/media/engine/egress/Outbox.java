package io.steadycast.media.engine.egress;

import io.steadycast.abr.control.FrameClass;
import io.steadycast.abr.control.PacketKind;
import io.steadycast.abr.control.Plan;
import io.steadycast.abr.control.Protection;
import io.steadycast.abr.control.StreamPlan;
import io.steadycast.media.engine.transport.DropReason;
import org.jspecify.annotations.Nullable;

/**
 * Confined to its shard. What of one viewer's packets does not leave at once, and in which order it does: audio (never waits), retransmissions, keyframes and the
 * base layer, parity, upper layers, copies, probes. Without a plan
 * nothing waits here but for a TCP connection that does not keep up.
 */
final class Outbox {
    private static final int BITS_PER_MS = 8_000;

    /** Probes are filled ahead for about one tick. */
    private static final long AHEAD_NS = 5_000_000L;

    /** As much of a probe's filling as one tick may bring. */
    private static final int MAX_FILL_BYTES = 64_000;

    /** Over TCP nothing is worth sending that waited longer: the far end has been seeing nothing for so long, and a keyframe is the shortest way to the present. */
    private static final long STREAM_EXPIRE_NS = 1_500_000_000L;

    private final PacketSender sender;
    private final Pacer pacer;
    private final FeedbackLog feedback;
    private final DropTally drops;
    private final SendQueue queue = new SendQueue();
    private final Copies copies = new Copies();
    private final StaleStreams stale = new StaleStreams();
    private final Prober prober;
    private final FeedbackRecall recall;
    private @Nullable Plan plan;
    private Subscription[] subscriptions = new Subscription[0];

    Outbox(PacketSender sender, Pacer pacer, FeedbackLog feedback, DropTally drops) {
        this.sender = sender;
        this.pacer = pacer;
        this.feedback = feedback;
        this.drops = drops;
        prober = new Prober(pacer);
        recall = new FeedbackRecall(feedback);
    }

    /** Before anything is sent. */
    void bind(Subscription[] all, @Nullable Plan steering) {
        subscriptions = all;
        stale.bind(all.length);
        plan = steering;
    }

    /** Null without a controller. */
    @Nullable
    Plan plan() {
        return plan;
    }

    int queuedBytes() {
        return queue.queuedBytes();
    }

    int probeDone() {
        return prober.doneId();
    }

    /** Whether a packet that comes now must wait: behind others, for retransmissions that are more urgent, or for a TCP connection that does not keep up. */
    boolean holds(long nowNs) {
        return !queue.isEmpty()
                || stale.any()
                || !sender.takesMedia()
                || (pacer.paced() && (repairWaits() || !pacer.admits(nowNs, PacketClass.VIDEO)));
    }

    private boolean repairWaits() {
        for (Subscription subscription : subscriptions) {
            if (subscription.repairWaits()) {
                return true;
            }
        }
        return false;
    }

    /** False: there is no room, and the packet is lost for this viewer. */
    boolean hold(long nowNs, int subscription, long viewerSeq, PacketKind kind, int lengthBytes) {
        boolean held = queue.offer(nowNs, subscription, viewerSeq, kind, lengthBytes);
        if (!held) {
            drops.count(DropReason.PACER_OVERFLOW);
        }
        return held;
    }

    /** Whether so much waits, of media or of repair, that frames of upper layers are better left out. */
    boolean pressed(long nowNs) {
        Plan steering = plan;
        if (steering == null || steering.dropUpperAboveMs <= 0 || steering.paceBps <= 0) {
            return false;
        }
        boolean media = (long) queue.queuedBytes() * BITS_PER_MS > steering.paceBps * steering.dropUpperAboveMs;
        return media || repairWaitedNs(nowNs) > steering.dropUpperAboveMs * 1_000_000L;
    }

    private long repairWaitedNs(long nowNs) {
        long longestNs = 0;
        for (Subscription subscription : subscriptions) {
            longestNs = Math.max(longestNs, subscription.repairWaitedNs(nowNs));
        }
        return longestNs;
    }

    /** What the plan says of one subscription; null without a plan. */
    @Nullable
    StreamPlan stream(int subscription) {
        Plan steering = plan;
        return steering == null ? null : steering.stream(subscription);
    }

    /** A media packet left: answers how many copies are to follow. */
    int onMediaSent(long nowNs, int subscription, long viewerSeq, FrameClass kind) {
        StreamPlan stream = stream(subscription);
        int times = stream == null ? 0 : stream.protection(kind).copies;
        if (times == 0 || stream == null) {
            return 0;
        }
        if (!copies.offer(subscription, viewerSeq, times, nowNs + stream.copyDelayMs * 1_000_000L)) {
            drops.count(DropReason.PACER_OVERFLOW);
            return 0;
        }
        return times;
    }

    /** The plan may have changed. */
    void onTick(long nowNs) {
        Plan steering = plan;
        if (steering == null) {
            return;
        }
        prober.onTick(nowNs, steering, feedback.nextSeq());
        double pace = steering.paceBps;
        if (pace > 0) {
            if (steering.maxQueueMs > 0) {
                pace = Math.max(pace, (double) queue.queuedBytes() * BITS_PER_MS / steering.maxQueueMs);
            }
            if (prober.isActive()) {
                pace = Math.max(pace, (double) prober.bps());
            }
        }
        pacer.pace(pace);
        pacer.protection(protection(steering));
        if (steering.rtxBps > 0) {
            pacer.rtxRate(steering.rtxBps);
        }
    }

    /** Of the base layer that has most of it, beforehand. */
    private static double protection(Plan steering) {
        double most = 0;
        for (int i = 0; i < steering.streamCount(); i++) {
            Protection base = steering.stream(i).protection(FrameClass.T0);
            most = Math.max(most, base.copies + base.parityShare);
        }
        return most;
    }

    /** What may leave now of what waits, parity before upper layers. */
    void drain(long nowNs) {
        boolean going = true;
        while (going) {
            boolean urgent = !queue.isEmpty() && queue.kind() != PacketKind.UPPER;
            going = (!urgent && drainParity(nowNs)) || drainMedia(nowNs);
        }
    }

    private boolean drainMedia(long nowNs) {
        if (queue.isEmpty()) {
            return false;
        }
        Subscription subscription = subscriptions[queue.subscription()];
        boolean useless = stale.leavesOut(queue.subscription(), queue.kind());
        if (useless || isLate(nowNs)) {
            if (!useless && sender.isReliable()) {
                stale.onLeftOut(queue.subscription(), queue.kind());
            }
            drops.count(DropReason.PACER_EXPIRED);
            subscription.expire(nowNs, queue.viewerSeq(), queue.kind());
            queue.remove();
            return true;
        }
        if (!pacer.admits(nowNs, PacketClass.VIDEO) || !subscription.hasRoom()) {
            return false;
        }
        long viewerSeq = queue.viewerSeq();
        queue.remove();
        subscription.release(nowNs, viewerSeq);
        return true;
    }

    private boolean isLate(long nowNs) {
        if (sender.isReliable() && nowNs - queue.queuedNs() > STREAM_EXPIRE_NS) {
            return true;
        }
        Plan steering = plan;
        if (steering == null) {
            return false;
        }
        boolean base = queue.kind() != PacketKind.UPPER && steering.expireBaseMs > 0;
        long expireMs = base ? steering.expireBaseMs : steering.expireMs;
        return expireMs > 0 && nowNs - queue.queuedNs() > expireMs * 1_000_000L;
    }

    private boolean drainParity(long nowNs) {
        for (Subscription subscription : subscriptions) {
            if (subscription.parity().isReady() && pacer.admits(nowNs, PacketClass.VIDEO) && subscription.hasRoom()) {
                return subscription.parity().send(nowNs);
            }
        }
        return false;
    }

    /** Copies that are due: before what a replay sends, which would never leave any room. */
    void sendCopies(long nowNs) {
        while (copies.isDue(nowNs) && pacer.admits(nowNs, PacketClass.VIDEO)) {
            int index = copies.subscription();
            long viewerSeq = copies.viewerSeq();
            int left = copies.times() - 1;
            copies.remove();
            boolean sent = subscriptions[index].sendCopy(nowNs, viewerSeq, PacketKind.DUPLICATE) >= 0;
            if (!sent) {
                subscriptions[index].onCopiesLeftOut(viewerSeq, left + 1);
            } else if (left > 0 && !copyAgain(nowNs, index, viewerSeq, left)) {
                subscriptions[index].onCopiesLeftOut(viewerSeq, left);
            }
        }
    }

    /** What a probe lacks, and what asks for feedback. */
    void fill(long nowNs) {
        if (prober.isActive()) {
            fillProbe(nowNs);
        }
        Plan steering = plan;
        if (steering != null) {
            recall.onTick(nowNs, steering, subscriptions);
        }
    }

    /** So long after its sending a packet may still be told of, though the feedback about it got lost; 0: never. */
    long recallNs() {
        Plan steering = plan;
        return steering == null ? 0 : steering.recallMs * 1_000_000L;
    }

    private boolean copyAgain(long nowNs, int index, long viewerSeq, int times) {
        StreamPlan stream = stream(index);
        return stream != null && copies.offer(index, viewerSeq, times, nowNs + stream.copyDelayMs * 1_000_000L);
    }

    private void fillProbe(long nowNs) {
        long missing = Math.min(prober.missingBytes(nowNs, AHEAD_NS), MAX_FILL_BYTES);
        while (missing > 0) {
            int sent = -1;
            for (int i = 0; i < subscriptions.length && sent < 0; i++) {
                sent = subscriptions[i].sendFilling(nowNs, missing);
            }
            if (sent < 0) {
                return;
            }
            missing -= sent;
        }
    }
}
