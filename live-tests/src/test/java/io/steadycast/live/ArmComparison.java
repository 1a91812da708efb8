package io.steadycast.live;

import java.util.Locale;
import java.util.function.ToDoubleFunction;

/**
 * Immutable. An adaptive viewer beside one of another policy in the same runs (docs/netsim/browsers.md): it is to stall less, and to show 95 % of its pictures no later. Where neither stalls, there is nothing to beat and
 * that is met. The age of what stands on the screen is told, not judged: the delay of pictures flatters a policy that shows none while it waits.
 *
 * @param condition of both
 * @param arm the other one's policy
 * @param ours medians of the adaptive viewer
 * @param theirs medians of the other one
 */
record ArmComparison(String condition, String arm, Side ours, Side theirs) {
    /** NaN for delays of a viewer that saw nothing. */
    record Side(double stallPercent, double delayP95Ms, double ageP95Ms) {}

    /** Who stalls less. */
    enum Stall {
        LESS,
        NEITHER,
        NOT_LESS
    }

    /** {@code stall}: how it is counted under this condition. */
    static ArmComparison of(
            String condition,
            String arm,
            BrowserFigures ours,
            BrowserFigures theirs,
            ToDoubleFunction<BrowserFigures> stall) {
        return new ArmComparison(condition, arm, side(ours, stall), side(theirs, stall));
    }

    private static Side side(BrowserFigures figures, ToDoubleFunction<BrowserFigures> stall) {
        return new Side(
                stall.applyAsDouble(figures),
                figures.delayP95Ms(),
                figures.age().p95Ms());
    }

    Stall stall() {
        if (ours.stallPercent() == 0 && theirs.stallPercent() == 0) {
            return Stall.NEITHER;
        }
        return ours.stallPercent() < theirs.stallPercent() ? Stall.LESS : Stall.NOT_LESS;
    }

    /** One that shows nothing is not sooner. */
    boolean delayMet() {
        return Double.isNaN(theirs.delayP95Ms()) || ours.delayP95Ms() <= theirs.delayP95Ms();
    }

    boolean met() {
        return stall() != Stall.NOT_LESS && delayMet();
    }

    @Override
    public String toString() {
        return words().en();
    }

    Words words() {
        String stall = switch (stall()) {
            case LESS -> "less";
            case NEITHER -> "neither stalls";
            case NOT_LESS -> "NOT LESS";
        };
        String chineseStall = switch (stall()) {
            case LESS -> "更少";
            case NEITHER -> "双方均无卡顿";
            case NOT_LESS -> "并未更少";
        };
        return new Words(
                String.format(
                        Locale.ROOT,
                        "%s beside %s: stall %.2f and %.2f %% (%s), delay P95 %.0f and %.0f ms (%s); picture age P95 %.0f and %.0f ms",
                        met() ? "met   " : "MISSED",
                        arm,
                        ours.stallPercent(),
                        theirs.stallPercent(),
                        stall,
                        ours.delayP95Ms(),
                        theirs.delayP95Ms(),
                        delayMet() ? "no later" : "LATER",
                        ours.ageP95Ms(),
                        theirs.ageP95Ms()),
                String.format(
                        Locale.ROOT,
                        "%s 对比 %s：卡顿 %.2f 与 %.2f %%（%s），时延 P95 %.0f 与 %.0f ms（%s）；画面年龄 P95 %.0f 与 %.0f ms",
                        met() ? "达成" : "未达成",
                        arm,
                        ours.stallPercent(),
                        theirs.stallPercent(),
                        chineseStall,
                        ours.delayP95Ms(),
                        theirs.delayP95Ms(),
                        delayMet() ? "不更晚" : "更晚",
                        ours.ageP95Ms(),
                        theirs.ageP95Ms()));
    }
}
