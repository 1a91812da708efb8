package io.steadycast.netsim.link.spec;

import java.util.List;

/** Why packets vanish. A direction has a list of these; a packet that any of them takes is lost. */
public sealed interface Loss {
    /** The share that is lost in the long run. */
    double mean();

    /** Each packet by itself. */
    record Iid(double p) implements Loss {
        public Iid {
            Check.probability("loss.p", p);
        }

        @Override
        public double mean() {
            return p;
        }
    }

    /**
     * Simple Gilbert in packets: from good to bad with p = P / (L (1 - P)), back with r = 1 / L, everything lost in bad. It can be had only for L &gt; P / (1 - P).
     * Its bursts stretch and shrink with the packet rate; {@link GilbertElliott} is what a radio does.
     *
     * @param p long-term loss P
     * @param lossInBad of a packet in bad; 1 is Gilbert's own model, less is Elliott's
     */
    record Gilbert(double p, double meanBurstPackets, double lossInBad) implements Loss {
        public Gilbert {
            Check.range("loss.p", p, 0, 0.999);
            Check.range("loss.meanBurstPackets", meanBurstPackets, 1, 1_000_000);
            Check.range("loss.lossInBad", lossInBad, 0.000_001, 1);
            Check.that(p < lossInBad, "loss.p is " + p + ", legal is less than loss.lossInBad, which is " + lossInBad);
            double bad = p / lossInBad;
            // netem's good state may last for one packet only.
            Check.that(
                    meanBurstPackets >= bad / (1 - bad) * (1 - 1e-9),
                    "loss.meanBurstPackets is " + meanBurstPackets + ", legal is at least p/(1-p) = "
                            + bad / (1 - bad));
        }

        public Gilbert(double p, double meanBurstPackets) {
            this(p, meanBurstPackets, 1);
        }

        /** Of all packets, those that meet the bad state. */
        public double shareBad() {
            return p / lossInBad;
        }

        @Override
        public double mean() {
            return p;
        }
    }

    /**
     * Gilbert-Elliott in continuous time: the channel is bad for exponential times of mean T_B and good for T_G = T_B (h / P - 1), whatever is sent meanwhile. In the bad
     * state a packet is lost with probability h, and the rest is slower.
     *
     * @param p long-term loss P
     * @param meanBadNs T_B
     * @param lossInBad h
     * @param rateFactorBad by which capacity is multiplied in the bad state; 1 for none
     * @param extraDelayBadNs that packets leaving in the bad state take longer
     */
    record GilbertElliott(double p, long meanBadNs, double lossInBad, double rateFactorBad, long extraDelayBadNs)
            implements Loss {
        public GilbertElliott {
            Check.range("loss.p", p, 0, 0.999);
            Check.range("loss.meanBadNs", meanBadNs, 100_000L, Check.DAY_NS);
            Check.range("loss.lossInBad", lossInBad, 0.000_001, 1);
            Check.that(p < lossInBad, "loss.p is " + p + ", legal is less than loss.lossInBad, which is " + lossInBad);
            Check.range("loss.rateFactorBad", rateFactorBad, 0, 1);
            Check.delay("loss.extraDelayBadNs", extraDelayBadNs);
        }

        /** T_G; forever for P = 0. */
        public double meanGoodNs() {
            return p == 0 ? Double.POSITIVE_INFINITY : meanBadNs * (lossInBad / p - 1);
        }

        @Override
        public double mean() {
            return p;
        }
    }

    /**
     * Recorded bad times, in the time of the scenario: absolute, so that they do not move with the packet rate.
     *
     * @param loopNs length of the record, after which it begins again; 0 for once
     * @param randomStart each link begins somewhere else in it, by its seed; only for a record that loops
     */
    record Recorded(List<Interval> intervals, long loopNs, boolean randomStart) implements Loss {
        public Recorded {
            intervals = List.copyOf(intervals);
            Check.range("loss.loopNs", loopNs, 0, 366 * Check.DAY_NS);
            Check.that(loopNs > 0 || !randomStart, "loss.randomStart is true, legal is false when loss.loopNs is 0");
            long lastNs = 0;
            for (Interval interval : intervals) {
                Check.range("loss.interval.fromNs", interval.fromNs(), lastNs, 366 * Check.DAY_NS);
                lastNs = interval.toNs();
            }
            Check.range("loss.interval.toNs", lastNs, 0, loopNs == 0 ? 366 * Check.DAY_NS : loopNs);
        }

        @Override
        public double mean() {
            double lostNs = 0;
            for (Interval interval : intervals) {
                lostNs += interval.p() * (interval.toNs() - interval.fromNs());
            }
            return loopNs == 0 ? 0 : lostNs / loopNs;
        }
    }

    /** From the one moment until just before the other. */
    record Interval(long fromNs, long toNs, double p) {
        public Interval {
            Check.range("loss.interval.toNs", toNs, fromNs + 1, 366 * Check.DAY_NS);
            Check.probability("loss.interval.p", p);
        }
    }
}
