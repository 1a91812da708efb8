package io.steadycast.netsim.emulate.control;

import io.steadycast.netsim.link.spec.BaseDelay;
import io.steadycast.netsim.link.spec.Capacity;
import io.steadycast.netsim.link.spec.DirectionSpec;
import io.steadycast.netsim.link.spec.Disorder;
import io.steadycast.netsim.link.spec.ExcessDelay;
import io.steadycast.netsim.link.spec.Loss;
import io.steadycast.netsim.link.spec.NatSpec;
import io.steadycast.netsim.link.spec.PathSpec;
import io.steadycast.netsim.link.spec.QueueSpec;
import io.steadycast.netsim.link.spec.TimedEvent;
import io.steadycast.signaling.http.ProblemException;
import java.util.Arrays;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/**
 * What can be changed while it runs, one number at a time. A parameter takes the place of the whole process that the profile has there: {@code rateKbps} of a
 * recorded rate, {@code lossPercent} of all loss.
 */
enum Parameter {
    RATE_KBPS("rateKbps", "kbit/s; 0 holds everything back, -1 is no bound", -1, 100_000_000, true),
    QUEUE_MS("queueMs", "ms at the rate there is; drop-tail", 1, 60_000, true),
    LOSS_PERCENT("lossPercent", "%", 0, 99, true),
    LOSS_BURST_MS(
            "lossBurstMs",
            "mean length of bad times with the loss there is; 0: each packet by itself",
            0,
            60_000,
            true),
    EXTRA_DELAY_MS("extraDelayMs", "ms one way, on top of half the base", 0, 60_000, true),
    JITTER_MS("jitterMs", "95th percentile of the excess delay, median a fifth of it; 0 for none", 0, 10_000, true),
    REORDER_PERCENT("reorderPercent", "%, by 10 ms each", 0, 100, true),
    DUPLICATE_PERCENT("duplicatePercent", "%", 0, 100, true),
    CORRUPT_PERCENT("corruptPercent", "%", 0, 100, true),
    BASE_RTT_MS("baseRttMs", "ms round trip without a queue", 0, 60_000, false),
    MTU_BYTES("mtuBytes", "largest IP packet, at least 200; 0 for no bound", 0, 65_535, false),
    UDP_BLOCKED("udpBlocked", "1: nothing passes; 0: it does", 0, 1, false),
    NAT_IDLE_S("natIdleS", "s after which the NAT forgets; 0 for never", 0, 86_400, false);

    private static final double MS = 1e6;
    private static final long JITTER_TAU_NS = 100_000_000L;
    private static final long REORDER_BY_NS = 10_000_000L;
    private static final double LOSS_IN_BAD = 0.5;

    final String key;
    final String meaning;
    final double min;
    final double max;
    /** One for up, one for down: the key then is {@code up.KEY} or {@code down.KEY}. */
    final boolean directed;

    Parameter(String key, String meaning, double min, double max, boolean directed) {
        this.key = key;
        this.meaning = meaning;
        this.min = min;
        this.max = max;
        this.directed = directed;
    }

    List<String> keys() {
        return directed ? List.of("up." + key, "down." + key) : List.of(key);
    }

    static List<String> allKeys() {
        return Arrays.stream(values()).flatMap(one -> one.keys().stream()).toList();
    }

    double checked(ObjectNode body, String givenKey) throws ProblemException {
        double value = Json.number(body, givenKey, min, max);
        boolean hole = (this == MTU_BYTES && value != 0 && value < PathSpec.MIN_MTU_BYTES)
                || (this == RATE_KBPS && value < 0 && value != -1);
        if (hole) {
            throw Json.refused(givenKey + " is " + Json.plain(value) + ", legal is " + meaning);
        }
        return value;
    }

    /** The path with one direction's parameter changed. */
    PathSpec apply(PathSpec path, boolean up, double value) {
        if (!directed) {
            return apply(path, value);
        }
        DirectionSpec changed = apply(up ? path.up() : path.down(), value);
        // Bad times of both directions can only be the same ones while both have the same loss.
        PathSpec free = this == LOSS_PERCENT || this == LOSS_BURST_MS ? path.withSharedFading(false) : path;
        return up ? free.withUp(changed) : free.withDown(changed);
    }

    private PathSpec apply(PathSpec path, double value) {
        return switch (this) {
            case BASE_RTT_MS -> withoutEpochs(path).withBaseDelay(new BaseDelay.Fixed(Math.round(value * MS)));
            case MTU_BYTES -> path.withMtu((int) value);
            case UDP_BLOCKED -> path.withUdpBlocked(value != 0);
            case NAT_IDLE_S ->
                path.withNat(new NatSpec(path.nat().mapping(), path.nat().filtering(), Math.round(value * 1e9)));
            default -> throw new IllegalStateException(key);
        };
    }

    /** Events on epochs need a base with epochs. */
    private static PathSpec withoutEpochs(PathSpec path) {
        return path.withEvents(path.events().stream()
                .filter(event -> !(event.when() instanceof TimedEvent.When.OnEpoch))
                .toArray(TimedEvent[]::new));
    }

    private DirectionSpec apply(DirectionSpec one, double value) {
        Disorder disorder = one.disorder();
        return switch (this) {
            case RATE_KBPS ->
                one.withCapacity(value < 0 ? Capacity.UNLIMITED : Capacity.ofBps(Math.round(value * 1_000)));
            case QUEUE_MS ->
                one.withQueue(QueueSpec.ofMs(
                        Math.round(value), one.capacity().meanBps(), new QueueSpec.Discipline.DropTail()));
            case LOSS_PERCENT -> one.withEntryLoss().withLoss(new Loss.Iid(value / 100));
            case LOSS_BURST_MS -> one.withEntryLoss().withLoss(bursts(mean(one), value));
            case EXTRA_DELAY_MS -> one.withOwnDelay(Math.round(value * MS));
            case JITTER_MS -> one.withExcess(jitter(value));
            case REORDER_PERCENT ->
                one.withDisorder(new Disorder(
                        value / 100, value == 0 ? 0 : REORDER_BY_NS, disorder.duplicateP(), disorder.corruptP()));
            case DUPLICATE_PERCENT ->
                one.withDisorder(
                        new Disorder(disorder.reorderP(), disorder.reorderDelayNs(), value / 100, disorder.corruptP()));
            case CORRUPT_PERCENT ->
                one.withDisorder(new Disorder(
                        disorder.reorderP(), disorder.reorderDelayNs(), disorder.duplicateP(), value / 100));
            default -> throw new IllegalStateException(key);
        };
    }

    private static double mean(DirectionSpec one) {
        double passes = 1;
        for (List<Loss> stage : List.of(one.entryLoss(), one.loss())) {
            for (Loss loss : stage) {
                passes *= 1 - loss.mean();
            }
        }
        return 1 - passes;
    }

    private static Loss bursts(double mean, double burstMs) {
        if (burstMs == 0 || mean == 0) {
            return new Loss.Iid(mean);
        }
        return new Loss.GilbertElliott(mean, Math.round(burstMs * MS), Math.max(LOSS_IN_BAD, (1 + mean) / 2), 1, 0);
    }

    private static ExcessDelay jitter(double p95Ms) {
        long p95Ns = Math.round(p95Ms * MS);
        return p95Ns < 5 ? ExcessDelay.NONE : new ExcessDelay.Lognormal(p95Ns / 5, p95Ns, JITTER_TAU_NS);
    }
}
