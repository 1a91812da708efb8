package io.steadycast.live.reality;

import io.steadycast.netsim.endpoint.Distribution;
import io.steadycast.netsim.endpoint.GapList;
import io.steadycast.netsim.endpoint.PacketKind;
import io.steadycast.netsim.endpoint.Traffic;
import io.steadycast.netsim.endpoint.ViewerConfig;
import io.steadycast.netsim.endpoint.ViewerReport;
import io.steadycast.netsim.sim.SimHost;
import io.steadycast.netsim.sim.SimViewer;
import io.steadycast.netsim.sim.Simulation;
import io.steadycast.netsim.sim.SimulationConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** Stateless. The same condition in virtual time: the engine, a host that sends frames of the recording's sizes, and the model of Chromium's receiver. */
final class SimulatedViewer {
    private static final int SRTP_TAG_BYTES = 16;
    private static final int SHARDS = 2;
    private static final int PHASES = 8;
    private static final int FRAME_MS = 1_000 / Setting.FPS;
    private static final int VIEWER_SSRC = 5_000;
    private static final double SECOND_NS = 1e9;
    private static final long MS = 1_000_000L;

    private SimulatedViewer() {}

    /**
     * What was seen.
     *
     * @param phases figures of the measured time, one for each of {@link #PHASES} phases of the host's pictures against the viewer's channel
     * @param report of all the time, of the first phase
     */
    record Seen(List<Figures> phases, ViewerReport report) {
        Seen {
            phases = List.copyOf(phases);
        }

        /** The mean: the phase is not known better than to some tens of milliseconds. */
        Figures figures() {
            return Figures.mean(phases);
        }
    }

    private record Phase(Figures figures, ViewerReport report) {}

    /** @param start of the run that it has to be like */
    static Seen run(Condition condition, long seed, Setting setting, Start start) {
        List<Figures> phases = new ArrayList<>();
        ViewerReport first = null;
        for (int phase = 0; phase < PHASES; phase++) {
            Phase seen = run(condition, seed + phase, setting, start, phase);
            phases.add(seen.figures());
            first = first == null ? seen.report() : first;
        }
        return new Seen(phases, Objects.requireNonNull(first));
    }

    private static Phase run(Condition condition, long seed, Setting setting, Start start, int phase) {
        Simulation simulation = new Simulation(SimulationConfig.of(seed, SHARDS));
        simulation.nextChannel(start.hostChannel());
        SimHost host = simulation.addHost(0, setting.host(false), condition.host());
        while (host.endpoint().frames() < start.leadFrames()) {
            simulation.runMs(1);
        }
        simulation.runMs((long) phase * FRAME_MS / PHASES);
        simulation.nextChannel(start.viewerChannel());
        SimViewer viewer = simulation.addViewer(1, host, ViewerConfig.browser(VIEWER_SSRC), condition.viewer());
        simulation.runFor(start.fromNs());
        ViewerReport before = viewer.endpoint().report(simulation.nowNs());
        simulation.runFor(setting.durationMs() * MS);
        ViewerReport after = viewer.endpoint().report(simulation.nowNs());
        return new Phase(difference(before, after), after);
    }

    private static Figures difference(ViewerReport before, ViewerReport after) {
        double seconds = (after.endNs() - before.endNs()) / SECOND_NS;
        long expected = after.repair().expected() - before.repair().expected();
        long lost = after.repair().lost() - before.repair().lost();
        return new Figures(
                (videoBytes(after) - videoBytes(before)) * 8e-3 / seconds,
                100.0 * lost / expected,
                100 * after.video().gaps().stalledNs(before.endNs(), GapList.MIN_GAP_NS) / SECOND_NS / seconds,
                100
                        * (after.video().freezes().totalNs()
                                - before.video().freezes().totalNs())
                        / SECOND_NS
                        / seconds,
                (after.video().rendered() - before.video().rendered()) / seconds,
                after.feedback().nackMessages() - before.feedback().nackMessages(),
                after.feedback().plis() - before.feedback().plis(),
                after.traffic(PacketKind.RTX).packets()
                        - before.traffic(PacketKind.RTX).packets(),
                meanMs(before.video().jitterBuffer(), after.video().jitterBuffer()));
    }

    private static double meanMs(Distribution before, Distribution after) {
        long count = after.count() - before.count();
        return count == 0 ? 0 : (after.count() * after.meanNs() - before.count() * before.meanNs()) / count / 1e6;
    }

    private static long videoBytes(ViewerReport report) {
        Traffic video = report.traffic(PacketKind.VIDEO)
                .plus(report.traffic(PacketKind.RTX))
                .plus(report.traffic(PacketKind.PADDING));
        return video.bytes() - SRTP_TAG_BYTES * video.packets();
    }
}
