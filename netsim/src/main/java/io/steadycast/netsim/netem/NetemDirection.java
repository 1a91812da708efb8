package io.steadycast.netsim.netem;

import io.steadycast.netsim.link.spec.BaseDelay;
import io.steadycast.netsim.link.spec.Capacity;
import io.steadycast.netsim.link.spec.Direction;
import io.steadycast.netsim.link.spec.DirectionSpec;
import io.steadycast.netsim.link.spec.Disorder;
import io.steadycast.netsim.link.spec.ExcessDelay;
import io.steadycast.netsim.link.spec.PathSpec;
import io.steadycast.netsim.link.spec.QueueSpec;
import io.steadycast.netsim.netem.Netem.Chance;
import io.steadycast.netsim.netem.Netem.Delay;
import io.steadycast.netsim.netem.Netem.Rate;
import io.steadycast.netsim.netem.Netem.Reorder;
import io.steadycast.netsim.netem.Netem.Slot;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Confined to one export. What netem can do of one direction, and what is left. */
final class NetemDirection {
    private static final double Z95 = 1.6448536269514722;

    private final DirectionSpec spec;
    private final List<String> left = new ArrayList<>();
    private final Netem netem;

    NetemDirection(PathSpec path, Direction direction) {
        this.spec = path.spec(direction);
        Slot slot = slot();
        Rate rate = rate();
        Delay delay = delay(halfNs(path.baseDelay()) + spec.ownDelayNs());
        Reorder reorder = Netem.NOTHING.reorder();
        Disorder disorder = spec.disorder();
        if (disorder.reorderP() > 0 && delay.delayNs() - meanExcessNs() < 1_000) {
            // Netem's way round: the others overtake.
            delay = new Delay(delay.delayNs() + disorder.reorderDelayNs(), delay.jitterNs(), 0, delay.distribution());
            reorder = disorder.reorderP() < 1 ? new Reorder(1 - disorder.reorderP(), 0, 1) : reorder;
        } else if (disorder.reorderP() > 0) {
            left.add("reorder: netem's packets overtake by the whole delay, these come "
                    + NetemText.ms(disorder.reorderDelayNs()) + " late");
        }
        NetemLoss loss = new NetemLoss(spec, left);
        if (!spec.policer().none()) {
            left.add("policer (tc's police does it)");
        }
        if (spec.stalls().perMinute() > 0) {
            left.add("stalls");
        }
        this.netem = new Netem(
                limit(rate, slot, delay),
                delay,
                loss.loss(),
                false,
                new Chance(disorder.corruptP(), 0),
                new Chance(disorder.duplicateP(), 0),
                reorder,
                rate,
                slot,
                null);
    }

    Netem netem() {
        return netem;
    }

    List<String> left() {
        return left;
    }

    private static long halfNs(BaseDelay base) {
        return switch (base) {
            case BaseDelay.Fixed fixed -> fixed.rttNs() / 2;
            case BaseDelay.Epoch epoch -> epoch.p50RttNs() / 2;
        };
    }

    private @Nullable Slot slot() {
        if (!(spec.capacity() instanceof Capacity.Slotted slotted)) {
            return null;
        }
        return new Slot(
                slotted.periodNs() - slotted.jitterNs(),
                slotted.periodNs() + slotted.jitterNs(),
                "",
                0,
                slotted.bytesPerGrant());
    }

    private Rate rate() {
        Capacity capacity = spec.capacity();
        int overhead = spec.framing().bytes() - 28 - Netem.ETHERNET_BYTES;
        return switch (capacity) {
            case Capacity.Unlimited ignored -> Netem.NOTHING.rate();
            case Capacity.Slotted ignored -> Netem.NOTHING.rate();
            case Capacity.Constant constant -> new Rate(positive(constant.rateBps()), overhead, 0, 0);
            case Capacity.Ar1 ar1 -> {
                left.add("rate that wanders between " + ar1.minBps() / 1000 + " and " + ar1.maxBps() / 1000
                        + " kbit/s; its mean stands for it");
                yield new Rate(positive(ar1.meanBps()), overhead, 0, 0);
            }
            case Capacity.Steps steps -> {
                left.add("rate in " + steps.steps().size() + " steps; its mean stands for it");
                yield new Rate(positive(steps.meanBps()), overhead, 0, 0);
            }
            case Capacity.Opportunities grants -> {
                left.add("recorded delivery opportunities; their mean rate stands for them");
                yield new Rate(positive(grants.meanBps()), overhead, 0, 0);
            }
        };
    }

