package io.steadycast.netsim.scenario;

import io.steadycast.media.engine.log.Codec;
import io.steadycast.netsim.endpoint.HostConfig;
import io.steadycast.netsim.endpoint.ViewerConfig;
import io.steadycast.netsim.link.Fate;
import io.steadycast.netsim.link.LinkCounters;
import io.steadycast.netsim.link.PacketFate;
import io.steadycast.netsim.link.spec.Direction;
import io.steadycast.netsim.policy.Policies;
import io.steadycast.netsim.sim.Bottleneck;
import io.steadycast.netsim.sim.SimHost;
import io.steadycast.netsim.sim.SimViewer;
import io.steadycast.netsim.sim.Simulation;
import io.steadycast.netsim.sim.SimulationConfig;
import io.steadycast.netsim.truth.Recording;
import io.steadycast.netsim.truth.TruthLog;
import io.steadycast.netsim.truth.TruthSink;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Confined to its thread. One run of a scenario: builds the simulation, lets it run and takes the measurements. */
final class World {
    private static final long MS = 1_000_000L;
    private static final double S = 1e9;
    /** Hosts are there before the first viewer comes. */
    private static final long HOST_LEAD_MS = 2_000;

    /** Scores look at every packet. */
    private static final int MAX_SCORED = 8;

    private static final long FIRST_SSRC = 100_000;
    private static final long SSRCS = 10;
    private static final String[] RIDS = {"q", "h", "f"};

    private final Scenario scenario;
    private final long seed;
    private final Recording recording;
    private final Simulation simulation;
    private final List<SimHost> hosts = new ArrayList<>();
    private final List<Watching> watching = new ArrayList<>();
    private final List<@Nullable Watching> byPath = new ArrayList<>();
    private final boolean scored;
    private @Nullable Bottleneck bottleneck;

    World(Scenario scenario, String policy, long seed, Recording recording) {
        this.scenario = scenario;
        this.recording = recording;
        this.seed = seed;
        simulation = new Simulation(SimulationConfig.of(seed, 1));
        simulation.steerBy(Policies.byName(policy, scenario.quality()));
        scored = scenario.cast().viewers().size() <= MAX_SCORED;
    }

    /** What an ideal code brought back does not count for the score, which takes no repair under another SSRC for the packet itself. */
    private void onFate(int path, PacketFate<byte[]> fate) {
        boolean itself = (fate.channelState() & PacketFate.AGAIN) == 0;
        if (fate.direction() == Direction.DOWN && fate.fate() == Fate.DELIVERED && itself && path < byPath.size()) {
            Watching watcher = byPath.get(path);
            if (watcher != null) {
                watcher.onArrival(fate.packet(), fate.inNs(), fate.outNs());
            }
        }
    }

    RunResult run(boolean keepCourse) {
        try (TruthLog log = new TruthLog(recording.log(), seed)) {
            TruthSink kept = log.and(recording.also());
            simulation.observe(scored ? kept.and(this::onFate) : kept);
            play();
            return result(keepCourse, log.finish());
        }
    }

    private void play() {
        for (Scenario.Host host : scenario.cast().hosts()) {
            hosts.add(simulation.addHost(
                    0, hostConfig(host.ladder()), host.uplink().spec()));
        }
        simulation.runMs(HOST_LEAD_MS);
        PathChoice shared = scenario.cast().bottleneck();
        if (shared != null) {
            bottleneck = simulation.addBottleneck(shared.spec());
        }
        long startNs = simulation.nowNs();
        int samples = (int) (scenario.timing().durationNs() / (Course.STEP_MS * MS));
        for (int i = 0; i < samples; i++) {
            long sinceStartNs = simulation.nowNs() - startNs;
            join(sinceStartNs, startNs, samples);
            for (Watching one : watching) {
                one.joinAnewIfStuck(simulation);
                one.pauseOrResume(simulation, sinceStartNs);
            }
            simulation.runMs(Course.STEP_MS);
            for (Watching one : watching) {
                one.sample(simulation, i);
            }
        }
    }

