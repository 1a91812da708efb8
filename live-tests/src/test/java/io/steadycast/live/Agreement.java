package io.steadycast.live;

import io.steadycast.live.reality.Check;
import io.steadycast.netsim.emulate.NamedPath;
import io.steadycast.netsim.endpoint.HostConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/**
 * Immutable. What browsers saw of one condition beside what viewers in the simulator saw of it: means over runs. Received rate and stall are judged; delay, height and frame rate are told.
 *
 * @param condition of both
 * @param policy of both
 * @param real what browsers saw
 * @param simulated what the simulator's viewers saw
 */
record Agreement(String condition, String policy, List<BrowserStage.Result> real, List<SimulatedTwin.Seen> simulated) {
    /** Of each run in a browser: one channel's luck is not the model's fault. */
    private static final int CHANNELS = 4;

    Agreement {
        real = List.copyOf(real);
        simulated = List.copyOf(simulated);
    }

    /** A figure of both sides. */
    record Told(Words name, double real, double simulated) {}

    /**
     * Runs the simulator's side.
     *
     * @param seed of its first channel
     */
    static Agreement of(
            NamedPath condition,
            String policy,
            SimulatedTwin.Viewer viewer,
            List<BrowserStage.Result> real,
            long seed) {
        SimulatedTwin twin = new SimulatedTwin(condition.spec(), policy, viewer, host(real), (int)
                Math.round(1_000 * real.getFirst().course().seconds()));
        List<SimulatedTwin.Seen> simulated = new ArrayList<>();
        for (int i = 0; i < CHANNELS * real.size(); i++) {
            simulated.add(twin.run(seed + i));
        }
        return new Agreement(condition.name(), policy, real, simulated);
    }

    /** The targets' ladder with the rates that the browser's host really sent. */
    private static HostConfig host(List<BrowserStage.Result> real) {
        HostConfig ladder = HostConfig.ladder();
        HostConfig.Layer[] layers = new HostConfig.Layer[ladder.layers().size()];
        for (int i = 0; i < layers.length; i++) {
            HostConfig.Layer layer = ladder.layers().get(i);
            int rank = i;
            double kbps = mean(real, run -> run.hostKbps().get(rank));
            layers[i] = new HostConfig.Layer(layer.rid(), layer.widthPx(), layer.heightPx(), (int) (1_000 * kbps));
        }
        return ladder.withLayers(layers);
    }

    List<Check> checks() {
        return List.of(
                Check.rate(
                        mean(real, run -> run.figures().receivedKbps()),
                        mean(simulated, SimulatedTwin.Seen::receivedKbps)),
                Check.stall(
                        mean(real, run -> run.figures().stallPercent()),
                        mean(simulated, SimulatedTwin.Seen::stallPercent)));
    }

    List<Told> told() {
        return List.of(
                new Told(
                        new Words("delay P95 ms", "时延 P95 ms"),
                        mean(real, run -> run.figures().delayP95Ms()),
                        mean(simulated, SimulatedTwin.Seen::delayP95Ms)),
                new Told(
                        new Words("height", "高度"),
                        mean(real, run -> run.figures().height()),
                        mean(simulated, SimulatedTwin.Seen::height)),
                new Told(
                        new Words("fps", "帧率"),
                        mean(real, run -> run.figures().fps()),
                        mean(simulated, SimulatedTwin.Seen::fps)));
    }

    boolean agrees() {
        return checks().stream().allMatch(Check::agrees);
    }

    String text() {
        StringBuilder out = new StringBuilder(String.format(
                "%-6s%-18s%s; %d runs in the browser, %d channels in the simulator%n",
                condition, policy, agrees() ? "agrees" : "DIFFERS", real.size(), simulated.size()));
        checks().forEach(check -> out.append("        ").append(check).append(System.lineSeparator()));
        for (Told one : told()) {
            out.append(String.format(
                    Locale.ROOT,
                    "        %-15s real %9.2f  simulated %9.2f%n",
                    one.name().en(),
                    one.real(),
                    one.simulated()));
        }
        return out.toString();
    }

    private static <T> double mean(List<T> all, ToDoubleFunction<T> value) {
        return all.stream().mapToDouble(value).average().orElse(Double.NaN);
    }
}
