package io.steadycast.netsim.scenario;

/**
 * What must come out: a metric's mean over viewers and seeds, compared with a number or with a baseline's mean over the same seeds.
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

        /** A number, or, where not even this policy reaches it, its mean times a factor: docs/netsim/targets.md on utilisation. */
        record ReachableOr(double value, String policy, double factor) implements Reference {}
    }

    public static Target atMost(Metric metric, double value) {
        return new Target(metric, Comparison.AT_MOST, new Reference.Absolute(value));
    }

    public static Target atLeast(Metric metric, double value) {
        return new Target(metric, Comparison.AT_LEAST, new Reference.Absolute(value));
    }

    /** The policy whose means are needed, empty for none. */
    public String baseline() {
        return switch (reference) {
            case Reference.Absolute absolute -> "";
            case Reference.Times times -> times.policy();
            case Reference.Plus plus -> plus.policy();
            case Reference.ReachableOr reachable -> reachable.policy();
        };
    }

    /** The bound, given the mean of {@link #baseline}; NaN if that is needed and not known. */
    public double bound(double baselineMean) {
        return switch (reference) {
            case Reference.Absolute absolute -> absolute.value();
            case Reference.Times times -> times.factor() * baselineMean;
            case Reference.Plus plus -> baselineMean + plus.delta();
            case Reference.ReachableOr reachable ->
                Double.isNaN(baselineMean)
                        ? Double.NaN
                        : baselineMean >= reachable.value() ? reachable.value() : reachable.factor() * baselineMean;
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
