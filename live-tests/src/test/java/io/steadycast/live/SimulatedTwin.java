package io.steadycast.live;

import io.steadycast.netsim.endpoint.GapList;
import io.steadycast.netsim.endpoint.HostConfig;
import io.steadycast.netsim.endpoint.PacketKind;
import io.steadycast.netsim.endpoint.Traffic;
import io.steadycast.netsim.endpoint.ViewerConfig;
import io.steadycast.netsim.endpoint.ViewerReport;
import io.steadycast.netsim.endpoint.ViewerSeries;
import io.steadycast.netsim.link.spec.PathSpec;
import io.steadycast.netsim.policy.Policies;
import io.steadycast.netsim.sim.SimHost;
import io.steadycast.netsim.sim.SimViewer;
import io.steadycast.netsim.sim.Simulation;
import io.steadycast.netsim.sim.SimulationConfig;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Immutable. A viewer in virtual time that watches what one in a browser watched: the same engine and policy, a host that sends layers of the same rates, the same kind of network, measured from 3 s after the
 * first picture on for as long.
 *
 * @param path between server and viewer
 * @param policy by its name in {@code media.policy}
 * @param viewer what it negotiates
 * @param host layers of it
 * @param durationMs that count
 */
record SimulatedTwin(PathSpec path, String policy, Viewer viewer, HostConfig host, int durationMs) {
    private static final int HOST_LEAD_MS = 2_000;
    private static final int SETTLE_MS = 3_000;
    private static final int MOST_JOIN_MS = 30_000;
    private static final int SRTP_TAG_BYTES = 16;
    private static final long VIEWER_SSRC = 5_000;
    private static final double SECOND_NS = 1e9;
    private static final long MS = 1_000_000L;

    /** What browsers differ by. */
    enum Viewer {
        CHROMIUM,
        FIREFOX;

        ViewerConfig config() {
            return this == FIREFOX ? ViewerConfig.firefox(VIEWER_SSRC) : ViewerConfig.browser(VIEWER_SSRC);
        }
    }

    /**
     * What it saw, as {@link BrowserFigures} tells it of a browser.
     *
     * @param course of the time that counts
     */
    record Seen(
            double receivedKbps, double stallPercent, double delayP95Ms, double height, double fps, Course course) {}

    /** Each tenth of a second: seconds, and delay from capture to screen, height, received rate. */
    record Course(List<double[]> delaysMs, List<double[]> heights, List<double[]> kbps) {
        Course {
            delaysMs = List.copyOf(delaysMs);
            heights = List.copyOf(heights);
            kbps = List.copyOf(kbps);
        }
    }

    Seen run(long seed) {
        Simulation simulation = new Simulation(SimulationConfig.of(seed, 1));
        simulation.steerBy(Policies.byName(policy.equals("fixed") ? "nack" : policy));
        SimHost sends = simulation.addHost(0, host, PathSpec.PLAIN);
        simulation.runMs(HOST_LEAD_MS);
        SimViewer watches = simulation.addViewer(0, sends, viewer.config(), path);
        long joinedNs = simulation.nowNs();
        while (watches.endpoint().report(simulation.nowNs()).video().firstFrameAfterNs() < 0) {
            simulation.runMs(100);
            if (simulation.nowNs() - joinedNs > MOST_JOIN_MS * MS) {
                throw new IllegalStateException("no picture within " + MOST_JOIN_MS + " ms, seed " + seed);
            }
        }
        long firstNs = watches.endpoint().report(simulation.nowNs()).video().firstFrameAfterNs();
        simulation.runFor(joinedNs + firstNs + SETTLE_MS * MS - simulation.nowNs());
        ViewerReport before = watches.endpoint().report(simulation.nowNs());
        simulation.runFor(durationMs * MS);
        return seen(before, watches.endpoint().report(simulation.nowNs()));
    }

    private Seen seen(ViewerReport before, ViewerReport after) {
        double seconds = durationMs / 1e3;
        ViewerSeries series = after.series();
        List<double[]> delays = new ArrayList<>();
        List<double[]> heights = new ArrayList<>();
        List<double[]> kbps = new ArrayList<>();
        double lines = 0;
        double frames = 0;
        for (int i = 0; i < series.samples(); i++) {
            double at = (series.atNs(i) - before.endNs()) / SECOND_NS;
            if (at < 0) {
                continue;
            }
            kbps.add(new double[] {at, series.value(ViewerSeries.Column.RECEIVED_BYTES, i) * 8e-2});
            int shown = series.value(ViewerSeries.Column.FRAMES, i);
            int encoding = series.value(ViewerSeries.Column.ENCODING, i);
            if (shown > 0 && encoding >= 0) {
                int height = host.layers().get(encoding).heightPx();
                lines += shown * (double) height;
                frames += shown;
                heights.add(new double[] {at, height});
                delays.add(new double[] {at, series.value(ViewerSeries.Column.FRAME_DELAY_MS, i)});
            }
        }
        return new Seen(
                (videoBytes(after) - videoBytes(before)) * 8e-3 / seconds,
                100 * after.video().gaps().stalledNs(before.endNs(), GapList.MIN_GAP_NS) / SECOND_NS / seconds,
                p95(delays),
                frames == 0 ? 0 : lines / frames,
                (after.video().rendered() - before.video().rendered()) / seconds,
                new Course(delays, heights, kbps));
    }

    private static double p95(List<double[]> delays) {
        List<Double> sorted = new ArrayList<>(delays.stream().map(one -> one[1]).toList());
        Collections.sort(sorted);
        return sorted.isEmpty() ? Double.NaN : sorted.get(Math.min(sorted.size() - 1, (int) (0.95 * sorted.size())));
    }

    /** As a browser counts: video without what SRTP adds, in a Chromium with its repair. */
    private long videoBytes(ViewerReport report) {
        Traffic video = report.traffic(PacketKind.VIDEO);
        if (viewer == Viewer.CHROMIUM) {
            video = video.plus(report.traffic(PacketKind.RTX))
                    .plus(report.traffic(PacketKind.FEC))
                    .plus(report.traffic(PacketKind.PADDING));
        }
        return video.bytes() - SRTP_TAG_BYTES * video.packets();
    }
}
