package io.steadycast.netsim.link;

import io.steadycast.netsim.link.spec.ExcessDelay;
import org.jspecify.annotations.Nullable;

/** Confined to its link. What a packet that leaves now takes longer than the base, before order is enforced. */
final class ExcessProcess {
    /** Of the standard Gaussian at 0.95. */
    private static final double Z95 = 1.6448536269514722;

    private final ExcessDelay spec;
    private final @Nullable Latent latent;
    private final @Nullable QuantileTable quantiles;
    private final double logMedian;
    private final double logSd;
    private double lastZ = Double.NaN;
    private long lastNs;

    ExcessProcess(ExcessDelay spec, long originNs, Draws draws) {
        this.spec = spec;
        double median = 0;
        double sd = 0;
        switch (spec) {
            case ExcessDelay.None ignored -> {
                latent = null;
                quantiles = null;
            }
            case ExcessDelay.Lognormal log -> {
                latent = new Latent(originNs, log.tauNs(), draws);
                quantiles = null;
                median = StrictMath.log((double) log.p50Ns());
                sd = (StrictMath.log((double) log.p95Ns()) - median) / Z95;
            }
            case ExcessDelay.Gamma gamma -> {
                latent = new Latent(originNs, gamma.tauNs(), draws);
                quantiles = QuantileTable.gamma((double) gamma.meanNs(), (double) gamma.sdNs());
            }
            case ExcessDelay.Bounded bounded -> {
                latent = new Latent(originNs, bounded.tauNs(), draws);
                quantiles = QuantileTable.truncated(
                        0, (double) bounded.maxNs(), bounded.maxNs() / 2.0, (double) bounded.sdNs());
            }
        }
        logMedian = median;
        logSd = sd;
    }

    ExcessDelay spec() {
        return spec;
    }

    /** Times never fall. */
    long at(long nowNs) {
        if (latent == null) {
            return 0;
        }
        double z = latent.at(nowNs);
        if (z == lastZ) {
            return lastNs;
        }
        double ns = quantiles == null ? StrictMath.exp(logMedian + logSd * z) : quantiles.at(z);
        lastZ = z;
        lastNs = (long) ns;
        return lastNs;
    }
}
