package io.steadycast.netsim.link.spec;

/**
 * What may wait for the server, in bytes and in packets; the packet in service counts, packets in propagation never do.
 *
 * @param limitBytes 0 has room for the packet in service only
 */
public record QueueSpec(long limitBytes, int limitPackets, Discipline discipline) {
    public static final int MAX_PACKETS = 1_000_000;
    public static final long MAX_BYTES = 1_000_000_000L;

    /** Deep enough never to be felt. */
    public static final QueueSpec DEEP = dropTail(100_000_000L);

    public QueueSpec {
        Check.range("queue.limitBytes", limitBytes, 0, MAX_BYTES);
        Check.range("queue.limitPackets", limitPackets, 1, MAX_PACKETS);
    }

    public static QueueSpec dropTail(long limitBytes) {
        return new QueueSpec(limitBytes, MAX_PACKETS, new Discipline.DropTail());
    }

    /** So many bytes as the rate serves in this time, and at least two full packets: RFC 8868 section 5.2 gives sizes as times. */
    public static QueueSpec ofMs(long ms, long rateBps, Discipline discipline) {
        Check.range("queue.ms", ms, 0, 60_000);
        long bytes = Math.max(3_000, ms * Math.min(rateBps, Check.MAX_RATE_BPS) / 8_000);
        return new QueueSpec(Math.min(bytes, MAX_BYTES), MAX_PACKETS, discipline);
    }

    public QueueSpec withPackets(int newLimitPackets) {
        return new QueueSpec(limitBytes, newLimitPackets, discipline);
    }

    /** Who is dropped, and when. */
    public sealed interface Discipline {
        long CODEL_TARGET_NS = 5_000_000L;
        long CODEL_INTERVAL_NS = 100_000_000L;

        /** The one that comes and has no room. */
        record DropTail() implements Discipline {}

        /** The oldest, until there is room. */
        record DropHead() implements Discipline {}

        /** RFC 8289. */
        record CoDel(long targetNs, long intervalNs) implements Discipline {
            public static final CoDel USUAL = new CoDel(CODEL_TARGET_NS, CODEL_INTERVAL_NS);

            public CoDel {
                Check.range("queue.targetNs", targetNs, 1_000L, Check.MAX_DELAY_NS);
                Check.range("queue.intervalNs", intervalNs, targetNs, Check.MAX_DELAY_NS);
            }
        }

        /** RFC 8290: CoDel for each of the flow buckets, served round robin by deficit, sparse flows first. */
        record FqCoDel(long targetNs, long intervalNs, int quantumBytes, int flows) implements Discipline {
            public static final FqCoDel USUAL = new FqCoDel(CODEL_TARGET_NS, CODEL_INTERVAL_NS, 300, 1_024);

            public FqCoDel {
                Check.range("queue.targetNs", targetNs, 1_000L, Check.MAX_DELAY_NS);
                Check.range("queue.intervalNs", intervalNs, targetNs, Check.MAX_DELAY_NS);
                Check.range("queue.quantumBytes", quantumBytes, 64, 65_535);
                Check.range("queue.flows", flows, 1, 65_536);
            }
        }
    }
}
