package io.steadycast.signaling.room;

import io.steadycast.signaling.plane.LayerHold;
import io.steadycast.signaling.plane.LayerInfo;
import io.steadycast.signaling.plane.PeerStats;
import io.steadycast.signaling.plane.PeerStats.UplinkLayer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Confined to its room's events. When a host's way to here carries less than it sends: packets stay lost although they were asked for again, or the host's encoder starves its
 * highest layer. That layer is given up for a while, so that the ones below come whole; one after the other if need be, the lowest never. It is tried again when the
 * browser believes to have room for it, else after half a minute, and after each failure later.
 */
final class UplinkRelief {
    /** Of the packets that were sent: a picture that misses more stands still about once a second. */
    static final double MAX_RESIDUAL_LOSS = 0.02;

    static final long STRAINED_NS = TimeUnit.SECONDS.toNanos(10);
    static final long FIRST_REST_NS = TimeUnit.SECONDS.toNanos(30);
    static final long MAX_REST_NS = TimeUnit.MINUTES.toNanos(5);
    /** Went well for so long, it is a new story. */
    static final long PROVEN_NS = TimeUnit.MINUTES.toNanos(2);
    /** A browser measures its way first; layers come up one after the other. */
    static final long RAMP_UP_NS = TimeUnit.SECONDS.toNanos(15);

    private static final long EARLIEST_RETURN_NS = TimeUnit.SECONDS.toNanos(10);
    private static final double ROOM_TO_RETURN = 1.2;
    private static final double STARVED_SHARE = 0.5;
    private static final double NEWEST_WEIGHT = 0.3;
    private static final long NEVER = Long.MIN_VALUE;

    private final List<Rest> resting = new ArrayList<>();
    private long sinceNs = NEVER;
    private long strainedSinceNs = NEVER;
    private long returnedNs = NEVER;
    private long restNs = FIRST_REST_NS;
    private long packets = -1;
    private long abandoned;
    private double residualLoss;

    private record Rest(LayerRef layer, long maxBps, long sinceNs) {}

    /** Looks at what came; {@code report} is null where the page says nothing of its encoder. */
    void look(long nowNs, PeerStats.Publisher uplink, @Nullable EncoderReport report) {
        sinceNs = sinceNs == NEVER ? nowNs : sinceNs;
        measure(uplink);
        letReturn(nowNs, report);
        Optional<UplinkLayer> top = top(uplink);
        if (top.isEmpty() || nowNs - sinceNs < RAMP_UP_NS) {
            strainedSinceNs = NEVER;
            return;
        }
        boolean strained = residualLoss > MAX_RESIDUAL_LOSS || isStarved(top.get(), report);
        strainedSinceNs = !strained ? NEVER : strainedSinceNs == NEVER ? nowNs : strainedSinceNs;
        if (strained && nowNs - strainedSinceNs >= STRAINED_NS) {
            rest(nowNs, top.get(), report);
        }
    }

    private void measure(PeerStats.Publisher uplink) {
        long newPackets = 0;
        long newAbandoned = 0;
        for (UplinkLayer layer : uplink.layers()) {
            newPackets += layer.arrival().packets();
            newAbandoned += layer.repair().abandoned();
        }
        long missed = newAbandoned - abandoned;
        long sent = newPackets - packets + missed;
        if (packets >= 0 && sent > 0) {
            double share = Math.clamp((double) missed / sent, 0, 1);
            residualLoss += NEWEST_WEIGHT * (share - residualLoss);
        }
        packets = newPackets;
        abandoned = newAbandoned;
    }

    private void letReturn(long nowNs, @Nullable EncoderReport report) {
        if (resting.isEmpty()) {
            return;
        }
        Rest last = resting.getLast();
        long restedNs = nowNs - last.sinceNs();
        boolean room = report != null
                && restedNs >= EARLIEST_RETURN_NS
                && residualLoss < MAX_RESIDUAL_LOSS / 2
                && report.availableBps() > ROOM_TO_RETURN * (sentBps(report) + last.maxBps());
        if (room || restedNs >= restNs) {
            resting.removeLast();
            returnedNs = nowNs;
            strainedSinceNs = NEVER;
        }
    }

    private static long sentBps(EncoderReport report) {
        return report.layers().stream().mapToLong(EncoderReport.Layer::bps).sum();
    }

    /** The highest layer that is neither given up nor paused and has another one below it. */
    private static Optional<UplinkLayer> top(PeerStats.Publisher uplink) {
        UplinkLayer top = null;
        for (UplinkLayer layer : uplink.layers()) {
            LayerInfo info = layer.layer();
            boolean sent = info.use().hold() == LayerHold.NONE;
            if (sent
                    && info.rank() > 0
                    && (top == null || info.rank() > top.layer().rank())) {
                top = layer;
            }
        }
        return Optional.ofNullable(top);
    }

    private static boolean isStarved(UplinkLayer top, @Nullable EncoderReport report) {
        return report != null
                && report.layer(top.layer().rid())
                        .filter(layer -> layer.limit() == EncoderReport.Limit.BANDWIDTH
                                && layer.bps() < STARVED_SHARE * layer.maxBps())
                        .isPresent();
    }

    private void rest(long nowNs, UplinkLayer top, @Nullable EncoderReport report) {
        boolean failedAgain = returnedNs != NEVER && nowNs - returnedNs < PROVEN_NS;
        if (failedAgain) {
            restNs = Math.min(2 * restNs, MAX_REST_NS);
        } else if (resting.isEmpty()) {
            restNs = FIRST_REST_NS;
        }
        long maxBps = report == null
                ? top.layer().bitrateBps()
                : report.layer(top.layer().rid())
                        .map(EncoderReport.Layer::maxBps)
                        .orElse(top.layer().bitrateBps());
        resting.add(new Rest(new LayerRef(top.mid(), top.layer().rid()), maxBps, nowNs));
        strainedSinceNs = NEVER;
    }

    /** The page did not do it: it is not asked again for a while. */
    void refused(long nowNs, LayerRef ref) {
        if (resting.removeIf(rest -> rest.layer().equals(ref))) {
            sinceNs = nowNs;
        }
    }

    Set<LayerRef> resting() {
        Set<LayerRef> refs = new HashSet<>();
        resting.forEach(rest -> refs.add(rest.layer()));
        return refs;
    }
}