    /** Netem takes 0 as no bound. */
    private long positive(long bps) {
        if (bps == 0) {
            left.add("rate 0; netem takes 1 bit/s");
        }
        return Math.max(1, bps);
    }

    private Delay delay(long floorNs) {
        if (spec.excess() instanceof ExcessDelay.None) {
            return new Delay(floorNs, 0, 0, "");
        }
        left.add("delay's course in time and order: netem draws for each packet and lets packets overtake");
        return switch (spec.excess()) {
            case ExcessDelay.None ignored -> new Delay(floorNs, 0, 0, "");
            case ExcessDelay.Bounded bounded -> {
                boolean flat = bounded.sdNs() >= bounded.maxNs();
                yield new Delay(
                        floorNs + bounded.maxNs() / 2,
                        flat ? bounded.maxNs() / 2 : bounded.sdNs(),
                        0,
                        flat ? "" : Tables.NORMAL.word());
            }
            case ExcessDelay.Gamma gamma -> skewed(floorNs, (double) gamma.meanNs(), (double) gamma.sdNs());
            case ExcessDelay.Lognormal log -> {
                double sigma = StrictMath.log((double) log.p95Ns() / log.p50Ns()) / Z95;
                double mean = log.p50Ns() * StrictMath.exp(sigma * sigma / 2);
                double deviation = mean * StrictMath.sqrt(StrictMath.expm1(sigma * sigma));
                yield deviation < mean / 1_000
                        ? new Delay(floorNs + log.p50Ns(), 0, 0, "")
                        : skewed(floorNs, mean, deviation);
            }
        };
    }

    private static Delay skewed(long floorNs, double meanNs, double deviationNs) {
        Tables table = Tables.skewed(meanNs, deviationNs);
        double jitterNs = deviationNs / table.deviation;
        return new Delay(Math.round(floorNs + meanNs - table.mean * jitterNs), Math.round(jitterNs), 0, table.word());
    }

    private double meanExcessNs() {
        return switch (spec.excess()) {
            case ExcessDelay.None ignored -> 0;
            case ExcessDelay.Bounded bounded -> bounded.maxNs() / 2.0;
            case ExcessDelay.Gamma gamma -> gamma.meanNs();
            case ExcessDelay.Lognormal log -> log.p50Ns();
        };
    }

    /** Netem has one limit for what waits and what is on its way. */
    private int limit(Rate rate, @Nullable Slot slot, Delay delay) {
        QueueSpec queue = spec.queue();
        if (!(queue.discipline() instanceof QueueSpec.Discipline.DropTail)) {
            left.add("queue's " + queue.discipline().getClass().getSimpleName()
                    + " (a child qdisc does it); netem drops what comes");
        }
        if (rate.bps() == 0 && slot == null) {
            return Netem.DEFAULT_LIMIT_PACKETS;
        }
        double bps = slot == null ? rate.bps() : slot.bytes() * 16e9 / (slot.firstNs() + slot.secondNs());
        long waiting = Math.min(queue.limitPackets(), Math.max(2, queue.limitBytes() / NetemSection.FULL_BYTES));
        if (waiting < queue.limitPackets()) {
            left.add("queue of " + queue.limitBytes() + " bytes; taken as " + waiting + " full packets");
        }
        return (int) Math.min(1_000_000, waiting + NetemSection.inFlight(bps, delay.delayNs()));
    }
}
