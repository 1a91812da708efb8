package io.steadycast.netsim.scenario;

import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * What must come out: a metric's mean over viewers and seeds, compared with a number or with what baselines made of the same seeds.
 *
 * @param metric that is judged
 * @param comparison with the reference
 * @param reference what it is compared with
 */
public record Target(Metric metric, Comparison comparison, Reference reference) {
    /** Which side is good. */
    public enum Comparison {
        AT_MOST("<="),
        AT_LEAST(">=");

        private final String sign;

        Comparison(String sign) {
            this.sign = sign;
        }

        public String sign() {
            return sign;
        }

        public boolean holds(double value, double bound) {
            return this == AT_MOST ? value <= bound : value >= bound;
        }
    }

    /** What a mean is compared with. */
    public sealed interface Reference {
        /** A number in the metric's unit. */
        record Absolute(double value) implements Reference {}

        /** A baseline's mean times a factor. */
        record Times(String policy, double factor) implements Reference {}

        /** A baseline's mean plus a number. */
        record Plus(String policy, double delta) implements Reference {}

        /** So far from one baseline's mean towards another's: {@code from + share * (to - from)}. */
        record Between(String from, String to, double share) implements Reference {}

        /** Better than a baseline, seed by seed and with 95 % confidence; what is at most {@code enough} need not be better. */
        record Beats(String policy, double enough) implements Reference {}

        /** Not worse than a baseline by more than that: so the whole 95 % interval of the differences, seed by seed, says before it is a miss. */
        record NotWorse(String policy, double slack) implements Reference {}

        /** A number, or, where not even this policy reaches it, its mean times a factor: docs/netsim/targets.md on utilisation. */
        record ReachableOr(double value, String policy, double factor) implements Reference {}
    }

    public static Target atMost(Metric metric, double value) {
        return new Target(metric, Comparison.AT_MOST, new Reference.Absolute(value));
    }

    public static Target atLeast(Metric metric, double value) {
        return new Target(metric, Comparison.AT_LEAST, new Reference.Absolute(value));
    }

    /** The policies whose runs are needed. */
    public List<String> baselines() {
        return switch (reference) {
            case Reference.Absolute absolute -> List.of();
            case Reference.Times times -> List.of(times.policy());
            case Reference.Plus plus -> List.of(plus.policy());
            case Reference.Between between -> List.of(between.from(), between.to());
            case Reference.Beats beats -> List.of(beats.policy());
            case Reference.NotWorse notWorse -> List.of(notWorse.policy());
            case Reference.ReachableOr reachable -> List.of(reachable.policy());
        };
    }

    /** The bound, given the means of {@link #baselines}; NaN if one is needed and not known. */
    public double bound(ToDoubleFunction<String> means) {
        return switch (reference) {
            case Reference.Absolute absolute -> absolute.value();
            case Reference.Times times -> times.factor() * means.applyAsDouble(times.policy());
            case Reference.Plus plus -> means.applyAsDouble(plus.policy()) + plus.delta();
            case Reference.Between between -> {
                double from = means.applyAsDouble(between.from());
                yield from + between.share() * (means.applyAsDouble(between.to()) - from);
            }
            case Reference.Beats beats -> means.applyAsDouble(beats.policy());
            case Reference.NotWorse notWorse -> means.applyAsDouble(notWorse.policy()) + notWorse.slack();
            case Reference.ReachableOr reachable -> {
                double mean = means.applyAsDouble(reachable.policy());
                yield Double.isNaN(mean)
                        ? Double.NaN
                        : mean >= reachable.value() ? reachable.value() : reachable.factor() * mean;
            }
        };
    }

    /** The policy with which it is compared seed by seed, empty for none. */
    public String paired() {
        return switch (reference) {
            case Reference.Beats beats -> beats.policy();
            case Reference.NotWorse notWorse -> notWorse.policy();
            case Reference.Absolute ignored -> "";
            case Reference.Times ignored -> "";
            case Reference.Plus ignored -> "";
            case Reference.Between ignored -> "";
            case Reference.ReachableOr ignored -> "";
        };
    }

    /** Whether it is met; {@code difference} is that of {@link #paired}, of two seeds at least if there is one. */
    public boolean holds(double mean, double bound, Summary difference) {
        double worse = comparison == Comparison.AT_MOST ? difference.mean() : -difference.mean();
        double halfWidth = difference.halfWidth();
        return switch (reference) {
            case Reference.Beats beats -> comparison.holds(mean, beats.enough()) || worse + halfWidth < 0;
            case Reference.NotWorse notWorse -> worse - halfWidth <= notWorse.slack();
            case Reference.Absolute ignored -> comparison.holds(mean, bound);
            case Reference.Times ignored -> comparison.holds(mean, bound);
            case Reference.Plus ignored -> comparison.holds(mean, bound);
            case Reference.Between ignored -> comparison.holds(mean, bound);
            case Reference.ReachableOr ignored -> comparison.holds(mean, bound);
        };
    }

    /** As a person writes it. */
    public String text() {
        String head = metric.key() + " " + comparison.sign() + " ";
        return head
                + switch (reference) {
                    case Reference.Absolute absolute -> number(absolute.value()) + unit();
                    case Reference.Times times -> number(100 * times.factor()) + " % of " + times.policy() + "'s";
                    case Reference.Plus plus ->
                        plus.policy() + "'s " + (plus.delta() < 0 ? "- " : "+ ") + number(Math.abs(plus.delta()))
                                + unit();
                    case Reference.Between between ->
                        between.from() + "'s and " + number(100 * between.share()) + " % of what " + between.to()
                                + "'s differs from it";
                    case Reference.Beats beats ->
                        beats.policy() + "'s, seed by seed with 95 % confidence (or " + number(beats.enough()) + unit()
                                + ")";
                    case Reference.NotWorse notWorse ->
                        notWorse.policy() + "'s and " + number(notWorse.slack()) + unit()
                                + " by the 95 % interval of the differences";
                    case Reference.ReachableOr reachable ->
                        number(reachable.value()) + unit() + " (or " + number(100 * reachable.factor()) + " % of "
                                + reachable.policy() + "'s where that is less)";
                };
    }

    private String unit() {
        return metric.unit().isEmpty() ? "" : " " + metric.unit();
    }

    private static String number(double value) {
        return Numbers.plain(value);
    }
}
