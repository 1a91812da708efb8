package io.steadycast.netsim.profile;

import io.steadycast.netsim.link.Link;
import io.steadycast.netsim.link.PathModel;
import io.steadycast.netsim.link.spec.Capacity;
import io.steadycast.netsim.link.spec.Direction;
import io.steadycast.netsim.link.spec.DirectionSpec;
import io.steadycast.netsim.link.spec.Happening;
import io.steadycast.netsim.link.spec.PathSpec;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;

/**
 * Measures a path through the real link, in virtual time: probes that are answered at once, then, in another run, a flow that never rests in each
 * direction (half the rate where others share the queue).
 */
public final class CardMeter {
    /** Of the measurement that cards are written from. */
    public static final long SEED = 20_260_101;

    private static final long MS = 1_000_000L;
    private static final long SECOND = 1_000 * MS;
    private static final long PROBE_RUN_NS = 1_500 * SECOND;
    private static final long PROBE_EVERY_NS = 100 * MS;
    private static final int PROBE_BYTES = 32;
    private static final long LOAD_RUN_NS = 300 * SECOND;
    private static final long STEP_NS = 10 * MS;
    private static final int MAX_OFFERS = 12;
    /** Of a quarter of what the server does in a step: half its rate against whoever else fills the queue. */
    private static final int OFFERS_WHEN_SHARED = 2;

    private static final int MIN_PACKET_BYTES = 1_200;
    private static final int MAX_PACKET_BYTES = 60_000;

    private CardMeter() {}

    /** Quantities that have no value, such as the rate of an unlimited link, are absent. */
    public static Map<Quantity, Double> measure(PathSpec path, long seed) {
        Map<Quantity, Double> measured = new EnumMap<>(Quantity.class);
        probe(path, seed, measured);
        load(path, seed, measured);
        return measured;
    }

    private static void probe(PathSpec path, long seed, Map<Quantity, Double> measured) {
        PathModel<Long> model = new PathModel<>(new Link.Start(0, seed), path, fate -> {});
        int probes = (int) (PROBE_RUN_NS / PROBE_EVERY_NS);
        double[] rttMs = new double[probes];
        int answered = 0;
        int there = 0;
        long endNs = PROBE_RUN_NS + 60 * SECOND;
        for (long nowNs = 0; nowNs < endNs; nowNs += STEP_NS) {
            for (Long sent = model.pollUp(nowNs); sent != null; sent = model.pollUp(nowNs)) {
                there++;
                model.offerDown(model.up().arrived().outNs(), sent, PROBE_BYTES, model.mapping());
            }
            for (Long sent = model.pollDown(nowNs); sent != null; sent = model.pollDown(nowNs)) {
                rttMs[answered++] = (model.down().arrived().outNs() - sent) / 1e6;
            }
            if (nowNs < PROBE_RUN_NS && nowNs % PROBE_EVERY_NS == 0) {
                model.offerUp(nowNs, nowNs, PROBE_BYTES);
            }
        }
        measured.put(Quantity.LOSS_UP_PCT, 100.0 * (probes - there) / probes);
        if (there > 0) {
            measured.put(Quantity.LOSS_DOWN_PCT, 100.0 * (there - answered) / there);
        }
        if (answered > 0) {
            double[] sorted = Arrays.copyOf(rttMs, answered);
            Arrays.sort(sorted);
            measured.put(Quantity.RTT_P50_MS, sorted[answered / 2]);
            measured.put(Quantity.RTT_P95_MS, sorted[(int) (answered * 0.95)]);
        }
    }

    private static void load(PathSpec path, long seed, Map<Quantity, Double> measured) {
        PathModel<Long> model = new PathModel<>(new Link.Start(0, seed), path, fate -> {});
        Load up = new Load(path, Direction.UP);
        Load down = new Load(path, Direction.DOWN);
        int mapping = 0;
        for (long nowNs = 0; nowNs < LOAD_RUN_NS; nowNs += STEP_NS) {
            while (model.pollUp(nowNs) != null) {
                up.bytes += model.up().arrived().lengthBytes();
                mapping = model.mapping();
            }
            while (model.pollDown(nowNs) != null) {
                down.bytes += model.down().arrived().lengthBytes();
            }
            for (int i = 0; up.wants(model.up(), i); i++) {
                model.offerUp(nowNs, nowNs, up.packetBytes);
            }
            for (int i = 0; down.wants(model.down(), i); i++) {
                model.offerDown(nowNs, nowNs, down.packetBytes, mapping);
            }
        }
        up.tell(measured, Quantity.RATE_UP_KBPS);
        down.tell(measured, Quantity.RATE_DOWN_KBPS);
    }

    /** Confined to one run. Keeps a direction's server busy from one step to the next. */
    private static final class Load {
        private final boolean bounded;
        private final boolean shared;
        private final int packetBytes;
        private final long limitBytes;
        private long bytes;

        private Load(PathSpec path, Direction direction) {
            DirectionSpec spec = path.spec(direction);
            shared = path.events().stream()
                    .anyMatch(event -> event.what() instanceof Happening.Cross
                            && event.direction().covers(direction));
            bounded = !(spec.capacity() instanceof Capacity.Unlimited);
            long perStep = bounded ? spec.capacity().meanBps() / 8 * STEP_NS / SECOND : 0;
            packetBytes = (int) Math.clamp(perStep / 4, MIN_PACKET_BYTES, MAX_PACKET_BYTES);
            limitBytes = spec.queue().limitBytes();
        }

        private boolean wants(Link<?> link, int offered) {
            if (shared) {
                return bounded && offered < OFFERS_WHEN_SHARED;
            }
            long ahead = link.capacityBps() / 8 * 2 * STEP_NS / SECOND + 2L * packetBytes;
            return bounded
                    && offered < MAX_OFFERS
                    && link.queuedBytes() < Math.min(ahead, Math.max(limitBytes - packetBytes, packetBytes));
        }

        private void tell(Map<Quantity, Double> measured, Quantity quantity) {
            if (bounded) {
                measured.put(quantity, bytes * 8e6 / LOAD_RUN_NS);
            }
        }
    }
}
