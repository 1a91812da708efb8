package io.steadycast.netsim.link.spec;

/** The round trip without any queue. One process for both directions, half of it each way. */
public sealed interface BaseDelay {
    BaseDelay ZERO = new Fixed(0);

    /** The smallest round trip that the process has. */
    long minRttNs();

    static BaseDelay ofRttMs(long rttMs) {
        return new Fixed(rttMs * 1_000_000L);
    }

    record Fixed(long rttNs) implements BaseDelay {
        public Fixed {
            Check.delay("baseDelay.rttNs", rttNs);
        }

        @Override
        public long minRttNs() {
            return rttNs;
        }
    }

    /**
     * Satellites in low orbit: at every boundary of an epoch the base jumps by a lognormal step, up or down, and then stays. It keeps within both ends and returns
     * to its median.
     *
     * @param phaseNs of the first boundary, in the time of the scenario; Starlink's are at :12, :27, :42 and :57 of a minute
     * @param stepP90Ns ninetieth percentile of a step's size
     */
    record Epoch(
            long periodNs, long phaseNs, long minRttNs, long p50RttNs, long maxRttNs, long stepP50Ns, long stepP90Ns)
            implements BaseDelay {
        public Epoch {
            Check.range("baseDelay.periodNs", periodNs, 100_000_000L, Check.DAY_NS);
            Check.range("baseDelay.phaseNs", phaseNs, 0, periodNs);
            Check.delay("baseDelay.minRttNs", minRttNs);
            Check.delay("baseDelay.maxRttNs", maxRttNs);
            Check.ascending("baseDelay.minRttNs", minRttNs, "baseDelay.p50RttNs", p50RttNs);
            Check.ascending("baseDelay.p50RttNs", p50RttNs, "baseDelay.maxRttNs", maxRttNs);
            Check.range("baseDelay.stepP50Ns", stepP50Ns, 0, maxRttNs - minRttNs);
            Check.delay("baseDelay.stepP90Ns", stepP90Ns);
            Check.ascending("baseDelay.stepP50Ns", stepP50Ns, "baseDelay.stepP90Ns", stepP90Ns);
            Check.that(
                    stepP50Ns > 0 || stepP90Ns == 0,
                    "baseDelay.stepP50Ns is 0, legal is at least 1 when stepP90Ns is " + stepP90Ns);
        }
    }
}
