package io.steadycast.netsim.scenario;

import io.steadycast.netsim.endpoint.HostConfig;
import io.steadycast.netsim.endpoint.ViewerConfig;
import io.steadycast.netsim.policy.Policies;
import io.steadycast.netsim.sim.SimHost;
import io.steadycast.netsim.sim.SimViewer;
import io.steadycast.netsim.sim.Simulation;
import io.steadycast.netsim.sim.SimulationConfig;
import io.steadycast.netsim.truth.Recording;
import io.steadycast.netsim.truth.TruthLog;
import java.util.ArrayList;
import java.util.List;

/** Confined to its thread. One run of a scenario: builds the simulation, lets it run and takes the measurements. */
final class World {
    private static final long MS = 1_000_000L;
    private static final double S = 1e9;
    /** Hosts are there before the first viewer comes. */
    private static final long HOST_LEAD_MS = 2_000;

    private static final long FIRST_SSRC = 100_000;
    private static final long SSRCS = 10;
    private static final String[] RIDS = {"q", "h", "f"};

    private final Scenario scenario;
    private final long seed;
    private final Recording recording;
    private final Simulation simulation;
    private final List<SimHost> hosts = new ArrayList<>();
    private final List<Watching> watching = new ArrayList<>();

    World(Scenario scenario, String policy, long seed, Recording recording) {
        this.scenario = scenario;
        this.recording = recording;
        this.seed = seed;
        simulation = new Simulation(SimulationConfig.of(seed, 1));
        simulation.steerBy(Policies.byName(policy));
    }

    RunResult run(boolean keepCourse) {
        try (TruthLog log = new TruthLog(recording.log(), seed)) {
            simulation.observe(log.and(recording.also()));
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
        long startNs = simulation.nowNs();
        int samples = (int) (scenario.timing().durationNs() / (Course.STEP_MS * MS));
        for (int i = 0; i < samples; i++) {
            long sinceStartNs = simulation.nowNs() - startNs;
            join(sinceStartNs, startNs, samples);
            for (Watching one : watching) {
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
            watching.add(new Watching(viewer, joined, host, ladder, new Course.Builder(samples), startNs));
        }
    }

    private RunResult result(boolean keepCourse, TruthLog.Summary log) {
        List<MetricValues> values = new ArrayList<>();
        List<Course> courses = new ArrayList<>();
        for (Watching one : watching) {
            ViewerMetrics.Observed observed = one.end(simulation);
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
        if (watching.size() > 1) {
            mean = Fairness.add(mean, scenario.cast(), courses);
        }
        RunResult.Ending ending =
                new RunResult.Ending(log.sha256(), simulation.log().count(), simulation.errors());
        Course first = keepCourse && !courses.isEmpty() ? courses.getFirst() : Course.NONE;
        return new RunResult(seed, mean, values, first, ending);
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
                browser.video().keyframeRatio());
        return browser.withLayers(layers.toArray(new HostConfig.Layer[0])).withVideo(video);
    }
}
