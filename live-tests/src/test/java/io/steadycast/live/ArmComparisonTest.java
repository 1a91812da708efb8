package io.steadycast.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.steadycast.live.ArmComparison.Side;
import io.steadycast.live.ArmComparison.Stall;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class ArmComparisonTest {
    private static ArmComparison of(Side ours, Side theirs) {
        return new ArmComparison("T2", "nack-only", ours, theirs);
    }

    private static BrowserFigures figures(double stall, double longStall, double delayP95Ms) {
        return new BrowserFigures(
                stall, longStall, 0, 25, 25, 540, 200, delayP95Ms, new PictureAge(220, 320), 500, 5, 0, 0, 500, 10);
    }

    @Test
    void lessStallAtNoMoreDelayIsMet() {
        ArmComparison better = of(new Side(0.2, 500, 540), new Side(3.05, 500, 900));
        assertThat(better.stall()).isEqualTo(Stall.LESS);
        assertThat(better.met()).isTrue();
        assertThat(better.toString())
                .isEqualTo(
                        "met    beside nack-only: stall 0.20 and 3.05 % (less), delay P95 500 and 500 ms (no later); picture age P95 540 and 900 ms");
        assertThat(better.words().zh()).startsWith("达成 对比 nack-only").contains("更少", "不更晚");
    }

    @Test
    void lessStallBoughtByDelayIsMissed() {
        ArmComparison later = of(new Side(0, 640, 660), new Side(3.05, 467, 900));
        assertThat(later.met()).isFalse();
        assertThat(later.toString()).startsWith("MISSED").contains("(less)", "(LATER)");
        assertThat(later.words().zh()).startsWith("未达成").contains("更晚");
    }

    @Test
    void whereNeitherStallsThereIsNothingToBeatAndElseEqualIsNotBeaten() {
        assertThat(of(new Side(0, 400, 420), new Side(0, 400, 420)).stall()).isEqualTo(Stall.NEITHER);
        assertThat(of(new Side(0, 400, 420), new Side(0, 400, 420)).met()).isTrue();
        assertThat(of(new Side(0.5, 400, 420), new Side(0.5, 400, 420)).stall()).isEqualTo(Stall.NOT_LESS);
        assertThat(of(new Side(0.5, 400, 420), new Side(0.5, 400, 420)).met()).isFalse();
    }

    @Test
    void whoShowsNothingIsNoSooner() {
        assertThat(of(new Side(2, 900, 950), new Side(100, Double.NaN, Double.NaN))
                        .met())
                .isTrue();
        assertThat(of(new Side(100, Double.NaN, Double.NaN), new Side(2, 900, 950))
                        .met())
                .isFalse();
        assertThat(of(new Side(0, Double.NaN, Double.NaN), new Side(0, 900, 950))
                        .delayMet())
                .isFalse();
    }

    @Test
    void eachArmIsComparedByItsConditionsStall() {
        Map<String, BrowserFigures> medians = new LinkedHashMap<>();
        medians.put("adaptive", figures(6, 0, 800));
        medians.put("nack-only", figures(5, 2, 900));
        medians.put("fixed", figures(0, 0, 100));
        medians.put("nack-fixed-delay", figures(7, 0, 700));
        List<ArmComparison> thin = BrowserTargets.arms("T9", medians);
        assertThat(thin).extracting(ArmComparison::arm).containsExactly("nack-only", "nack-fixed-delay");
        assertThat(thin).extracting(ArmComparison::stall).containsExactly(Stall.LESS, Stall.NEITHER);
        assertThat(thin).extracting(ArmComparison::met).containsExactly(true, false);
        assertThat(BrowserTargets.arms("T2", medians))
                .extracting(ArmComparison::stall)
                .containsExactly(Stall.NOT_LESS, Stall.LESS);
        medians.remove("adaptive");
        assertThat(BrowserTargets.arms("T2", medians)).isEmpty();
    }
}
