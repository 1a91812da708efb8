package io.steadycast.netsim.link.spec;

import java.util.List;

/** How fast the server of a direction works. Sizes count the payload and {@link Framing}. */
public sealed interface Capacity {
    Capacity UNLIMITED = new Unlimited();

    /** The long-term mean, {@link Long#MAX_VALUE} for no bound. */
    long meanBps();

    static Capacity ofBps(long rateBps) {
        return new Constant(rateBps);
    }

    static Capacity ofKbps(long rateKbps) {
        return new Constant(rateKbps * 1_000);
    }

    /** Packets leave at once. */
    record Unlimited() implements Capacity {
        @Override
        public long meanBps() {
            return Long.MAX_VALUE;
        }
    }

    /** 0: nothing is served, packets wait. */
    record Constant(long rateBps) implements Capacity {
        public Constant {
            Check.rate("capacity.rateBps", rateBps);
        }

        @Override
        public long meanBps() {
            return rateBps;
        }
    }

    /**
     * A rate that wanders: a hidden first-order autoregression with relaxation time {@code tauNs}, whose marginal is a Gaussian with a quarter of the range as its
     * deviation, cut off at both ends and shifted so that the mean is as told.
     */
    record Ar1(long meanBps, long minBps, long maxBps, long tauNs) implements Capacity {
        public Ar1 {
            Check.rate("capacity.minBps", minBps);
            Check.rate("capacity.maxBps", maxBps);
            Check.ascending("capacity.minBps", minBps, "capacity.meanBps", meanBps);
            Check.ascending("capacity.meanBps", meanBps, "capacity.maxBps", maxBps);
            long edgeBps = (maxBps - minBps) / 50;
            Check.range("capacity.meanBps", meanBps, minBps + edgeBps, maxBps - edgeBps);
            Check.range("capacity.tauNs", tauNs, 10_000_000L, Check.DAY_NS);
        }
    }

    /** A recorded rate. {@code randomStart}: each link begins somewhere else in it, by its seed, so that viewers do not move in lockstep. */
    record Steps(List<Step> steps, AtEnd atEnd, boolean randomStart) implements Capacity {
        public Steps {
            steps = List.copyOf(steps);
            Check.range("capacity.steps.size", steps.size(), 1, 10_000_000);
        }

        public long durationNs() {
            long sumNs = 0;
            for (Step step : steps) {
                sumNs += step.durationNs();
            }
            return sumNs;
        }

        @Override
        public long meanBps() {
            double bits = 0;
            for (Step step : steps) {
                bits += (double) step.rateBps() * step.durationNs();
            }
            return Math.round(bits / durationNs());
        }
    }

    record Step(long durationNs, long rateBps) {
        public Step {
            Check.range("capacity.step.durationNs", durationNs, 1_000L, 366 * Check.DAY_NS);
            Check.rate("capacity.step.rateBps", rateBps);
        }
    }

    /**
     * Delivery opportunities, as mahimahi's mm-link has them: each grant serves up to {@code bytesPerGrant} from the head, small packets share one, the rest of a packet
     * carries over to the next, what a grant leaves unused is lost.
     *
     * @param grants when; several at one moment are as many grants. The last one's moment is the trace's length, unless {@code STOP}
     */
    record Opportunities(Stamps grants, int bytesPerGrant, AtEnd atEnd, boolean randomStart) implements Capacity {
        /** A 1,500 byte packet and the TUN header (mahimahi src/packet/packetshell's queued packet, PACKET_SIZE in link_queue). */
        public static final int MAHIMAHI_GRANT_BYTES = 1504;

        public Opportunities {
            Check.range("capacity.grants.count", grants.count(), 1, 100_000_000);
            Check.range("capacity.bytesPerGrant", bytesPerGrant, 1, 10_000_000);
            Check.that(atEnd != AtEnd.HOLD, "capacity.atEnd is HOLD, legal is LOOP, MIRROR, STOP");
            Check.that(
                    atEnd == AtEnd.STOP || grants.atNs(grants.count() - 1) > 0,
                    "capacity.grants ends at 0, legal is at least 1 ns when it goes on");
        }

        @Override
        public long meanBps() {
            long lengthNs = Math.max(1, grants.atNs(grants.count() - 1));
            return Math.round(grants.count() * 8e9 * bytesPerGrant / lengthNs);
        }
    }

    /** Grants of a scheduler: one every period, each later by up to {@code jitterNs}, of up to {@code bytesPerGrant}; what is left unused is lost. */
    record Slotted(long periodNs, long jitterNs, int bytesPerGrant) implements Capacity {
        public Slotted {
            Check.range("capacity.periodNs", periodNs, 10_000L, Check.MAX_DELAY_NS);
            Check.range("capacity.jitterNs", jitterNs, 0, periodNs);
            Check.range("capacity.bytesPerGrant", bytesPerGrant, 1, 100_000_000);
        }

        @Override
        public long meanBps() {
            return Math.round(bytesPerGrant * 8e9 / periodNs);
        }
    }
}
