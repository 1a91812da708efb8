package io.steadycast.netsim.link;

import io.steadycast.netsim.link.spec.CrossTraffic;

/** Confined to its link. Somebody else's sender in front of the same queue. */
sealed interface CrossSource permits CubicFlow, CrossSource.Constant, CrossSource.Web {
    CrossTraffic spec();

    /** When it does something next. */
    long nextNs();

    /** Does what is due: what it sends goes through {@code out}. */
    void run(long nowNs, Out out);

    /** The server finished one of its packets. */
    void served(long nowNs);

    /** The queue dropped one of its packets. */
    void dropped(long nowNs);

    /** The queue's entrance. */
    interface Out {
        void send(long nowNs, int lengthBytes);
    }

    final class Constant implements CrossSource {
        private static final long BIT_NS = 8_000_000_000L;

        private final CrossTraffic.ConstantRate spec;
        private final long startNs;
        private long sent;
        private long nextNs;

        Constant(CrossTraffic.ConstantRate spec, long nowNs) {
            this.spec = spec;
            this.startNs = nowNs;
            this.nextNs = nowNs;
        }

        @Override
        public CrossTraffic spec() {
            return spec;
        }

        @Override
        public long nextNs() {
            return nextNs;
        }

        @Override
        public void run(long nowNs, Out out) {
            out.send(nowNs, spec.packetBytes());
            sent++;
            nextNs = startNs + (long) ((double) sent * spec.packetBytes() * BIT_NS / spec.rateBps());
        }

        @Override
        public void served(long nowNs) {}

        @Override
        public void dropped(long nowNs) {}
    }

    final class Web implements CrossSource {
        private static final int PACKET_BYTES = 1_500;

        private final CrossTraffic.WebBursts spec;
        private final Draws draws;
        private long leftBytes;
        private long nextNs;

        Web(CrossTraffic.WebBursts spec, long nowNs, Draws draws) {
            this.spec = spec;
            this.draws = draws;
            this.nextNs = nowNs + draws.exponentialNs((double) spec.meanPauseNs());
        }

        @Override
        public CrossTraffic spec() {
            return spec;
        }

        @Override
        public long nextNs() {
            return nextNs;
        }

        @Override
        public void run(long nowNs, Out out) {
            if (leftBytes <= 0) {
                leftBytes = pageBytes();
            }
            int length = (int) Math.min(PACKET_BYTES, leftBytes);
            out.send(nowNs, length);
            leftBytes -= length;
            nextNs = leftBytes > 0
                    ? nowNs + length * 8_000_000_000L / spec.burstBps()
                    : nowNs + draws.exponentialNs((double) spec.meanPauseNs());
        }

        /** Bounded Pareto by inversion. */
        private long pageBytes() {
            double low = (double) spec.minBytes();
            double tail = 1 - StrictMath.pow(low / spec.maxBytes(), spec.shape());
            return (long) (low / StrictMath.pow(1 - draws.uniform() * tail, 1 / spec.shape()));
        }

        @Override
        public void served(long nowNs) {}

        @Override
        public void dropped(long nowNs) {}
    }
}
