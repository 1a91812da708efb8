package io.steadycast.media.engine.egress;

import io.steadycast.abr.control.ControlSample;
import io.steadycast.abr.control.DecisionRing;
import io.steadycast.abr.control.ViewerController;
import io.steadycast.media.engine.log.TrackSource;
import io.steadycast.media.engine.transport.Datagram;
import io.steadycast.media.engine.transport.DropReason;
import io.steadycast.media.engine.transport.PeerTransport;
import io.steadycast.media.wire.rtp.ExtensionValues;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * Confined to its shard. Everything of one viewer behind its transport: which layer of which track it sees, what was sent to it, and what it said
 * about that.
 */
public final class ViewerSession {
    private static final int MAX_MEDIA = 64;

    private final PeerTransport transport;
    private final EgressConfig config;
    private final Subscription[] subscriptions;
    private final Outbox outbox;
    private final @Nullable SessionControl control;
    private final Map<String, Subscription> byMid = new HashMap<>();
    private final DropTally drops = new DropTally();
    private final FeedbackLog feedback;
    private final PacketSender sender;
    private final Pacer pacer;
    private final RttEstimator rtt;
    private final RtcpSender rtcpSender;
    private final RtcpIntake intake;
    private boolean begun;

    public ViewerSession(PeerTransport transport, ViewerSpec spec, EgressConfig config) {
        if (spec.media().size() > MAX_MEDIA) {
            throw new IllegalArgumentException(spec.media().size() + " m-sections");
        }
        this.transport = transport;
        this.config = config;
        feedback = new FeedbackLog(config.reporting().feedbackSlots());
        pacer = new Pacer(config.repair());
        sender = new PacketSender(transport, feedback, pacer, drops);
        rtt = new RttEstimator(config.reporting().initialRttMs() * 1_000_000L);
        outbox = new Outbox(sender, pacer, feedback, drops);
        Subscription.Shared shared = new Subscription.Shared(config, sender, feedback, pacer, outbox, rtt);
        SplittableRandom random = new SplittableRandom(spec.seed());
        subscriptions = new Subscription[spec.media().size()];
        for (int i = 0; i < subscriptions.length; i++) {
            ViewerMedia media = spec.media().get(i);
            subscriptions[i] = new Subscription(media, shared, i, random);
            byMid.put(media.mid(), subscriptions[i]);
        }
        rtcpSender = new RtcpSender(transport, drops, spec.cname());
        intake = new RtcpIntake(subscriptions, feedback, outbox, rtcpSender, drops);
        ViewerController.Factory controllers = spec.controllers();
        control = controllers == null ? null : new SessionControl(controllers, shared, subscriptions, intake);
        outbox.bind(subscriptions, control == null ? null : control.plan());
    }

    /**
     * Shows a track in an m-section; instead of the one before, if there was one: numbers and timestamps go on.
     *
     * @throws IllegalArgumentException if there is no such m-section, or it was negotiated for another codec
     */
    public void attach(long nowNs, String mid, TrackSource source) {
        Subscription subscription = subscription(mid);
        subscription.attach(source);
        seek(nowNs, subscription);
    }

    public void detach(String mid) {
        subscription(mid).detach();
    }

    /** Takes effect at the next keyframe of the layer; temporal layers at once. */
    public void selectLayer(long nowNs, String mid, LayerChoice choice) {
        Subscription subscription = subscription(mid);
        subscription.choose(choice);
        seek(nowNs, subscription);
    }

    private void seek(long nowNs, Subscription subscription) {
        if (mayStart()) {
            subscription.seek(nowNs);
        }
    }

    /** Nothing leaves before the controller's first word: what it does not know of would be the highest layer, without a pace. */
    private boolean mayStart() {
        SessionControl steering = control;
        return transport.ready() && (steering == null || steering.hasDecided());
    }

    /** A packet is in the log, on this shard or told by another one. */
    public void onPublished(long nowNs, long trackId, int encoding, long extSeq) {
        if (!mayStart()) {
            return;
        }
        for (Subscription subscription : subscriptions) {
            if (subscription.shows(trackId)) {
                subscription.onPublished(nowNs, encoding, extSeq);
            }
        }
    }

    /** Authenticates, decrypts and takes in what the viewer reports. */
    public void onRtcp(long nowNs, Datagram datagram) {
        int length = transport.unprotectRtcp(datagram);
        if (length < 0) {
            drops.count(DropReason.ofNegative(length));
            return;
        }
        long feedbacks = feedback.feedbackCount();
        intake.onRtcp(nowNs, datagram.buffer, length);
        SessionControl steering = control;
        if (steering != null && feedback.feedbackCount() != feedbacks) {
            steering.onFeedback(nowNs);
        }
    }

    /** About every 5 ms: replays, waiting retransmissions, sender reports. */
    public void onTick(long nowNs) {
        if (!transport.ready()) {
            return;
        }
        if (!begun) {
            begun = true;
            begin();
        }
        SessionControl steering = control;
        if (steering != null) {
            steering.onTick(nowNs);
        } else {
            outbox.drain(nowNs);
        }
        outbox.sendCopies(nowNs);
        long mediaBps = 0;
        for (Subscription subscription : subscriptions) {
            subscription.onTick(nowNs);
            mediaBps += subscription.mediaBps();
        }
        if (steering == null || !steering.boundsRetransmissions()) {
            pacer.mediaRate(mediaBps);
        }
        outbox.fill(nowNs);
        rtcpSender.onTick(nowNs, subscriptions);
    }

    /** The handshake is over, and nothing has left yet. */
    private void begin() {
        long handshakeNs = transport.handshakeRttNs();
        if (handshakeNs >= 0) {
            rtt.assume(handshakeNs);
        }
    }

    /** What every packet says from now on about how long to hold it back; both 0 or more, in steps of 10 ms. */
    public void playoutDelay(int minMs, int maxMs) {
        sender.playoutDelay(ExtensionValues.playoutDelayOf(minMs, maxMs));
    }

    /** Bounds retransmissions and replays to what live media leaves of this; 0 for no bound. */
    public void budget(long budgetBps) {
        pacer.sessionBudget(budgetBps);
    }

    /** What was sent and what came of it, for a bandwidth estimator. */
    public FeedbackLog feedback() {
        return feedback;
    }

    /** What the controller is doing; null if there is none. Not for the packet path. */
    public @Nullable ControlSample control() {
        SessionControl steering = control;
        return steering == null ? null : steering.sample();
    }

    /** What the controller decided lately; null without one, or if it keeps nothing. */
    public @Nullable DecisionRing decisions() {
        SessionControl steering = control;
        return steering == null ? null : steering.decisions();
    }

    public EgressConfig config() {
        return config;
    }

    public ViewerStats stats() {
        List<ViewerStats.Media> media = new ArrayList<>(subscriptions.length);
        for (int i = 0; i < subscriptions.length; i++) {
            media.add(subscriptions[i].stats(intake.lossFraction(i), intake.jitterMs(i)));
        }
        double rttMs = rtt.isMeasured() ? rtt.rttNs() / 1e6 : -1;
        return new ViewerStats(
                rttMs,
                feedback.recentLoss(),
                intake.rembBps(),
                drops.snapshot(),
                List.copyOf(media),
                sender.isReliable());
    }

    private Subscription subscription(String mid) {
        Subscription subscription = byMid.get(mid);
        if (subscription == null) {
            throw new IllegalArgumentException("no m-section " + mid);
        }
        return subscription;
    }
}
