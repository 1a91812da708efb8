package io.steadycast.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.steadycast.netsim.emulate.NamedPath;
import io.steadycast.netsim.emulate.Trust;
import io.steadycast.netsim.link.spec.BaseDelay;
import io.steadycast.netsim.link.spec.DirectionSpec;
import io.steadycast.netsim.link.spec.Loss;
import io.steadycast.netsim.link.spec.PathSpec;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The simulator's side alone, beside a browser's by hand. */
final class AgreementTest {
    private static final NamedPath LOSSY = new NamedPath(
            "lossy",
            PathSpec.PLAIN
                    .withBaseDelay(BaseDelay.ofRttMs(100))
                    .withDown(DirectionSpec.PLAIN.withLoss(new Loss.Iid(0.05))));

    private static BrowserStage.Result real(double kbps, double stall) {
        BrowserFigures figures = new BrowserFigures(
                stall, 0, 0, 25, 25, 540, 200, 300, new PictureAge(220, 320), kbps, 5, 0, 0, 500, 10);
        BrowserCourse course = new BrowserCourse(4, List.of(new BrowserCourse.Picture(1, 200, 540)), List.of());
        return new BrowserStage.Result(
                figures, new Trust(Trust.Stamp.VALID, List.of()), "", course, List.of(150.0, 400.0, 1_100.0), 25);
    }

    private static Agreement of(double kbps, double stall) {
        return Agreement.of(LOSSY, "adaptive", SimulatedTwin.Viewer.CHROMIUM, List.of(real(kbps, stall)), 1);
    }

    @Test
    void rateAndStallAreJudgedAndTheRestIsTold() {
        Agreement near = of(1_150, 0);
        assertThat(near.agrees()).as(near.text()).isTrue();
        assertThat(near.told()).extracting(told -> told.name().en()).containsExactly("delay P95 ms", "height", "fps");
        assertThat(near.told().get(2).simulated()).isGreaterThan(23);
        assertThat(of(600, 0).text()).contains("DIFFERS", "received kbit/s");
        assertThat(of(1_150, 20).agrees()).isFalse();
    }

    @Test
    void theSameSeedsTellTheSame() {
        assertThat(of(1_150, 0).text()).isEqualTo(of(1_150, 0).text());
    }

    @Test
    void thePageSpeaksBothLanguages() {
        BrowserFigures seen = real(1_150, 3).figures();
        var row = new BrowserReport.Row(
                "T2",
                "adaptive",
                seen,
                BrowserTargets.judge("T2", seen),
                BrowserTargets.arms("T2", Map.of("adaptive", seen, "nack-only", seen)),
                Optional.of(new CpuPairs(List.of(new CpuPairs.Pair(11, 10)))));
        String page = BrowserReport.html("a title", List.of(row), List.of(), List.of(of(600, 0)));
        assertThat(page)
                .contains("Browsers behind bad networks", "弱网下的浏览器", "Beside the simulator", "与仿真对照")
                .contains("未达成 对比 nack-only", "MISSED beside nack-only", "逐对：11.0/10.0 (1.10)")
                .contains("不一致", "differs", "未达成 卡顿 % ≤ 0.5，实测 3.00", "MISSED stall % &lt;= 0.5, measured 3.00");
    }
}
