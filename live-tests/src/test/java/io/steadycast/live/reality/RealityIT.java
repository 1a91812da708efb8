package io.steadycast.live.reality;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.steadycast.live.KitServer;
import io.steadycast.live.LiveServer;
import io.steadycast.live.browser.Chromium;
import io.steadycast.netsim.endpoint.RecordedFrames;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code ./steadycast netsim reality} in small: one drawn condition, one seed, twelve seconds. So short a run tells rate and loss, not stalls, and on a machine that
 * tests share the emulator may be late: the tolerances are wide, the stamp and all figures are printed.
 */
final class RealityIT {
    private static final long DRAW = 20261127;
    private static final int LOOP_S = 6;
    private static final int SETTLE_MS = 4_000;
    private static final int DURATION_MS = 12_000;
    /** Four standard deviations of the difference of two such runs, at 5 % of 1300 packets. */
    private static final double LOSS_POINTS = 3.5;

    private static final double STALL_POINTS = 15;

    @TempDir
    private Path folder;

    @Test
    void aChromiumUnderRandomLossIsLikeTheModel() throws Exception {
        Condition condition = Conditions.draw(DRAW).getFirst();
        try (Chromium chromium = Chromium.start();
                LiveServer server = LiveServer.unsteered();
                KitServer kit = new KitServer()) {
            RecordedFrames recording = Recording.of(folder.resolve("recording.ivf"), LOOP_S, chromium, kit);
            Setting setting = new Setting(recording, SETTLE_MS, DURATION_MS);
            RealViewer.Seen real = new RealViewer(server, kit, chromium, setting).run(condition, DRAW);
            Figures simulated =
                    SimulatedViewer.run(condition, DRAW, setting, real.start()).figures();
            System.out.println(condition.figures() + " " + real.stamps() + "\n  real      " + real.figures()
                    + "\n  simulated " + simulated);
            String what = "./steadycast netsim reality --seed " + DRAW + " --only random --seeds 1 --duration 12s";
            assertThat(simulated.receivedKbps())
                    .as("received, " + what)
                    .isCloseTo(
                            real.figures().receivedKbps(),
                            within(0.15 * real.figures().receivedKbps()));
            assertThat(simulated.lossPercent())
                    .as("loss, " + what)
                    .isCloseTo(real.figures().lossPercent(), within(LOSS_POINTS));
            assertThat(simulated.stallPercent())
                    .as("stalls, " + what)
                    .isCloseTo(real.figures().stallPercent(), within(STALL_POINTS));
            assertThat(real.figures().rtxPackets()).as("repairs").isPositive();
        }
    }
}
