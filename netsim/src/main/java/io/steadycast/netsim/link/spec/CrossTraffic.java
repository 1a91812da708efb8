package io.steadycast.netsim.link.spec;

/** Somebody else's traffic in the same queue. */
public sealed interface CrossTraffic {
    /**
     * Flows that react as CUBIC does (RFC 9438): a constant competitor never shows starvation.
     *
     * @param flows how many at once
     * @param rttNs of these flows without the queue of this direction
     */
    record Cubic(int flows, long rttNs) implements CrossTraffic {
        public Cubic {
            Check.range("crossTraffic.flows", flows, 1, 64);
            Check.range("crossTraffic.rttNs", rttNs, 1_000_000L, Check.MAX_DELAY_NS);
        }
    }

    record ConstantRate(long rateBps, int packetBytes) implements CrossTraffic {
        public ConstantRate {
            Check.range("crossTraffic.rateBps", rateBps, 1_000, Check.MAX_RATE_BPS);
            Check.range("crossTraffic.packetBytes", packetBytes, 40, 65_535);
        }
    }

    /** Pages: pauses of exponential length, then as many bytes as a bounded Pareto draws, at {@code burstBps}. */
    record WebBursts(long meanPauseNs, long minBytes, long maxBytes, double shape, long burstBps)
            implements CrossTraffic {
        public WebBursts {
            Check.range("crossTraffic.meanPauseNs", meanPauseNs, 1_000_000L, Check.DAY_NS);
            Check.range("crossTraffic.minBytes", minBytes, 100, 1_000_000_000L);
            Check.range("crossTraffic.maxBytes", maxBytes, minBytes, 10_000_000_000L);
            Check.range("crossTraffic.shape", shape, 0.1, 10);
            Check.range("crossTraffic.burstBps", burstBps, 1_000, Check.MAX_RATE_BPS);
        }

        /** One after the other: a pause, then the mean of the bounded Pareto law at the burst's rate. */
        public double meanBps() {
            double low = minBytes;
            double high = maxBytes;
            double ratio = low / high;
            double meanBytes = maxBytes == minBytes
                    ? low
                    : shape == 1
                            ? low * StrictMath.log(high / low) / (1 - ratio)
                            : shape
                                    / (shape - 1)
                                    * low
                                    * (1 - StrictMath.pow(ratio, shape - 1))
                                    / (1 - StrictMath.pow(ratio, shape));
            double bits = 8 * meanBytes;
            return bits / (meanPauseNs / 1e9 + bits / burstBps);
        }

        /** 50 to 500 kB, as pages have it. */
        public static WebBursts pages(long meanPauseNs, long burstBps) {
            return new WebBursts(meanPauseNs, 50_000, 500_000, 1.2, burstBps);
        }
    }
}
