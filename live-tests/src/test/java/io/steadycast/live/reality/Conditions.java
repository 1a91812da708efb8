package io.steadycast.live.reality;

import io.steadycast.netsim.link.spec.BaseDelay;
import io.steadycast.netsim.link.spec.Capacity;
import io.steadycast.netsim.link.spec.Direction;
import io.steadycast.netsim.link.spec.DirectionSpec;
import io.steadycast.netsim.link.spec.Happening;
import io.steadycast.netsim.link.spec.Loss;
import io.steadycast.netsim.link.spec.PathSpec;
import io.steadycast.netsim.link.spec.QueueSpec;
import io.steadycast.netsim.link.spec.Span;
import io.steadycast.netsim.link.spec.TimedEvent;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;

/**
 * Stateless. The four conditions of a comparison. They are drawn, not chosen, from the ranges of docs/netsim/reality.md: a change of the receiver model gets a new seed,
 * so that nobody tunes the model to the conditions.
 */
final class Conditions {
    /** One of its kind after another, all from the draw's seed. */
    interface Source {
        Condition next();
    }

    /** What one viewer needs, with sound and headers. */
    private static final double STREAM_BPS = 1_350_000;

    private static final long MS = 1_000_000L;

    private Conditions() {}

    /** The first of each kind. */
    static List<Condition> draw(long seed) {
        return sources(seed).stream().map(Source::next).toList();
    }

    static List<Source> sources(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        SplittableRandom first = random.split();
        SplittableRandom second = random.split();
        SplittableRandom third = random.split();
        SplittableRandom fourth = random.split();
        return List.of(() -> random(first), () -> bursty(second), () -> rateStep(third), () -> uplink(fourth));
    }

    private static Condition random(SplittableRandom random) {
        double down = between(random, 0.01, 0.10);
        double up = between(random, 0, 0.05);
        int rttMs = (int) between(random, 20, 200);
        PathSpec viewer = PathSpec.PLAIN.withBaseDelay(BaseDelay.ofRttMs(rttMs)).withDirections(iid(up), iid(down));
        return new Condition(
                "random",
                text("viewer: %.1f %% down, %.1f %% up, RTT %d ms", 100 * down, 100 * up, rttMs),
                PathSpec.PLAIN,
                viewer);
    }

    private static Condition bursty(SplittableRandom random) {
        double loss = between(random, 0.01, 0.06);
        long badMs = (long) between(random, 40, 300);
        double inBad = between(random, 0.4, 0.9);
        int rttMs = (int) between(random, 20, 200);
        var fading = new Loss.GilbertElliott(loss, badMs * MS, inBad, 1, 0);
        PathSpec viewer =
                PathSpec.PLAIN.withBaseDelay(BaseDelay.ofRttMs(rttMs)).withDown(DirectionSpec.PLAIN.withLoss(fading));
        return new Condition(
                "bursty",
                text(
                        "viewer: %.1f %% down in bad times of %d ms that lose %.0f %%, RTT %d ms",
                        100 * loss, badMs, 100 * inBad, rttMs),
                PathSpec.PLAIN,
                viewer);
    }

    private static Condition rateStep(SplittableRandom random) {
        long highBps = (long) (between(random, 1.3, 3) * STREAM_BPS);
        long lowBps = (long) (between(random, 0.5, 1.0) * STREAM_BPS);
        long atMs = (long) between(random, 10_000, 14_000);
        long forMs = (long) between(random, 4_000, 8_000);
        long queueMs = (long) between(random, 200, 600);
        int rttMs = (int) between(random, 20, 150);
        DirectionSpec down = DirectionSpec.PLAIN
                .withCapacity(Capacity.ofBps(highBps))
                .withQueue(QueueSpec.ofMs(queueMs, highBps, new QueueSpec.Discipline.DropTail()));
        PathSpec viewer = PathSpec.PLAIN
                .withBaseDelay(BaseDelay.ofRttMs(rttMs))
                .withDown(down)
                .withEvents(TimedEvent.atMs(atMs, Direction.DOWN, new Happening.RateStep(lowBps, Span.ofMs(forMs))));
        return new Condition(
                "rate step",
                text(
                        "viewer: %d kbit/s, from %.1f s on %d for %.1f s, queue %d ms, RTT %d ms",
                        highBps / 1_000, atMs / 1e3, lowBps / 1_000, forMs / 1e3, queueMs, rttMs),
                PathSpec.PLAIN,
                viewer);
    }

    private static Condition uplink(SplittableRandom random) {
        double lost = between(random, 0.02, 0.12);
        int hostRttMs = (int) between(random, 20, 150);
        double down = between(random, 0, 0.02);
        double up = between(random, 0.02, 0.15);
        int rttMs = (int) between(random, 20, 150);
        PathSpec host =
                PathSpec.PLAIN.withBaseDelay(BaseDelay.ofRttMs(hostRttMs)).withUp(iid(lost));
        PathSpec viewer = PathSpec.PLAIN.withBaseDelay(BaseDelay.ofRttMs(rttMs)).withDirections(iid(up), iid(down));
        return new Condition(
                "lossy uplink",
                text(
                        "host: %.1f %% up, RTT %d ms; viewer: %.1f %% down, %.1f %% up, RTT %d ms",
                        100 * lost, hostRttMs, 100 * down, 100 * up, rttMs),
                host,
                viewer);
    }

    private static DirectionSpec iid(double loss) {
        return DirectionSpec.PLAIN.withLoss(new Loss.Iid(loss));
    }

    private static double between(SplittableRandom random, double low, double high) {
        return low + random.nextDouble() * (high - low);
    }

    @SuppressWarnings("AnnotateFormatMethod") // the annotation would be a dependency for one method
    private static String text(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}
