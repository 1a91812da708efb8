package io.steadycast.netsim.link;

import io.steadycast.netsim.link.spec.AtEnd;
import io.steadycast.netsim.link.spec.Capacity;
import io.steadycast.netsim.link.spec.Stamps;

/** Confined to its link. How fast the server works, as a function of seed and time: a rate until the next change, or grants. */
sealed interface CapacityProcess {
    /** No bound. */
    long UNLIMITED_BPS = Long.MAX_VALUE;

    Capacity spec();

    static CapacityProcess of(Capacity spec, long originNs, long seed) {
        Draws offset = Draws.of(seed, Draws.Purpose.START_OFFSET, 0);
        return switch (spec) {
            case Capacity.Unlimited unlimited -> new Fixed(unlimited, UNLIMITED_BPS);
            case Capacity.Constant constant -> new Fixed(constant, constant.rateBps());
            case Capacity.Ar1 ar1 ->
                ar1.minBps() == ar1.maxBps()
                        ? new Fixed(ar1, ar1.minBps())
                        : new Wandering(ar1, originNs, Draws.of(seed, Draws.Purpose.RATE, 0));
            case Capacity.Steps steps -> new Stepping(steps, originNs, offset);
            case Capacity.Opportunities grants -> new Trace(grants, originNs, offset);
            case Capacity.Slotted slotted ->
                new Slots(slotted, originNs, Draws.of(seed, Draws.Purpose.GRANT_JITTER, 0));
        };
    }

    /** A rate that holds for a while. */
    sealed interface Fluid extends CapacityProcess {
        /** Times never fall. */
        long rateAt(long nowNs);

        /** When the rate last told may change. */
        long untilNs();
    }

    /** Moments at which some bytes may leave. */
    sealed interface Grants extends CapacityProcess {
        /** The next grant, {@link Long#MAX_VALUE} for none. */
        long nextNs();

        int bytesPerGrant();

        /** The next one was used, or not: it is gone. */
        void pass();
    }

    record Fixed(Capacity spec, long rateBps) implements Fluid {
        @Override
        public long rateAt(long nowNs) {
            return rateBps;
        }

        @Override
        public long untilNs() {
            return Long.MAX_VALUE;
        }
    }

    final class Wandering implements Fluid {
        private final Capacity.Ar1 spec;
        private final Latent latent;
        private final QuantileTable quantiles;

        Wandering(Capacity.Ar1 spec, long originNs, Draws draws) {
            this.spec = spec;
            this.latent = new Latent(originNs, spec.tauNs(), draws);
            double quarter = (spec.maxBps() - spec.minBps()) / 4.0;
            this.quantiles = QuantileTable.truncatedWithMean(
                    (double) spec.minBps(), (double) spec.maxBps(), (double) spec.meanBps(), quarter);
        }

        @Override
        public long rateAt(long nowNs) {
            return (long) quantiles.at(latent.at(nowNs));
        }

        @Override
        public long untilNs() {
            return latent.untilNs();
        }

        @Override
        public Capacity spec() {
            return spec;
        }
    }

    /** Walks a series of entries by the rule for its end. */
    final class Walk {
        private final int count;
        private final AtEnd atEnd;
        private int index;
        private boolean backwards;
        private boolean over;

        Walk(int count, AtEnd atEnd) {
            this.count = count;
            this.atEnd = atEnd;
        }

        int index() {
            return index;
        }

        boolean over() {
            return over;
        }

        boolean backwards() {
            return backwards;
        }

        void start(int at) {
            index = at;
        }

        /** True when it went round to the first entry. */
        boolean next() {
            if (backwards ? index > 0 : index < count - 1) {
                index += backwards ? -1 : 1;
                return false;
            }
            switch (atEnd) {
                case LOOP -> index = 0;
                case MIRROR -> backwards = !backwards;
                case STOP, HOLD -> over = true;
            }
            return !over;
        }
    }

    final class Stepping implements Fluid {
        private final Capacity.Steps spec;
        private final Walk walk;
        private long untilNs;

        Stepping(Capacity.Steps spec, long originNs, Draws offset) {
            this.spec = spec;
            this.walk = new Walk(spec.steps().size(), spec.atEnd());
            this.untilNs = originNs;
            if (spec.randomStart()) {
                long skipNs = offset.between(0, spec.durationNs() - 1);
                while (skipNs >= spec.steps().get(walk.index()).durationNs()) {
                    skipNs -= spec.steps().get(walk.index()).durationNs();
                    walk.next();
                }
                untilNs -= skipNs;
            }
            untilNs += spec.steps().get(walk.index()).durationNs();
        }

        @Override
        public long rateAt(long nowNs) {
            while (untilNs <= nowNs) {
                walk.next();
                untilNs = walk.over()
                        ? Long.MAX_VALUE
                        : untilNs + spec.steps().get(walk.index()).durationNs();
            }
            boolean stopped = walk.over() && spec.atEnd() == AtEnd.STOP;
            return stopped ? 0 : spec.steps().get(walk.index()).rateBps();
        }

        @Override
        public long untilNs() {
            return untilNs;
        }

        @Override
        public Capacity spec() {
            return spec;
        }
    }

    final class Trace implements Grants {
        private final Capacity.Opportunities spec;
        private final Stamps stamps;
        private final long lengthNs;
        private final Walk walk;
        private long baseNs;

        Trace(Capacity.Opportunities spec, long originNs, Draws offset) {
            this.spec = spec;
            this.stamps = spec.grants();
            this.lengthNs = stamps.atNs(stamps.count() - 1);
            this.walk = new Walk(stamps.count(), spec.atEnd());
            this.baseNs = originNs;
            if (spec.randomStart()) {
                long skipNs = offset.between(0, lengthNs - 1);
                baseNs -= skipNs;
                while (stamps.atNs(walk.index()) < skipNs) {
                    walk.next();
                }
            }
        }

        @Override
        public long nextNs() {
            if (walk.over()) {
                return Long.MAX_VALUE;
            }
            long atNs = stamps.atNs(walk.index());
            return baseNs + (walk.backwards() ? lengthNs - atNs : atNs);
        }

        @Override
        public int bytesPerGrant() {
            return spec.bytesPerGrant();
        }

        @Override
        public void pass() {
            if (walk.next()) {
                // mahimahi's link_queue adds the last stamp: the next round's time 0 is this round's end.
                baseNs += lengthNs;
            }
        }

        @Override
        public Capacity spec() {
            return spec;
        }
    }

    final class Slots implements Grants {
        private final Capacity.Slotted spec;
        private final Draws jitter;
        private long slotNs;
        private long nextNs;

        Slots(Capacity.Slotted spec, long originNs, Draws jitter) {
            this.spec = spec;
            this.jitter = jitter;
            this.slotNs = originNs;
            pass();
        }

        @Override
        public long nextNs() {
            return nextNs;
        }

        @Override
        public int bytesPerGrant() {
            return spec.bytesPerGrant();
        }

        @Override
        public void pass() {
            slotNs += spec.periodNs();
            nextNs = slotNs + jitter.between(0, spec.jitterNs());
        }

        @Override
        public Capacity spec() {
            return spec;
        }
    }
}
