package io.steadycast.netsim.scenario;

import io.steadycast.abr.control.ControlSample;
import io.steadycast.netsim.endpoint.ViewerReport;
import io.steadycast.netsim.endpoint.ViewerSeries;
import io.steadycast.netsim.link.Link;
import io.steadycast.netsim.scenario.Course.Column;
import io.steadycast.netsim.sim.SimHost;
import io.steadycast.netsim.sim.SimViewer;
import io.steadycast.netsim.sim.Simulation;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Confined to its run. One viewer while it watches: what is sampled of it, and the source that follows it. */
final class Watching {
    private static final long STEP_NS = Course.STEP_MS * 1_000_000L;
    private static final double KBPS_PER_BYTE_STEP = 8.0 / Course.STEP_MS;
    /** Of Opus at 20 ms with its headers on the wire. */
    private static final int AUDIO_BPS = 50_000;
    /** Of a video rate on the wire: headers of RTP, SRTP, UDP and IP. */
    private static final double PAYLOAD_SHARE = 0.94;
    /** Sizes of frames vary, and an encoder that would fill its budget on average would be above it half of the time. */
    private static final double ENCODER_SHARE = 0.93;

    private static final double REPAIR_GAIN = 0.1;
    /** What stands still waits no longer than this in a plot. */
    private static final double MAX_QUEUE_MS = 60_000;

    /** Of the watch page: after 10 s without a connection (connection-guard.js) and a first pause (backoff.js) it begins anew. */
    private static final long JOIN_ANEW_NS = 10_300_000_000L;

    private final Scenario.Viewer plan;
    private SimViewer viewer;
    private final SimHost host;
    private final Ladder ladder;
    private final Course.Builder course;
    private final long startNs;
    private final @Nullable AlphaRtcScore score;
    private final Link<?> link;
    private final long videoSsrc;
    private final DecisionLog decisions = new DecisionLog();
    private long joinedNs = Long.MIN_VALUE;
    private boolean paused;
    private long sentBytes;
    private ControlSample.@Nullable Sent sent;
    private double repairShare;

    /**
     * Where it is measured.
     *
     * @param course to be written
     * @param startNs of the run
     * @param score of its packets, null for none
     * @param link whose capacity and queue it meets: its own, or one that it shares
     * @param videoSsrc of what it is sent
     */
    record Meters(
            Course.Builder course, long startNs, @Nullable AlphaRtcScore score, Link<?> link, long videoSsrc) {}

    Watching(Scenario.Viewer plan, SimViewer viewer, SimHost host, Ladder ladder, Meters meters) {
        this.plan = plan;
        this.viewer = viewer;
        this.host = host;
        this.ladder = ladder;
        this.course = meters.course();
        this.startNs = meters.startNs();
        this.score = meters.score();
        this.link = meters.link();
        this.videoSsrc = meters.videoSsrc();
    }

    Link<?> link() {
        return link;
    }

    /** Of the way to it. */
    int path() {
        return viewer.path().number();
    }

    /** A datagram arrived: RTP of the video itself counts. */
    void onArrival(byte[] datagram, long sentNs, long arrivalNs) {
        if (score != null && Arrivals.isRtp(datagram) && Arrivals.ssrc(datagram) == videoSsrc) {
            long sentMs = sentNs / 1_000_000L;
            long arrivalMs = arrivalNs / 1_000_000L;
            score.onPacket(videoSsrc, Arrivals.sequence(datagram), sentMs, arrivalMs, Arrivals.payloadBytes(datagram));
        }
    }

    void joinAnewIfStuck(Simulation simulation) {
        long nowNs = simulation.nowNs();
        joinedNs = joinedNs == Long.MIN_VALUE ? nowNs : joinedNs;
        if (viewer.endpoint().connectedAfterNs() < 0 && nowNs - joinedNs >= JOIN_ANEW_NS) {
            joinedNs = nowNs;
            viewer = simulation.joinAnew(viewer, host);
        }
    }

    void pauseOrResume(Simulation simulation, long sinceStartNs) {
        Scenario.Stay stay = plan.stay();
        boolean away = sinceStartNs >= stay.pauseAtNs() && sinceStartNs < stay.resumeAtNs();
        if (away == paused) {
            return;
        }
        paused = away;
        if (away) {
            simulation.hide(viewer);
        } else {
            simulation.showAgain(viewer, host);
        }
    }

