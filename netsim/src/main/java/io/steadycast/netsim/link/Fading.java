package io.steadycast.netsim.link;

import io.steadycast.netsim.link.spec.Loss;

/** Confined to its link. The continuous-time two-state channel: bad and good by exponential times, a function of seed and time alone. */
final class Fading {
    private final Loss.GilbertElliott spec;
    private final Draws times;
    private final Draws losses;
    private boolean bad;
    private long untilNs;

    Fading(Loss.GilbertElliott spec, long originNs, Draws times, Draws losses) {
        this.spec = spec;
        this.times = times;
        this.losses = losses;
        double goodNs = spec.meanGoodNs();
        bad = times.chance(spec.meanBadNs() / (spec.meanBadNs() + goodNs));
        untilNs = originNs + sojournNs();
    }

    private long sojournNs() {
        return times.exponentialNs(bad ? (double) spec.meanBadNs() : spec.meanGoodNs());
    }

    /** Times never fall. */
    boolean badAt(long nowNs) {
        while (untilNs <= nowNs) {
            bad = !bad;
            untilNs += sojournNs();
        }
        return bad;
    }

    /** When the state that {@link #badAt} told ends. */
    long untilNs() {
        return untilNs;
    }

    boolean loses(long nowNs) {
        return badAt(nowNs) && losses.chance(spec.lossInBad());
    }

    Loss.GilbertElliott spec() {
        return spec;
    }
}
