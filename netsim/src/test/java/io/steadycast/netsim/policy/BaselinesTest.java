package io.steadycast.netsim.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.steadycast.abr.control.ControlSample;
import io.steadycast.netsim.endpoint.HostConfig;
import io.steadycast.netsim.endpoint.VideoReport;
import io.steadycast.netsim.endpoint.ViewerReport;
import io.steadycast.netsim.link.spec.Capacity;
import io.steadycast.netsim.link.spec.DirectionSpec;
import io.steadycast.netsim.link.spec.Loss;
import io.steadycast.netsim.link.spec.QueueSpec;
import io.steadycast.netsim.sim.SimHost;
import io.steadycast.netsim.sim.SimViewer;
import io.steadycast.netsim.sim.Simulation;
import io.steadycast.netsim.sim.SimulationConfig;
import java.util.Arrays;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whole sessions under the baselines: they order themselves as theory says. */
class BaselinesTest {
    private static final long MS = 1_000_000L;
    private static final HostConfig LADDER = HostConfig.browser()
            .withLayers(
                    new HostConfig.Layer("q", 240, 135, 150_000),
                    new HostConfig.Layer("h", 480, 270, 400_000),
                    new HostConfig.Layer("f", 960, 540, 1_200_000))
            .withVideo(new HostConfig.Video(25, 3, 0, 5));

    private static final DirectionSpec GOOD = DirectionSpec.PLAIN.withOwnDelay(5 * MS);

    /** What came of a session. */
    private record Run(ViewerReport report, ControlSample control, Simulation simulation, SimViewer viewer) {
        double stall() {
            return report.stallRatio(200 * MS);
        }

        /** Mean height of what was shown. */
        double height() {
            double sum = 0;
            double time = 0;
            for (VideoReport.LayerTime layer : report.video().layers()) {
                sum += (double) layer.heightPx() * layer.shownNs();
                time += layer.shownNs();
            }
            return time == 0 ? 0 : sum / time;
        }

        double fps() {
            return report.video().rendered() / (report.watchedNs() / 1e9);
        }
    }

    private static Run run(String policy, double loss, int rttMs, double mbps) {
        return loss == 0 ? run(policy, rttMs, mbps) : run(policy, rttMs, mbps, new Loss.Iid(loss));
    }

    private static Run run(String policy, int rttMs, double mbps, Loss... losses) {
        Simulation simulation = new Simulation(SimulationConfig.of(Long.getLong("netsim.seed", 41), 1));
        SimHost host = simulation.addHost(0, LADDER, GOOD, GOOD);
        simulation.runMs(2_000);
        simulation.steerBy(Policies.byName(policy));
        DirectionSpec up = DirectionSpec.PLAIN.withOwnDelay(rttMs / 2 * MS);
        DirectionSpec down = up.withCapacity(Capacity.ofBps((long) (mbps * 1e6)))
                .withQueue(QueueSpec.dropTail((long) (mbps * 1e6 / 8 * 0.3)));
        for (Loss each : losses) {
            down = down.withLoss(each);
        }
        SimViewer viewer = simulation.addViewer(0, host, up, down);
        simulation.runMs(60_000);
        ViewerReport report = viewer.endpoint().report(simulation.nowNs());
        ControlSample control = simulation.control(viewer);
        assertThat(control).isNotNull();
        Run run = new Run(report, control, simulation, viewer);
        System.out.printf(
                Locale.ROOT,
                "[netsim] %s, loss %s, RTT %d ms, %.2f Mbps: stall %.1f %%, %.1f fps, height %.0f, estimate %d kbps, overhead %.1f %%, freezes %d, switches %d, %s%n",
                policy,
                Arrays.toString(losses),
                rttMs,
                mbps,
                100 * run.stall(),
                run.fps(),
                run.height(),
                control.rates().estimateBps() / 1_000,
                100 * control.sent().overhead(),
                report.video().freezes().count(),
                report.video().layerSwitches(),
                control.reason());
        assertThat(simulation.errors()).isEmpty();
        assertThat(viewer.endpoint().complaints().count())
                .as("%s", viewer.endpoint().complaints())
                .isZero();
        return run;
    }

    @ParameterizedTest
    @CsvSource({"nack:0", "B0", "B1", "B2", "B3"})
    void aCleanPathGivesEverybodyTheBest(String policy) {
        Run run = run(policy, 0, 60, 5);
        assertThat(run.stall()).isLessThan(0.02);
        assertThat(run.height()).isGreaterThan(policy.startsWith("nack") ? 134 : 450);
    }

    @Test
    void parityRepairsWhatRetransmissionIsTooLateFor() {
        Run retransmission = run("B0", 0.1, 200, 3);
        Run hybrid = run("B1", 0.1, 200, 3);
        assertThat(hybrid.control().sent().parityBytes()).isPositive();
        assertThat(hybrid.report().repair().byFec()).isPositive();
        assertThat(retransmission.report().repair().byFec()).isZero();
        assertThat(hybrid.control().sent().overhead())
                .isGreaterThan(retransmission.control().sent().overhead());
    }

    /** Random loss, bursts, and little capacity: nobody does better than who knows the channel and has an ideal code. */
    @ParameterizedTest
    @CsvSource({"0.02, 0, 100, 3", "0.10, 0, 200, 1.5", "0.074, 30, 100, 2", "0.30, 80, 200, 2", "0.5, 0, 200, 2"})
    void theOracleIsTheBound(double loss, int meanBadMs, int rttMs, double mbps) {
        Loss losses = meanBadMs == 0 ? new Loss.Iid(loss) : new Loss.GilbertElliott(loss, meanBadMs * MS, 0.9, 1, 0);
        Run bound = run("B4", rttMs, mbps, losses);
        assertThat(bound.stall()).isLessThan(0.02);
        double least = loss / (1 - loss);
        assertThat(bound.control().sent().overhead()).isGreaterThan(0.7 * least);
        if (meanBadMs == 0) {
            // In a bad time it goes on trying, whatever that costs.
            assertThat(bound.control().sent().overhead()).isLessThan(1.4 * least);
        }
        for (String policy : new String[] {"B0", "B1", "B2", "B3"}) {
            Run run = run(policy, rttMs, mbps, losses);
            assertThat(bound.stall()).as(policy).isLessThanOrEqualTo(run.stall() + 0.001);
            assertThat(bound.height() * bound.fps()).as(policy).isGreaterThanOrEqualTo(0.98 * run.height() * run.fps());
        }
    }

    @Test
    void presetParityIsSentAndUsed() {
        Run run = run("B3", 0.08, 100, 3);
        assertThat(run.control().sent().parityBytes()).isPositive();
        assertThat(run.report().repair().parityUsed()).isPositive();
    }

    @Test
    void theDraftsLossControllerEndsAtTheLowestLayer() {
        Run old = run("B2", 0.2, 100, 5);
        Run current = run("B0", 0.2, 100, 5);
        assertThat(old.control().rates().estimateBps()).isLessThan(130_000);
        assertThat(current.control().rates().estimateBps()).isGreaterThan(300_000);
        assertThat(old.height()).isLessThan(current.height());
    }
}
