package io.steadycast.live.reality;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/**
 * Stateless. Whether a comparison of so many seeds can tell anything about a condition, asked of the model alone, before a browser sees it. Two kinds of conditions tell
 * nothing: those that even the model does not repeat within what is allowed, such as storms of retransmissions out of which a viewer comes now or ten seconds later,
 * and those in which nothing happens.
 */
final class Screening {
    /** Standard errors that have to fit into what is allowed: then one comparison in twenty goes wrong by chance. */
    private static final double ERRORS = 2;

    /** From a viewer's first datagram to its first picture, about; joins differ by less than a round trip. */
    private static final long JOIN_NS = 600_000_000L;

    private static final long MS = 1_000_000L;

    private Screening() {}

    /** Why the condition is of no use; empty if it is of use. */
    static Optional<String> refusal(Condition condition, long seed, int seeds, Setting setting) {
        List<List<Figures>> all = new ArrayList<>();
        for (int i = 0; i < seeds; i++) {
            long own = seed + i;
            Start start = new Start(own, own, Setting.LEAD_FRAMES, JOIN_NS + setting.settleMs() * MS);
            all.add(SimulatedViewer.run(condition, own, setting, start).phases());
        }
        return refusal(all);
    }

    /** @param all runs of each seed that differ by the phase alone */
    static Optional<String> refusal(List<List<Figures>> all) {
        Figures mean = Figures.mean(all.stream().map(Figures::mean).toList());
        if (Comparison.isQuiet(mean)) {
            return Optional.of("nothing happens");
        }
        List<ToDoubleFunction<Figures>> figures =
                List.of(Figures::receivedKbps, Figures::lossPercent, Figures::stallPercent);
        List<Check> checks = Comparison.checks(mean, mean);
        for (int i = 0; i < figures.size(); i++) {
            double error = standardError(all, figures.get(i));
            Check check = checks.get(i);
            if (ERRORS * error > check.allowed()) {
                return Optional.of(String.format(
                        Locale.ROOT,
                        "%s %.2f +- %.2f in the model's own means of %d seeds, allowed are %.2f",
                        check.name(),
                        check.real(),
                        ERRORS * error,
                        all.size(),
                        check.allowed()));
            }
        }
        return Optional.empty();
    }

    /** Of the difference between the mean of one run of each seed and the mean of all runs of each seed. */
    private static double standardError(List<List<Figures>> all, ToDoubleFunction<Figures> figure) {
        double sum = 0;
        for (List<Figures> runs : all) {
            double mean = runs.stream().mapToDouble(figure).average().orElse(0);
            double squares = runs.stream()
                    .mapToDouble(figure)
                    .map(value -> (value - mean) * (value - mean))
                    .sum();
            double variance = squares / Math.max(1, runs.size() - 1);
            sum += variance * (1 + 1.0 / runs.size());
        }
        return Math.sqrt(sum) / all.size();
    }
}
