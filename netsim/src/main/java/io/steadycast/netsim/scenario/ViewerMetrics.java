package io.steadycast.netsim.scenario;

import io.steadycast.abr.control.ControlSample;
import io.steadycast.netsim.endpoint.PacketKind;
import io.steadycast.netsim.endpoint.RepairReport;
import io.steadycast.netsim.endpoint.Traffic;
import io.steadycast.netsim.endpoint.VideoReport;
import io.steadycast.netsim.endpoint.ViewerReport;
import io.steadycast.netsim.scenario.Course.Column;
import org.jspecify.annotations.Nullable;

/** Pure. From what a viewer reports to {@link Metric}s. */
public final class ViewerMetrics {
    private static final double MS = 1e6;
    private static final double SECOND = 1e9;
    private static final int HEADER_BYTES = 28;

    private ViewerMetrics() {}

    /**
     * What is known of one viewer after a run.
     *
     * @param report its own
     * @param course of its run
     * @param sent what the server sent to it, null if it has no such account
     * @param ladder what its host publishes
     * @param score of its packets, null if none was kept
     */
    public record Observed(
            ViewerReport report,
            Course course,
            ControlSample.@Nullable Sent sent,
            Ladder ladder,
            @Nullable AlphaRtcScore score) {}

    public static MetricValues of(Observed observed, Scenario.Timing timing) {
        MetricValues.Builder values = new MetricValues.Builder();
        pictures(values, observed.report(), timing.warmUpNs());
        delays(values, observed.report());
        repair(values, observed);
        rates(values, observed);
        double loss = observed.report().repair().networkLoss();
        Ladder.Range range = observed.ladder().continuous();
        double capKbps = range == null ? Double.POSITIVE_INFINITY : range.maxKbps();
        EstimateMetrics.fill(values, observed.course(), 1 - loss, capKbps);
        values.set(Metric.DEADLINE_MISS, missedFrames(observed.course(), observed.ladder()));
        alphaRtc(values, observed);
        layers(values, observed);
        return values.build();
    }

    private static void pictures(MetricValues.Builder values, ViewerReport report, long warmUpNs) {
        VideoReport video = report.video();
        boolean seen = video.firstFrameAfterNs() >= 0;
        long fromNs = report.startNs() + Math.max(0, video.firstFrameAfterNs()) + warmUpNs;
        long watchedNs = Math.max(0, report.endNs() - fromNs);
        stalls(values, report, seen, fromNs);
        VideoReport.Freezes freezes = video.freezes();
        values.set(Metric.FREEZE_COUNT, (double) freezes.count());
        values.set(Metric.FREEZE_DURATION, freezes.totalNs() / SECOND);
        values.set(Metric.PAUSE_COUNT, (double) freezes.pauses());
        values.set(Metric.HARMONIC_FPS, seen ? video.harmonicFps() : 0);
        values.set(Metric.MEAN_FPS, report.watchedNs() == 0 ? 0 : video.rendered() * SECOND / report.watchedNs());
        values.set(Metric.START_1S, seen && video.firstFrameAfterNs() <= SECOND ? 100 : 0);
        if (seen) {
            values.set(Metric.FIRST_FRAME, video.firstFrameAfterNs() / MS);
        }
        long tall = 0;
        for (VideoReport.LayerTime layer : video.layers()) {
            tall += layer.heightPx() >= 270 ? layer.frames() : 0;
        }
        values.set(Metric.FPS_270, report.watchedNs() == 0 ? 0 : tall * SECOND / report.watchedNs());
        if (video.rendered() > 0) {
            values.set(Metric.KEYFRAME_SHARE, 100.0 * video.keyframes() / video.rendered());
        }
        if (watchedNs == 0) {
            values.set(Metric.STALL_200, 100).set(Metric.STALL_400, 100).set(Metric.STALL_500, 100);
        }
    }

    private static void stalls(MetricValues.Builder values, ViewerReport report, boolean seen, long fromNs) {
        double watched = Math.max(1, report.endNs() - fromNs);
        var gaps = report.video().gaps();
        values.set(Metric.STALL_200, seen ? 100 * gaps.stalledNs(fromNs, 200_000_000L) / watched : 100);
        values.set(Metric.STALL_400, seen ? 100 * gaps.stalledNs(fromNs, 400_000_000L) / watched : 100);
        values.set(Metric.STALL_500, seen ? 100 * gaps.stalledNs(fromNs, 500_000_000L) / watched : 100);
        values.set(Metric.FREEZE_RATE, seen ? 60 * gaps.stalledNs(fromNs, 500_000_000L) / watched : 60);
        int count = seen ? gaps.count(fromNs, 200_000_000L) : 1;
        values.set(Metric.GAPS_200, count);
        values.set(Metric.GAPS_500, seen ? gaps.count(fromNs, 500_000_000L) : 1);
        values.set(Metric.STALL_FREE, count == 0 ? 100 : 0);
    }

    private static void delays(MetricValues.Builder values, ViewerReport report) {
        var delay = report.video().frameDelay();
        if (delay.count() > 0) {
            values.set(Metric.DELAY_P50, delay.p50Ns() / MS);
            values.set(Metric.DELAY_P95, delay.p95Ns() / MS);
            values.set(Metric.DELAY_P99, delay.p99Ns() / MS);
        }
        if (report.audio().samples() > 0) {
            values.set(Metric.AUDIO_RESIDUAL, 100 * report.audio().concealedShare());
        }
    }

