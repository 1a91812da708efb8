package io.steadycast.netsim.link.spec;

import java.util.List;

/**
 * One direction of a path, in the order in which a packet meets it.
 *
 * @param entryLoss before the queue: radio that fails before the core
 * @param loss after the server, so that lost packets used air time
 * @param ownDelayNs one way, on top of half the path's base
 * @param stalls after the server; nothing is lost by them
 */
public record DirectionSpec(
        Policer policer,
        List<Loss> entryLoss,
        QueueSpec queue,
        Capacity capacity,
        List<Loss> loss,
        long ownDelayNs,
        ExcessDelay excess,
        Stalls stalls,
        Disorder disorder,
        Framing framing) {
    /** No bound, no delay, no loss. */
    public static final DirectionSpec PLAIN = new DirectionSpec(
            Policer.NONE,
            List.of(),
            QueueSpec.DEEP,
            Capacity.UNLIMITED,
            List.of(),
            0,
            ExcessDelay.NONE,
            Stalls.NONE,
            Disorder.NONE,
            Framing.IPV4);

    public DirectionSpec {
        entryLoss = List.copyOf(entryLoss);
        loss = List.copyOf(loss);
        Check.range("entryLoss.size", entryLoss.size(), 0, 16);
        Check.range("loss.size", loss.size(), 0, 16);
        Check.delay("ownDelayNs", ownDelayNs);
        for (Loss early : entryLoss) {
            Check.that(
                    !(early instanceof Loss.GilbertElliott fading)
                            || (fading.rateFactorBad() == 1 && fading.extraDelayBadNs() == 0),
                    "entryLoss has a rateFactorBad or extraDelayBadNs, legal is that only in loss, after the server");
        }
    }

    public DirectionSpec withPolicer(Policer newPolicer) {
        return new DirectionSpec(
                newPolicer, entryLoss, queue, capacity, loss, ownDelayNs, excess, stalls, disorder, framing);
    }

    public DirectionSpec withEntryLoss(Loss... newLoss) {
        return new DirectionSpec(
                policer, List.of(newLoss), queue, capacity, loss, ownDelayNs, excess, stalls, disorder, framing);
    }

    public DirectionSpec withQueue(QueueSpec newQueue) {
        return new DirectionSpec(
                policer, entryLoss, newQueue, capacity, loss, ownDelayNs, excess, stalls, disorder, framing);
    }

    public DirectionSpec withCapacity(Capacity newCapacity) {
        return new DirectionSpec(
                policer, entryLoss, queue, newCapacity, loss, ownDelayNs, excess, stalls, disorder, framing);
    }

    public DirectionSpec withLoss(Loss... newLoss) {
        return new DirectionSpec(
                policer, entryLoss, queue, capacity, List.of(newLoss), ownDelayNs, excess, stalls, disorder, framing);
    }

    /** Each packet by itself. */
    public DirectionSpec withLoss(double p) {
        return withLoss(new Loss.Iid(p));
    }

    /** Up to so much later, in order: RFC 8868's bounded jitter. */
    public DirectionSpec withJitter(int maxMs) {
        long maxNs = maxMs * 1_000_000L;
        return withExcess(new ExcessDelay.Bounded(maxNs, maxNs / 6, 30_000_000L));
    }

    public DirectionSpec withOwnDelay(long newDelayNs) {
        return new DirectionSpec(
                policer, entryLoss, queue, capacity, loss, newDelayNs, excess, stalls, disorder, framing);
    }

    public DirectionSpec withExcess(ExcessDelay newExcess) {
        return new DirectionSpec(
                policer, entryLoss, queue, capacity, loss, ownDelayNs, newExcess, stalls, disorder, framing);
    }

    public DirectionSpec withStalls(Stalls newStalls) {
        return new DirectionSpec(
                policer, entryLoss, queue, capacity, loss, ownDelayNs, excess, newStalls, disorder, framing);
    }

    public DirectionSpec withDisorder(Disorder newDisorder) {
        return new DirectionSpec(
                policer, entryLoss, queue, capacity, loss, ownDelayNs, excess, stalls, newDisorder, framing);
    }

    public DirectionSpec withFraming(Framing newFraming) {
        return new DirectionSpec(
                policer, entryLoss, queue, capacity, loss, ownDelayNs, excess, stalls, disorder, newFraming);
    }
}
