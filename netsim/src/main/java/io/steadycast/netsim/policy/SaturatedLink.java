package io.steadycast.netsim.policy;

import io.steadycast.netsim.link.Link;
import io.steadycast.netsim.link.spec.Direction;
import io.steadycast.netsim.link.spec.PathSpec;
import org.jspecify.annotations.Nullable;

/**
 * Confined to its simulation. What a way down will carry, found out by a copy of it that is always kept full and runs ahead: the same description and the same seed, so
 * the same rates, bad times and outages at the same moments.
 */
public final class SaturatedLink implements Channel {
    private static final long BUCKET_NS = 50_000_000L;

    /** Of the time ahead and behind that is remembered: more than anybody asks for. */
    private static final int BUCKETS = 1_024;

    private static final int PACKET_BYTES = 1_200;

    /** Links without a bound carry this. */
    private static final long OFFERED_BPS = 20_000_000L;

    private static final long OFFER_EVERY_NS = PACKET_BYTES * 8L * 1_000_000_000L / OFFERED_BPS;

    private final Link.Start start;
    private final PathSpec path;
    private final long[] bytes = new long[BUCKETS];
    private @Nullable Link<Boolean> link;
    private long nextOfferNs;
    private long newestBucket;
    private long delayNs = -1;

    public SaturatedLink(Link.Start start, PathSpec path) {
        this.start = start;
        this.path = path;
        nextOfferNs = start.originNs();
        newestBucket = start.originNs() / BUCKET_NS;
    }

    @Override
    public double goodputBps(long fromNs, long toNs) {
        long first = Math.floorDiv(fromNs, BUCKET_NS);
        long last = Math.max(first, Math.floorDiv(toNs - 1, BUCKET_NS));
        run((last + 1) * BUCKET_NS);
        long sum = 0;
        for (long bucket = first; bucket <= last; bucket++) {
            sum += bucket > newestBucket - BUCKETS ? bytes[(int) (bucket % BUCKETS)] : 0;
        }
        return sum * 8e9 / ((last - first + 1) * BUCKET_NS);
    }

    /** Until all that was served before this moment has arrived. */
    private void run(long untilNs) {
        Link<Boolean> copy = link;
        if (copy == null) {
            copy = new Link<>(start, path, Direction.DOWN, fate -> {});
            link = copy;
        }
        while (nextOfferNs < untilNs + Math.max(0, delayNs)) {
            copy.offer(nextOfferNs, Boolean.TRUE, PACKET_BYTES);
            while (copy.poll(nextOfferNs) != null) {
                arrived(copy.arrived().inNs(), copy.arrived().outNs());
            }
            nextOfferNs += OFFER_EVERY_NS;
        }
    }

    private void arrived(long inNs, long outNs) {
        if (delayNs < 0) {
            // The first one found an empty queue: this is what the way itself takes.
            delayNs = outNs - inNs;
        }
        long bucket = (outNs - delayNs) / BUCKET_NS;
        while (newestBucket < bucket) {
            newestBucket++;
            bytes[(int) (newestBucket % BUCKETS)] = 0;
        }
        bytes[(int) (bucket % BUCKETS)] += PACKET_BYTES;
    }
}
