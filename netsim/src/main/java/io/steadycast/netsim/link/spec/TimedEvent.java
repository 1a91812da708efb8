package io.steadycast.netsim.link.spec;

/**
 * Something happens to a path: when, to which direction, what.
 *
 * @param probability that it happens, each time anew
 */
public record TimedEvent(When when, double probability, Direction direction, Happening what) {
    public TimedEvent {
        Check.probability("event.probability", probability);
    }

    public static TimedEvent atMs(long atMs, Direction direction, Happening what) {
        return new TimedEvent(new When.At(atMs * 1_000_000L), 1, direction, what);
    }

    public static TimedEvent everyMs(long periodMs, Direction direction, Happening what) {
        return new TimedEvent(new When.Every(periodMs * 1_000_000L, periodMs * 1_000_000L, 0), 1, direction, what);
    }

    /** In the time of the scenario, which begins with 0. */
    public sealed interface When {
        record At(long atNs) implements When {
            public At {
                Check.range("event.atNs", atNs, 0, 366 * Check.DAY_NS);
            }
        }

        /** Time after time, each later by a uniform time of up to {@code jitterNs}. */
        record Every(long firstNs, long periodNs, long jitterNs) implements When {
            public Every {
                Check.range("event.firstNs", firstNs, 0, 366 * Check.DAY_NS);
                Check.range("event.periodNs", periodNs, 1_000_000L, 366 * Check.DAY_NS);
                Check.range("event.jitterNs", jitterNs, 0, periodNs);
            }
        }

        /** Without memory, so often on average. */
        record Poisson(long meanIntervalNs) implements When {
            public Poisson {
                Check.range("event.meanIntervalNs", meanIntervalNs, 1_000_000L, 366 * Check.DAY_NS);
            }
        }

        /** At each boundary of {@link BaseDelay.Epoch}. */
        record OnEpoch() implements When {}
    }
}
