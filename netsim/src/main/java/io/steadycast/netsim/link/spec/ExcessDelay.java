package io.steadycast.netsim.link.spec;

/**
 * What a packet takes longer than the base: a floor with a tail to the right. The process lives in absolute time: a hidden Gaussian with autocorrelation
 * exp(-dt / tau), so that it is the same at every packet rate. Order is kept afterwards, which raises the mean.
 */
public sealed interface ExcessDelay {
    ExcessDelay NONE = new None();
    long MIN_TAU_NS = 1_000_000L;

    record None() implements ExcessDelay {}

    record Lognormal(long p50Ns, long p95Ns, long tauNs) implements ExcessDelay {
        public Lognormal {
            Check.range("excess.p50Ns", p50Ns, 1, Check.MAX_DELAY_NS);
            Check.range("excess.p95Ns", p95Ns, p50Ns, Check.MAX_DELAY_NS);
            Check.range("excess.tauNs", tauNs, MIN_TAU_NS, Check.MAX_DELAY_NS);
        }
    }

    record Gamma(long meanNs, long sdNs, long tauNs) implements ExcessDelay {
        public Gamma {
            Check.range("excess.meanNs", meanNs, 1, Check.MAX_DELAY_NS);
            Check.range("excess.sdNs", sdNs, Math.max(1, meanNs / 20), 5 * meanNs);
            Check.range("excess.tauNs", tauNs, MIN_TAU_NS, Check.MAX_DELAY_NS);
        }
    }

    /** RFC 8868 section 5.3.2: bounded, a Gaussian around half the maximum cut off at both ends, and no reordering. */
    record Bounded(long maxNs, long sdNs, long tauNs) implements ExcessDelay {
        public Bounded {
            Check.range("excess.maxNs", maxNs, 1, Check.MAX_DELAY_NS);
            Check.range("excess.sdNs", sdNs, 1, 10 * maxNs);
            Check.range("excess.tauNs", tauNs, MIN_TAU_NS, Check.MAX_DELAY_NS);
        }
    }
}