    private void join(long sinceStartNs, long startNs, int samples) {
        List<Scenario.Viewer> planned = scenario.cast().viewers();
        while (watching.size() < planned.size()
                && planned.get(watching.size()).stay().joinAtNs() <= sinceStartNs) {
            Scenario.Viewer viewer = planned.get(watching.size());
            SimHost host = hosts.get(viewer.host());
            ViewerConfig config = ViewerConfig.browser(FIRST_SSRC + SSRCS * watching.size());
            SimViewer joined =
                    simulation.addViewer(0, host, config, viewer.path().spec());
            Ladder ladder = scenario.cast().hosts().get(viewer.host()).ladder();
            Watching.Meters meters = new Watching.Meters(
                    new Course.Builder(samples),
                    startNs,
                    scored ? new AlphaRtcScore() : null,
                    bottleneck == null ? joined.path().down() : bottleneck.link(),
                    config.ssrcs().video());
            Watching watcher = new Watching(viewer, joined, host, ladder, meters);
            watching.add(watcher);
            while (byPath.size() <= watcher.path()) {
                byPath.add(null);
            }
            byPath.set(watcher.path(), watcher);
        }
    }

    private RunResult result(boolean keepCourse, TruthLog.Summary log) {
        List<MetricValues> values = new ArrayList<>();
        List<Course> courses = new ArrayList<>();
        FirstViewer first = FirstViewer.NONE;
        for (Watching one : watching) {
            ViewerMetrics.Observed observed = one.end(simulation);
            if (courses.isEmpty()) {
                first = one.asFirst(observed, keepCourse);
            }
            courses.add(observed.course());
            values.add(ViewerMetrics.of(observed, scenario.timing()));
        }
        double keyframes = hosts.stream()
                .mapToLong(host -> host.endpoint().requestedKeyframes())
                .sum();
        MetricValues mean = MetricValues.mean(values)
                .with(
                        Metric.KEYFRAME_RATE,
                        keyframes / hosts.size() / (scenario.timing().durationNs() / S));
        Fairness.Contended contended = contended();
        if (watching.size() > 1 || contended != null) {
            mean = Fairness.add(mean, scenario.cast(), courses, contended);
        }
        RunResult.Ending ending =
                new RunResult.Ending(log.sha256(), simulation.log().count(), simulation.errors());
        return new RunResult(seed, mean, values, first, ending);
    }

    /** The link that viewers share, or the one viewer with flows of others; null if there is no such link. */
    private Fairness.@Nullable Contended contended() {
        PathChoice shared = scenario.cast().bottleneck();
        List<Scenario.Viewer> viewers = scenario.cast().viewers();
        double seconds = scenario.timing().durationNs() / S;
        if (shared != null && bottleneck != null) {
            return new Fairness.Contended(shared.spec(), kbps(bottleneck.link().counters(), seconds));
        }
        if (watching.size() == 1 && Fairness.longFlows(viewers.getFirst().path().spec()) > 0) {
            return new Fairness.Contended(
                    viewers.getFirst().path().spec(),
                    kbps(watching.getFirst().link().counters(), seconds));
        }
        return null;
    }

    private static double kbps(LinkCounters counters, double seconds) {
        return counters.crossServedBytes() * 8 / 1000.0 / seconds;
    }

    private static HostConfig hostConfig(Ladder ladder) {
        List<HostConfig.Layer> layers = new ArrayList<>();
        for (Ladder.Layer layer : ladder.layers()) {
            layers.add(
                    new HostConfig.Layer(RIDS[layers.size()], layer.widthPx(), layer.heightPx(), layer.kbps() * 1000));
        }
        HostConfig browser = HostConfig.browser();
        HostConfig.Video video = new HostConfig.Video(
                ladder.framesPerSecond(),
                ladder.temporalLayers(),
                0,
                browser.video().keyframeRatio(),
                Codec.valueOf(ladder.codec().toUpperCase(Locale.ROOT)));
        return browser.withLayers(layers.toArray(new HostConfig.Layer[0])).withVideo(video);
    }
}
