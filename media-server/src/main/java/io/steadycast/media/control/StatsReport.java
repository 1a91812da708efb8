package io.steadycast.media.control;

import io.steadycast.abr.control.Decision;
import io.steadycast.abr.control.DecisionRing;
import io.steadycast.media.control.PeerEntry.Publisher;
import io.steadycast.media.control.PeerEntry.Track;
import io.steadycast.media.control.PeerEntry.Viewer;
import io.steadycast.media.engine.egress.ViewerStats;
import io.steadycast.media.engine.ingress.PublisherStats;
import io.steadycast.media.engine.log.EncodingState;
import io.steadycast.media.engine.log.Supply;
import io.steadycast.media.engine.log.TrackLog;
import io.steadycast.media.engine.log.TrackSource;
import io.steadycast.signaling.plane.LayerHold;
import io.steadycast.signaling.plane.LayerInfo;
import io.steadycast.signaling.plane.LayerInfo.PictureSize;
import io.steadycast.signaling.plane.LayerUse;
import io.steadycast.signaling.plane.MediaKind;
import io.steadycast.signaling.plane.PeerStats;
import io.steadycast.signaling.plane.PublishedTrackInfo;
import io.steadycast.signaling.plane.ViewerDecision;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Stateless. The engine's snapshots in the words of the port. */
final class StatsReport {
    private static final long HISTORY_NS = 60_000_000_000L;

    private StatsReport() {}

    static List<PublishedTrackInfo> tracks(Publisher publisher) {
        return publisher.tracks().stream().map(StatsReport::track).toList();
    }

    private static PublishedTrackInfo track(Track track) {
        TrackSource source = track.source();
        List<LayerInfo> layers = new ArrayList<>();
        for (int i = 0; i < source.encodingCount(); i++) {
            layers.add(layer(source.encoding(i), track.rid(i)));
        }
        layers.sort(Comparator.comparingInt(LayerInfo::rank));
        return new PublishedTrackInfo(
                track.mid(),
                MediaKind.valueOf(source.kind().name()),
                Translation.codec(source.codec()),
                withDistinctRanks(layers));
    }

    private static LayerInfo layer(TrackLog log, String rid) {
        EncodingState state = log.state();
        return new LayerInfo(
                log.rank(),
                rid,
                new PictureSize(state.widthPx(), state.heightPx()),
                isSilent(state) ? 0 : state.framesPerSecond(),
                isSilent(state) ? 0 : state.bitrateBps(),
                use(state));
    }

    /** Its rates are those from before while it is held back: a viewer's controller reckons with them, users would take them for what is sent. */
    private static boolean isSilent(EncodingState state) {
        return state.supply() != Supply.SENT && !state.active();
    }

    private static LayerUse use(EncodingState state) {
        long wantedNs = state.wantedNs();
        long unwantedMs = wantedNs == EncodingState.NEVER
                ? LayerUse.NEVER
                : Math.max(0, TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - wantedNs));
        LayerHold hold = switch (state.supply()) {
            case SENT -> LayerHold.NONE;
            case PAUSED, RESUMING -> LayerHold.UNUSED;
            case WITHDRAWN -> LayerHold.UPLINK;
        };
        return new LayerUse(state.active(), hold, unwantedMs);
    }

    /** Ranks of several encodings are read one after the other while the publisher may be re-ranking them: order is what counts. */
    private static List<LayerInfo> withDistinctRanks(List<LayerInfo> sorted) {
        List<LayerInfo> distinct = new ArrayList<>();
        for (LayerInfo layer : sorted) {
            distinct.add(new LayerInfo(
                    distinct.size(),
                    layer.rid(),
                    layer.size(),
                    layer.framesPerSecond(),
                    layer.bitrateBps(),
                    layer.use()));
        }
        return distinct;
    }

    static PeerStats publisher(Publisher publisher, PublisherStats stats) {
        List<PeerStats.UplinkLayer> layers = new ArrayList<>();
        double worstLoss = 0;
        for (PublisherStats.Encoding encoding : stats.encodings()) {
            TrackSource source = publisher.track(encoding.mid());
            if (source == null) {
                continue;
            }
            double loss = Math.clamp(encoding.received().fractionLost(), 0, 1);
            worstLoss = Math.max(worstLoss, loss);
            layers.add(new PeerStats.UplinkLayer(
                    encoding.mid(),
                    layer(source.encoding(encoding.encoding()), encoding.rid()),
                    new PeerStats.Arrival(
                            encoding.received().packets(),
                            loss,
                            encoding.received().jitterMs()),
                    new PeerStats.Repair(
                            encoding.repair().nacks(),
                            encoding.repair().abandoned(),
                            encoding.repair().keyframes())));
        }
        return new PeerStats.Publisher(stats.rttMs(), worstLoss, layers);
    }

    /** The numbers of what was decided in the last minute, the oldest first. To be called on the ring's loop, where they are not made into words. */
    static List<Decision> copy(long nowNs, @Nullable DecisionRing ring) {
        List<Decision> copies = new ArrayList<>();
        for (int i = 0; ring != null && i < ring.size(); i++) {
            Decision one = new Decision();
            ring.read(i, one);
            if (nowNs - one.atNs <= HISTORY_NS || i == ring.size() - 1) {
                copies.add(one);
            }
        }
        return copies;
    }

    static ViewerDecision decision(long nowNs, Decision one) {
        return new ViewerDecision(
                (nowNs - one.atNs) / 1e9,
                one.reason.name().toLowerCase(Locale.ROOT).replace('_', '-'),
                one.text(),
                one.rung,
                one.temporalId,
                new ViewerDecision.Path(
                        one.capacityBps,
                        one.budgetBps,
                        one.costBps,
                        one.nextBps,
                        one.loss,
                        one.burst,
                        one.rttMs,
                        one.queueMs),
                new ViewerDecision.Repair(one.parityShare, one.copies, one.resends, one.playoutDelayMs));
    }

    static PeerStats viewer(Viewer viewer, ViewerStats stats) {
        long[] rates = viewer.rates().update(System.nanoTime(), stats.media());
        List<PeerStats.SentLayer> tracks = new ArrayList<>();
        long totalBps = 0;
        double loss = 0;
        for (int i = 0; i < stats.media().size(); i++) {
            ViewerStats.Media media = stats.media().get(i);
            totalBps += rates[i];
            loss = Math.max(loss, media.feedback().lossFraction());
            tracks.add(new PeerStats.SentLayer(
                    media.mid(),
                    media.layer().rank(),
                    media.layer().maxTemporalId(),
                    rates[i],
                    media.sent().packets(),
                    media.sent().rtxPackets()));
        }
        return new PeerStats.Viewer(
                stats.rttMs(), Math.clamp(loss, 0, 1), totalBps, stats.overTcp() ? "tcp" : "udp", tracks);
    }
}