    /** At the end of a step. */
    void sample(Simulation simulation, int at) {
        long capacityBps = link.capacityBps();
        boolean bounded = capacityBps != Long.MAX_VALUE;
        course.set(Column.CAPACITY_KBPS, at, bounded ? capacityBps / 1000.0 : Double.NaN);
        course.set(Column.QUEUE_MS, at, bounded ? queueMs(link.queuedBytes(), capacityBps) : 0);
        decisions.take(simulation.decisions(viewer), startNs);
        ControlSample control = simulation.control(viewer);
        if (control == null) {
            return;
        }
        ControlSample.Rates rates = control.rates();
        if (rates.estimateBps() > 0) {
            course.set(Column.ESTIMATE_KBPS, at, rates.estimateBps() / 1000.0);
        }
        if (rates.targetBps() > 0) {
            course.set(Column.TARGET_KBPS, at, rates.targetBps() / 1000.0);
        }
        long bytes = total(control.sent());
        noteRepair(control.sent());
        sent = control.sent();
        course.set(Column.SENT_KBPS, at, (bytes - sentBytes) * KBPS_PER_BYTE_STEP);
        sentBytes = bytes;
        if (rates.estimateBps() > 0) {
            follow(rates.targetBps() > 0 ? Math.min(rates.estimateBps(), rates.targetBps()) : rates.estimateBps());
        }
    }

    FirstViewer asFirst(ViewerMetrics.Observed observed, boolean keepCourse) {
        return new FirstViewer(
                keepCourse ? observed.course() : Course.NONE,
                keepCourse ? decisions.all() : List.of(),
                FirstViewer.stalls(observed.report(), startNs));
    }

    private static double queueMs(long bytes, long capacityBps) {
        return capacityBps == 0 ? bytes == 0 ? 0 : MAX_QUEUE_MS : Math.min(MAX_QUEUE_MS, bytes * 8_000.0 / capacityBps);
    }

    private static long total(ControlSample.Sent sent) {
        return sent.audioBytes()
                + sent.videoBytes()
                + sent.rtxBytes()
                + sent.duplicateBytes()
                + sent.parityBytes()
                + sent.paddingBytes()
                + sent.redBytes();
    }

    private void noteRepair(ControlSample.Sent now) {
        ControlSample.Sent before = sent;
        if (before == null) {
            return;
        }
        double media = media(now) - media(before);
        double repair = total(now) - total(before) - media;
        if (media > 0) {
            repairShare += REPAIR_GAIN * (Math.min(repair / media, 1) - repairShare);
        }
    }

    private static double media(ControlSample.Sent sent) {
        return (double) (sent.audioBytes() + sent.videoBytes());
    }

    /** A source without layers makes what there is room for beside audio and repair. */
    private void follow(long targetBps) {
        Ladder.Range range = ladder.continuous();
        if (range != null) {
            double bps = ENCODER_SHARE * (targetBps / (1 + repairShare) - AUDIO_BPS) * PAYLOAD_SHARE;
            host.endpoint().bitrateBps(0, (int)
                    Math.max(range.minKbps() * 1000.0, Math.min(range.maxKbps() * 1000.0, bps)));
        }
    }

    ViewerMetrics.Observed end(Simulation simulation) {
        ViewerReport report = viewer.endpoint().report(simulation.nowNs());
        fromReceiver(report.series());
        return new ViewerMetrics.Observed(report, course.build(), sent, ladder, score);
    }

    private void fromReceiver(ViewerSeries series) {
        for (int i = 0; i < series.samples(); i++) {
            int at = (int) ((series.atNs(i) - startNs) / STEP_NS) - 1;
            if (at < 0 || at >= course.samples()) {
                continue;
            }
            course.set(Column.FRAMES, at, series.value(ViewerSeries.Column.FRAMES, i))
                    .set(Column.LAYER, at, known(series.value(ViewerSeries.Column.ENCODING, i)))
                    .set(Column.TEMPORAL_LAYER, at, known(series.value(ViewerSeries.Column.TEMPORAL_ID, i)))
                    .set(Column.PLAYOUT_MS, at, series.value(ViewerSeries.Column.CURRENT_DELAY_MS, i))
                    .set(Column.FRAME_DELAY_MS, at, known(series.value(ViewerSeries.Column.FRAME_DELAY_MS, i)))
                    .set(Column.LOST_PACKETS, at, series.value(ViewerSeries.Column.LOST_PACKETS, i))
                    .set(Column.CONCEALED_SAMPLES, at, series.value(ViewerSeries.Column.CONCEALED_SAMPLES, i))
                    .set(
                            Column.REPAIRED_PACKETS,
                            at,
                            (double) series.value(ViewerSeries.Column.FEC_PACKETS, i)
                                    + series.value(ViewerSeries.Column.RTX_PACKETS, i))
                    .set(
                            Column.RECEIVED_KBPS,
                            at,
                            series.value(ViewerSeries.Column.RECEIVED_BYTES, i) * KBPS_PER_BYTE_STEP)
                    .set(Column.MEDIA_KBPS, at, series.value(ViewerSeries.Column.MEDIA_BYTES, i) * KBPS_PER_BYTE_STEP);
        }
    }

    private static double known(int value) {
        return value < 0 ? Double.NaN : value;
    }
}
