package io.steadycast.netsim.link;

import io.steadycast.netsim.link.spec.Direction;
import io.steadycast.netsim.link.spec.DirectionSpec;
import io.steadycast.netsim.link.spec.PathSpec;
import java.util.ArrayList;
import java.util.List;

/** A link, a clock, and all that came of what was offered. */
final class Rig {
    static final long MS = 1_000_000L;
    static final long SECOND_NS = 1_000 * MS;
    /** Virtual time does not begin at 0. */
    static final long ORIGIN_NS = 77 * SECOND_NS;

    final Link<Long> link;
    final List<Out> out = new ArrayList<>();
    final List<Out> dropped = new ArrayList<>();
    long nowNs = ORIGIN_NS;
    private long offered;

    /** One packet's way; times since the origin. */
    record Out(long number, long inNs, long outNs, Fate fate, int lengthBytes, int queueBytes, int state) {
        long takenNs() {
            return outNs - inNs;
        }

        boolean bad() {
            return (state & PacketFate.BAD) != 0;
        }
    }

    Rig(long seed, DirectionSpec spec) {
        this(seed, PathSpec.PLAIN.withUp(spec));
    }

    Rig(long seed, PathSpec path) {
        link = new Link<>(new Link.Start(ORIGIN_NS, seed), path, Direction.UP, this::note);
    }

    private void note(PacketFate<Long> fate) {
        (fate.fate().dropped() ? dropped : out)
                .add(new Out(
                        fate.packet(),
                        fate.inNs() - ORIGIN_NS,
                        fate.outNs() - ORIGIN_NS,
                        fate.fate(),
                        fate.lengthBytes(),
                        fate.queueBytes(),
                        fate.channelState()));
    }

    /** {@code -Dnetsim.seed} repeats a failure. */
    static long seed(long usual) {
        return Long.getLong("netsim.seed", usual);
    }

    static String reproduce(Class<?> test, String method, long seed) {
        return "reproduce: mvn test -pl netsim -am -Dsurefire.failIfNoSpecifiedTests=false -Dtest=%s#%s -Dnetsim.seed=%d"
                .formatted(test.getSimpleName(), method, seed);
    }

    static DirectionSpec payloadOnly() {
        return DirectionSpec.PLAIN.withFraming(io.steadycast.netsim.link.spec.Framing.PAYLOAD);
    }

    /** Time since the origin. */
    void until(long sinceOriginNs) {
        long untilNs = ORIGIN_NS + sinceOriginNs;
        while (link.nextEventAt() <= untilNs) {
            nowNs = Math.max(nowNs, link.nextEventAt());
            link.poll(nowNs);
        }
        nowNs = untilNs;
    }

    void offer(int bytes) {
        link.offer(nowNs, offered++, bytes);
    }

    void offerAt(long sinceOriginNs, int bytes) {
        until(sinceOriginNs);
        offer(bytes);
    }

    /** Evenly from now on. */
    void steady(long untilNs, long everyNs, int bytes) {
        for (long atNs = nowNs - ORIGIN_NS; atNs < untilNs; atNs += everyNs) {
            offerAt(atNs, bytes);
        }
        until(untilNs);
    }

    /** Keeps so much waiting, looked at once in a millisecond. */
    void saturate(long untilNs, long backlogBytes, int bytes) {
        for (long atNs = nowNs - ORIGIN_NS; atNs < untilNs; atNs += MS) {
            until(atNs);
            while (link.queuedBytes() < backlogBytes) {
                offer(bytes);
            }
        }
        until(untilNs);
    }

    long outBytes(long fromNs, long toNs) {
        long sum = 0;
        for (Out one : out) {
            sum += one.outNs() >= fromNs && one.outNs() < toNs ? one.lengthBytes() : 0;
        }
        return sum;
    }

    /** Everything is accounted for. */
    boolean conserved() {
        LinkCounters counters = link.counters();
        return counters.offered() + counters.duplicated()
                == counters.delivered()
                        + counters.dropped()
                        + link.queuedPackets()
                        + link.inFlightPackets()
                        - (counters.crossOffered() - counters.crossServed() - counters.crossDropped());
    }
}
