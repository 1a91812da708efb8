package io.steadycast.media.engine.egress;

import io.steadycast.abr.control.ControlSample;
import io.steadycast.abr.control.DecisionRing;
import io.steadycast.abr.control.Demand;
import io.steadycast.abr.control.PacketHistory;
import io.steadycast.abr.control.PacketKind;
import io.steadycast.abr.control.Plan;
import io.steadycast.abr.control.SessionView;
import io.steadycast.abr.control.ViewerController;
import io.steadycast.media.wire.rtp.ExtensionValues;
import org.jspecify.annotations.Nullable;

/** Confined to its shard. Between one viewer's session and its controller: shows the one to the other, and has the plan take effect. */
final class SessionControl implements SessionView {
    private final ViewerController.Factory factory;
    private final Subscription.Shared shared;
    private final Subscription[] subscriptions;
    private final RtcpIntake intake;
    private final Plan plan;
    private @Nullable ViewerController controller;
    private boolean decided;
    private int minDelayMs = Plan.UNCHANGED;
    private int maxDelayMs = Plan.UNCHANGED;

    SessionControl(
            ViewerController.Factory factory,
            Subscription.Shared shared,
            Subscription[] subscriptions,
            RtcpIntake intake) {
        this.factory = factory;
        this.shared = shared;
        this.subscriptions = subscriptions;
        this.intake = intake;
        plan = new Plan(subscriptions.length);
    }

    Plan plan() {
        return plan;
    }

    /** It said something at all. */
    boolean hasDecided() {
        return decided;
    }

    boolean boundsRetransmissions() {
        return plan.rtxBps > 0;
    }

    /** The controller is made at the first moment that is told, since only then the time is known. */
    private ViewerController controller(long nowNs) {
        ViewerController made = controller;
        if (made == null) {
            made = factory.create(nowNs, this);
            controller = made;
        }
        return made;
    }

    void onFeedback(long nowNs) {
        controller(nowNs).onFeedback(nowNs, this);
    }

    /** Lets the controller decide, has the plan take effect, and sends what waited and may go. */
    void onTick(long nowNs) {
        controller(nowNs).onTick(nowNs, this, plan);
        decided = true;
        Outbox outbox = shared.outbox();
        outbox.onTick(nowNs);
        if (plan.minPlayoutDelayMs != minDelayMs || plan.maxPlayoutDelayMs != maxDelayMs) {
            minDelayMs = plan.minPlayoutDelayMs;
            maxDelayMs = plan.maxPlayoutDelayMs;
            shared.sender()
                    .playoutDelay(
                            minDelayMs == Plan.UNCHANGED
                                    ? ExtensionValues.ABSENT
                                    : ExtensionValues.playoutDelayOf(minDelayMs, maxDelayMs));
        }
        boolean pictures = hasPictures();
        for (Subscription subscription : subscriptions) {
            subscription.steer(nowNs, pictures);
            subscription.drainRetransmissions(nowNs);
        }
        outbox.drain(nowNs);
    }

    private boolean hasPictures() {
        for (int i = 0; i < subscriptions.length; i++) {
            if (subscriptions[i].demand().isVideo() && subscriptions[i].currentRung() >= 0 && !plan.stream(i).paused) {
                return true;
            }
        }
        return false;
    }

    @Override
    public PacketHistory packets() {
        return shared.feedback();
    }

    @Override
    public int demandCount() {
        return subscriptions.length;
    }

    @Override
    public Demand demand(int index) {
        return subscriptions[index].demand();
    }

    @Override
    public long rttNs() {
        return shared.rtt().rttNs();
    }

    @Override
    public boolean rttMeasured() {
        return shared.rtt().isMeasured();
    }

    @Override
    public long rembBps() {
        return intake.rembBps();
    }

    @Override
    public double reportedLoss() {
        double worst = -1;
        for (int i = 0; i < subscriptions.length; i++) {
            worst = Math.max(worst, intake.lossFraction(i));
        }
        return worst;
    }

    @Override
    public boolean isReliable() {
        return shared.sender().isReliable();
    }

    @Override
    public int queuedBytes() {
        return shared.outbox().queuedBytes();
    }

    @Override
    public int probeDone() {
        return shared.outbox().probeDone();
    }

    @Override
    public long sentBytes(PacketKind kind) {
        return shared.pacer().sentBytes(kind);
    }

    /** What the controller decided lately; null before there is one, or if it keeps nothing. */
    @Nullable
    DecisionRing decisions() {
        ViewerController made = controller;
        return made == null ? null : made.decisions();
    }

    ControlSample sample() {
        int rung = -1;
        int temporalId = -1;
        for (Subscription subscription : subscriptions) {
            if (rung < 0 && subscription.demand().isVideo()) {
                rung = subscription.currentRung();
                temporalId = subscription.currentTemporalId();
            }
        }
        long video = sentBytes(PacketKind.KEY) + sentBytes(PacketKind.BASE) + sentBytes(PacketKind.UPPER);
        return new ControlSample(
                new ControlSample.Rates(plan.estimateBps, plan.targetBps, plan.paceBps),
                new ControlSample.Sent(
                        sentBytes(PacketKind.AUDIO),
                        video,
                        sentBytes(PacketKind.RTX),
                        sentBytes(PacketKind.DUPLICATE),
                        sentBytes(PacketKind.PARITY),
                        sentBytes(PacketKind.PADDING),
                        shared.pacer().redBytes()),
                rung,
                temporalId,
                plan.reason,
                plan.loss,
                plan.burst,
                plan.minPlayoutDelayMs,
                queuedBytes());
    }
}