    private static void repair(MetricValues.Builder values, Observed observed) {
        ViewerReport report = observed.report();
        ControlSample.Sent sent = observed.sent();
        values.set(Metric.OVERHEAD, 100 * (sent == null ? report.overhead() : sent.overhead()));
        if (sent != null) {
            values.set(Metric.RED_OVERHEAD, 100 * sent.redOverhead());
        }
        RepairReport repair = report.repair();
        values.set(Metric.NETWORK_LOSS, 100 * repair.networkLoss());
        values.set(Metric.RESIDUAL_LOSS, 100 * repair.residualLoss());
        long repairs = report.traffic(PacketKind.RTX).packets()
                + report.traffic(PacketKind.FEC).packets();
        if (repairs > 0) {
            values.set(Metric.USEFUL_REPAIR, 100.0 * (repair.byRtx() + repair.parityUsed()) / repairs);
        }
    }

    private static void rates(MetricValues.Builder values, Observed observed) {
        ViewerReport report = observed.report();
        double seconds = (report.endNs() - report.startNs()) / SECOND;
        if (seconds <= 0) {
            return;
        }
        Traffic received = report.received();
        double wireKbps = kbps(received.bytes() + HEADER_BYTES * (double) received.packets(), seconds);
        double mediaKbps = kbps(mediaBytes(report), seconds);
        values.set(Metric.RECEIVED_RATE, kbps((double) received.bytes(), seconds));
        values.set(Metric.MEDIA_RATE, mediaKbps);
        double capacityKbps = observed.course().mean(Column.CAPACITY_KBPS);
        if (capacityKbps > 0 && !Double.isInfinite(capacityKbps)) {
            values.set(Metric.UTILISATION, 100 * wireKbps / capacityKbps);
            double usable = (1 - report.repair().networkLoss()) * capacityKbps;
            values.set(Metric.MEDIA_UTILISATION, 100 * mediaKbps / usable);
        }
    }

    /** Audio, and video that was of use in the end by whichever way it came: each packet once, at the mean size of those that came by themselves. */
    private static double mediaBytes(ViewerReport report) {
        Traffic video = report.traffic(PacketKind.VIDEO);
        RepairReport repair = report.repair();
        double meanBytes = video.packets() == 0 ? 0 : video.bytes() / (double) video.packets();
        long useful = repair.expected() - repair.late() - repair.never();
        return report.traffic(PacketKind.AUDIO).bytes()
                - report.audio().redundantBytes()
                + meanBytes * Math.max(0, useful);
    }

    private static double kbps(double bytes, double seconds) {
        return bytes * 8 / 1000 / seconds;
    }

    private static void layers(MetricValues.Builder values, Observed observed) {
        ViewerReport report = observed.report();
        double minutes = (report.endNs() - report.startNs()) / SECOND / 60;
        if (minutes <= 0) {
            return;
        }
        long switches = report.video().layerSwitches();
        values.set(Metric.SWITCHES, switches / minutes);
        int steps = CapacitySteps.of(observed.course()).size();
        if (steps > 0) {
            values.set(Metric.SWITCHES_PER_STEP, switches / (double) steps);
        }
        double stalled = 100 * report.stallRatio(200_000_000L);
        values.set(Metric.QOE, Quality.qoe(report.video().layers(), stalled, switches / minutes));
    }

    /**
     * Of the frames that the layers on the screen have, those that were not shown in their second: what came too late for its place is missing there. Which temporal
     * layers are on the screen is the highest of the second before.
     */
    private static double missedFrames(Course course, Ladder ladder) {
        int perSecond = 1_000 / Course.STEP_MS;
        double expected = 0;
        double missed = 0;
        for (int from = 0; from + perSecond <= course.samples(); from += perSecond) {
            double highest = -1;
            double shown = 0;
            for (int i = from; i < from + perSecond; i++) {
                double temporal = course.value(Column.TEMPORAL_LAYER, i);
                highest = Double.isNaN(temporal) ? highest : Math.max(highest, temporal);
                shown += Double.isNaN(course.value(Column.FRAMES, i)) ? 0 : course.value(Column.FRAMES, i);
            }
            if (highest >= 0) {
                int halvings = ladder.temporalLayers() == 1 ? 0 : (int) (ladder.temporalLayers() - 1 - highest);
                double full = ladder.framesPerSecond() / (double) (1 << Math.max(0, halvings));
                expected += full;
                missed += Math.max(0, full - shown);
            }
        }
        return expected == 0 ? Double.NaN : 100 * missed / expected;
    }

    /** The ground rate is what the link and the ladder allow. */
    private static void alphaRtc(MetricValues.Builder values, Observed observed) {
        AlphaRtcScore score = observed.score();
        if (score == null) {
            return;
        }
        double top = observed.ladder().topKbps();
        double capacity = observed.course().mean(Column.CAPACITY_KBPS);
        double groundBytesPerMs = (capacity > 0 ? Math.min(capacity, top) : top) / 8;
        ViewerReport report = observed.report();
        double seen = report.watchedNs() / (double) Math.max(1, report.endNs() - report.startNs());
        double video = 100
                * seen
                * Quality.shown(report.video().layers())
                / Quality.ofLines(observed.ladder().topLines());
        AlphaRtcScore.Network network = score.network(groundBytesPerMs);
        values.set(Metric.ALPHARTC, AlphaRtcScore.total(network, video));
        values.set(Metric.ALPHARTC_DELAY, network.delay());
        values.set(Metric.ALPHARTC_RATE, network.rate());
        values.set(Metric.ALPHARTC_LOSS, network.loss());
        values.set(Metric.ALPHARTC_VIDEO, AlphaRtcScore.videoPoints(video));
        AlphaRtcScore.Network repaired = network.repaired(report.repair().residualLoss());
        values.set(Metric.ALPHARTC_REPAIRED, AlphaRtcScore.total(repaired, video));
    }
}
