package io.steadycast.netsim.link.spec;

/** What a {@link TimedEvent} does to a path. */
public sealed interface Happening {
    /** Rate 0: packets wait in the queue, which may overflow, and leave at the link's rate afterwards. */
    record Outage(Span length) implements Happening {}

    /** Everything that enters is dropped. */
    record Blackhole(Span length) implements Happening {}

    /**
     * The radio hands over: what would arrive meanwhile is held, then comes as one burst.
     *
     * @param lostShare of the held packets
     */
    record Handover(Span hold, double lostShare) implements Happening {
        public Handover {
            Check.that(!hold.forever(), "event.hold is forever, legal is at most 60 s");
            Check.delay("event.hold.maxNs", hold.maxNs());
            Check.probability("event.lostShare", lostShare);
        }
    }

    /** The round trip changes in one step, half of it each way; for both directions always. {@code eitherSign}: up or down by chance. */
    record BaseDelayStep(long deltaRttNs, boolean eitherSign, Span length) implements Happening {
        public BaseDelayStep {
            Check.range("event.deltaRttNs", deltaRttNs, -Check.MAX_DELAY_NS, Check.MAX_DELAY_NS);
        }
    }

    /** Capacity times this. */
    record RateFactor(double factor, Span length) implements Happening {
        public RateFactor {
            Check.range("event.factor", factor, 0, 100);
        }
    }

    /** This capacity instead of the direction's own. */
    record RateStep(long rateBps, Span length) implements Happening {
        public RateStep {
            Check.rate("event.rateBps", rateBps);
        }
    }

    /** More loss, each packet by itself. */
    record LossFor(double p, Span length) implements Happening {
        public LossFor {
            Check.probability("event.p", p);
        }
    }

    /** The client is seen behind another port, or another address; what was sent to the old one is dropped. */
    record NatRebinding(boolean newAddress) implements Happening {}

    /** Larger IP packets are dropped without a word. 0 lifts the bound. */
    record Mtu(int mtuBytes, Span length) implements Happening {
        public Mtu {
            Check.range("event.mtuBytes", mtuBytes, mtuBytes == 0 ? 0 : PathSpec.MIN_MTU_BYTES, PathSpec.MAX_MTU_BYTES);
        }
    }

    record UdpBlocked(Span length) implements Happening {}

    /** Each flow is dropped after so many payload bytes or packets, whichever comes first; 0 for no bound on it. */
    record FlowCut(long afterBytes, long afterPackets, Span length) implements Happening {
        public FlowCut {
            Check.range("event.afterBytes", afterBytes, 0, Long.MAX_VALUE);
            Check.range("event.afterPackets", afterPackets, 0, Long.MAX_VALUE);
            Check.that(afterBytes + afterPackets > 0, "event.afterBytes and afterPackets are 0, legal is one above 0");
        }
    }

    /** Somebody else uses the link for a while. */
    record Cross(CrossTraffic traffic, Span length) implements Happening {}
}
