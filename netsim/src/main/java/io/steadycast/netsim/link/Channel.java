package io.steadycast.netsim.link;

import io.steadycast.netsim.link.spec.Direction;
import io.steadycast.netsim.link.spec.DirectionSpec;
import io.steadycast.netsim.link.spec.Disorder;
import io.steadycast.netsim.link.spec.PathSpec;
import java.util.Arrays;

/** Confined to its link. What the air does to packets: loss, delay, disorder; each from streams of its own, in absolute time where the thing has a life of its own. */
final class Channel {
    private final long originNs;
    private final LinkSeeds seeds;
    private final Draws reorder;
    private final Draws duplicate;
    private final Draws corrupt;
    private final Draws eventLoss;
    private DirectionSpec spec;
    private BaseProcess base;
    private ExcessProcess excess;
    private LossProcess[] entryLoss = {};
    private LossProcess[] loss = {};
    private Fading[] fadings = {};

    Channel(PathSpec path, Direction direction, long originNs, LinkSeeds seeds) {
        this.originNs = originNs;
        this.seeds = seeds;
        this.spec = path.spec(direction);
        this.reorder = draws(Draws.Purpose.REORDER);
        this.duplicate = draws(Draws.Purpose.DUPLICATE);
        this.corrupt = draws(Draws.Purpose.CORRUPT);
        this.eventLoss = draws(Draws.Purpose.EVENT_LOSS);
        this.base = new BaseProcess(path.baseDelay(), originNs, baseDraws());
        this.excess = new ExcessProcess(spec.excess(), originNs, draws(Draws.Purpose.EXCESS));
        losses(spec);
    }

    private Draws draws(Draws.Purpose purpose) {
        return Draws.of(seeds.own(), purpose, 0);
    }

    private Draws baseDraws() {
        return Draws.of(seeds.path(), Draws.Purpose.BASE_DELAY, 0);
    }

    private void losses(DirectionSpec newSpec) {
        entryLoss = LossProcess.of(newSpec.entryLoss(), source(Draws.Purpose.ENTRY_LOSS), entryLoss);
        loss = LossProcess.of(newSpec.loss(), source(Draws.Purpose.LOSS), loss);
        int count = 0;
        Fading[] found = new Fading[loss.length];
        for (LossProcess process : loss) {
            if (process instanceof LossProcess.Faded(Fading fading)) {
                found[count++] = fading;
            }
        }
        fadings = Arrays.copyOf(found, count);
    }

    private LossProcess.Source source(Draws.Purpose purpose) {
        return new LossProcess.Source(originNs, seeds.own(), seeds.fading(), purpose);
    }

    /** Replaces what differs; what is as before goes on undisturbed. */
    void change(PathSpec path, DirectionSpec newSpec) {
        if (!base.spec().equals(path.baseDelay())) {
            base = new BaseProcess(path.baseDelay(), originNs, baseDraws());
        }
        if (!excess.spec().equals(newSpec.excess())) {
            excess = new ExcessProcess(newSpec.excess(), originNs, draws(Draws.Purpose.EXCESS));
        }
        losses(newSpec);
        spec = newSpec;
    }

    boolean losesAtEntry(long nowNs) {
        return any(entryLoss, nowNs);
    }

    boolean loses(long nowNs, double keep) {
        boolean lost = any(loss, nowNs);
        return (keep < 1 && eventLoss.uniform() >= keep) || lost;
    }

    /** Asks all, so that what one takes shifts no other's numbers. */
    private static boolean any(LossProcess[] processes, long nowNs) {
        boolean lost = false;
        for (LossProcess process : processes) {
            lost |= process.loses(nowNs);
        }
        return lost;
    }

    /** Of the bad states that hold; 1 in good ones. */
    double rateFactor(long nowNs) {
        double factor = 1;
        for (Fading fading : fadings) {
            if (fading.badAt(nowNs)) {
                factor *= fading.spec().rateFactorBad();
            }
        }
        return factor;
    }

    /** When {@link #rateFactor} may change. */
    long rateUntilNs() {
        long untilNs = Long.MAX_VALUE;
        for (Fading fading : fadings) {
            if (fading.spec().rateFactorBad() != 1) {
                untilNs = Math.min(untilNs, fading.untilNs());
            }
        }
        return untilNs;
    }

    boolean bad(long nowNs) {
        boolean bad = false;
        for (Fading fading : fadings) {
            bad |= fading.badAt(nowNs);
        }
        return bad;
    }

    /** Of a packet that leaves the server now. */
    long propagationNs(long nowNs, long deltaRttNs) {
        long sum = Math.max(0, base.rttAt(nowNs) + deltaRttNs) / 2 + spec.ownDelayNs() + excess.at(nowNs);
        for (Fading fading : fadings) {
            if (fading.badAt(nowNs)) {
                sum += fading.spec().extraDelayBadNs();
            }
        }
        return sum;
    }

    /** What a packet takes at least that leaves at {@code thenNs}, as far as it can be known now. */
    long floorNs(long thenNs, long deltaRttNs) {
        return base.untilNs() <= thenNs
                ? spec.ownDelayNs()
                : Math.max(0, base.rttAt(Long.MIN_VALUE) + deltaRttNs) / 2 + spec.ownDelayNs();
    }

    boolean corrupts() {
        return spec.disorder().corruptP() > 0 && corrupt.chance(spec.disorder().corruptP());
    }

    boolean reorders() {
        return spec.disorder().reorderP() > 0 && reorder.chance(spec.disorder().reorderP());
    }

    boolean duplicates() {
        return spec.disorder().duplicateP() > 0
                && duplicate.chance(spec.disorder().duplicateP());
    }

    Disorder disorder() {
        return spec.disorder();
    }
}
