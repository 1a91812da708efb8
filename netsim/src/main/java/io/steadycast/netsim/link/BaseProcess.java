package io.steadycast.netsim.link;

import io.steadycast.netsim.link.spec.BaseDelay;

/** Confined to its link. The base round trip over time. Both directions have their own, made from the same seed, so that they agree without sharing anything. */
final class BaseProcess {
    private static final double Z90 = 1.2815515655446004;
    /** Until where it began is forgotten. */
    private static final int WARM_UP_EPOCHS = 32;

    private final BaseDelay spec;
    private final Draws draws;
    private long rttNs;
    private long untilNs;

    BaseProcess(BaseDelay spec, long originNs, Draws draws) {
        this.spec = spec;
        this.draws = draws;
        switch (spec) {
            case BaseDelay.Fixed fixed -> {
                rttNs = fixed.rttNs();
                untilNs = Long.MAX_VALUE;
            }
            case BaseDelay.Epoch epoch -> {
                rttNs = epoch.p50RttNs();
                for (int i = 0; i < WARM_UP_EPOCHS; i++) {
                    rttNs = next(epoch, rttNs);
                }
                untilNs = originNs + epoch.phaseNs();
            }
        }
    }

    BaseDelay spec() {
        return spec;
    }

    /** Times never fall. */
    long rttAt(long nowNs) {
        while (untilNs <= nowNs && spec instanceof BaseDelay.Epoch epoch) {
            rttNs = next(epoch, rttNs);
            untilNs += epoch.periodNs();
        }
        return rttNs;
    }

    long untilNs() {
        return untilNs;
    }

    /** A lognormal step whose sign follows Metropolis: half of the mass lies below the median, evenly, and half above, thinning out to the maximum. */
    private long next(BaseDelay.Epoch epoch, long fromNs) {
        double sd = epoch.stepP50Ns() == 0 ? 0 : StrictMath.log((double) epoch.stepP90Ns() / epoch.stepP50Ns()) / Z90;
        double size = epoch.stepP50Ns() * StrictMath.exp(sd * draws.gaussian());
        long step = (long) (draws.chance(0.5) ? size : -size);
        double luck = draws.uniform();
        double here = density(epoch, fromNs);
        if (luck * here < density(epoch, fromNs + step)) {
            return fromNs + step;
        }
        return density(epoch, fromNs - step) > 0 ? fromNs - step : fromNs;
    }

    private static double density(BaseDelay.Epoch epoch, long rttNs) {
        if (rttNs < epoch.minRttNs() || rttNs > epoch.maxRttNs()) {
            return 0;
        }
        if (rttNs <= epoch.p50RttNs()) {
            return 1.0 / Math.max(1, epoch.p50RttNs() - epoch.minRttNs());
        }
        double scale = Math.max(1, epoch.maxRttNs() - epoch.p50RttNs()) / 4.0;
        return StrictMath.exp(-(rttNs - epoch.p50RttNs()) / scale) / scale;
    }
}
