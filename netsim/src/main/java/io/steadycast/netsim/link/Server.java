package io.steadycast.netsim.link;

import io.steadycast.netsim.link.spec.QueueSpec;

/**
 * Confined to its link. Queue and server. Departures are computed on the ideal schedule, in units of bits times 10^9: a packet leaves when the integral of the rate
 * since its start reaches its size, exact to the nanosecond, and what the rounding gained is carried to the next. It runs behind, up to the moment it is told.
 */
final class Server {
    private static final long UNITS_PER_BYTE = TokenBucket.UNITS_PER_BYTE;

    private final PacketPool pool;
    private final Surroundings around;
    private final PacketQueue.Drops drops;
    private PacketQueue queue;
    private CapacityProcess capacity;
    private int service = PacketPool.NONE;
    private long remainingUnits;
    private long clockNs;
    private long segmentEndNs;
    private long rateBps;
    private boolean granting;

    /** What goes on around the server. */
    interface Surroundings {
        /** Lets happen what does at this moment; may call {@link Server#enqueue}. */
        void enter(long nowNs);

        /** When that will be next. */
        long untilNs();

        /** 0 while there is an outage. */
        double rateFactor();

        /** Instead of the capacity, -1 for none. */
        long rateBps();

        /** True: it is to be served once more, at once. */
        boolean departed(long nowNs, int node);
    }

    Server(PacketPool pool, Surroundings around, PacketQueue.Drops drops, QueueSpec queue, CapacityProcess capacity) {
        this.pool = pool;
        this.around = around;
        this.drops = drops;
        this.queue = PacketQueue.of(queue, pool, drops);
        this.capacity = capacity;
    }

    /** Works up to this moment. Afterwards all that holds then is in force. */
    void advance(long untilNs) {
        while (true) {
            long doneNs = completionNs();
            if (doneNs <= untilNs && doneNs <= segmentEndNs) {
                complete(doneNs);
            } else if (segmentEndNs <= untilNs) {
                work(segmentEndNs);
                enterSegment();
            } else {
                return;
            }
        }
    }

    /** Looks anew at everything around, now. */
    void refresh(long nowNs) {
        work(nowNs);
        enterSegment();
    }

    private void enterSegment() {
        long nowNs = clockNs;
        around.enter(nowNs);
        long untilNs = around.untilNs();
        long override = around.rateBps();
        granting = override < 0 && capacity instanceof CapacityProcess.Grants;
        long base = override;
        if (override < 0 && capacity instanceof CapacityProcess.Fluid fluid) {
            base = fluid.rateAt(nowNs);
            untilNs = Math.min(untilNs, fluid.untilNs());
        }
        rateBps = granting ? 0 : scaled(base, around.rateFactor());
        segmentEndNs = untilNs;
        if (!granting && service == PacketPool.NONE) {
            serve(queue.dequeue(nowNs), 0);
        }
    }

    private static long scaled(long bps, double factor) {
        if (bps == CapacityProcess.UNLIMITED_BPS) {
            return factor == 0 ? 0 : bps;
        }
        return factor == 1 ? bps : (long) (bps * factor);
    }

    /** When the packet in service is done if nothing changes, or the next grant; never without work. */
    private long completionNs() {
        if (granting) {
            return busy() && capacity instanceof CapacityProcess.Grants grants
                    ? Math.max(clockNs, grants.nextNs())
                    : Long.MAX_VALUE;
        }
        if (service == PacketPool.NONE || rateBps == 0) {
            return Long.MAX_VALUE;
        }
        return rateBps == CapacityProcess.UNLIMITED_BPS
                ? clockNs
                : clockNs + Math.ceilDiv(Math.max(0, remainingUnits), rateBps);
    }

    private void complete(long nowNs) {
        if (granting) {
            if (capacity instanceof CapacityProcess.Grants grants) {
                clockNs = nowNs;
                grants.pass();
                grant(nowNs, grants.bytesPerGrant());
            }
            return;
        }
        work(nowNs);
        int node = service;
        long gained = Math.max(0, -remainingUnits);
        if (around.departed(nowNs, node)) {
            serve(node, gained);
        } else {
            serve(queue.dequeue(nowNs), gained);
        }
    }

    private void grant(long nowNs, int bytes) {
        double factor = around.rateFactor();
        long units = bytes * UNITS_PER_BYTE;
        long left = factor == 1 ? units : (long) (units * factor);
        while (left > 0) {
            if (service == PacketPool.NONE) {
                serve(queue.dequeue(nowNs), 0);
                if (service == PacketPool.NONE) {
                    return;
                }
            }
            if (remainingUnits > left) {
                remainingUnits -= left;
                return;
            }
            left -= remainingUnits;
            int node = service;
            service = PacketPool.NONE;
            if (around.departed(nowNs, node)) {
                serve(node, 0);
            }
        }
    }

    private void serve(int node, long gainedUnits) {
        service = node;
        remainingUnits = node == PacketPool.NONE ? 0 : pool.lengthBytes[node] * UNITS_PER_BYTE - gainedUnits;
    }

    /** Serves the head up to this moment, at the rate that held. */
    private void work(long nowNs) {
        if (service != PacketPool.NONE) {
            remainingUnits =
                    rateBps == CapacityProcess.UNLIMITED_BPS ? 0 : remainingUnits - rateBps * (nowNs - clockNs);
        }
        clockNs = nowNs;
    }

    /** Before it, {@link #advance} to this moment; after it once more, for what needs no time. */
    void enqueue(long nowNs, int node) {
        int serviceBytes = service == PacketPool.NONE ? 0 : pool.lengthBytes[service];
        pool.queueBytes[node] = (int) (queue.bytes() + serviceBytes);
        if (service == PacketPool.NONE && queue.packets() == 0) {
            // An idle server takes it at once, whatever the limits are.
            clockNs = nowNs;
            if (capacity instanceof CapacityProcess.Grants grants) {
                while (grants.nextNs() <= nowNs) {
                    grants.pass();
                }
            }
            serve(node, 0);
        } else {
            queue.enqueue(nowNs, node, serviceBytes);
        }
    }

    /** Packets that wait stay, even if there are more than now allowed. */
    void change(QueueSpec newQueue) {
        PacketQueue before = queue;
        queue = PacketQueue.of(newQueue, pool, drops);
        for (int node = before.release(); node != PacketPool.NONE; node = before.release()) {
            queue.adopt(node);
        }
    }

    /** Bits already served stay served. Then {@link #refresh}. */
    void change(long nowNs, CapacityProcess newCapacity) {
        work(nowNs);
        capacity = newCapacity;
        if (newCapacity instanceof CapacityProcess.Grants grants) {
            while (grants.nextNs() <= nowNs) {
                grants.pass();
            }
        }
    }

    /** Something around it will happen sooner than {@link Surroundings#untilNs} said. */
    void expect(long atNs) {
        segmentEndNs = Math.min(segmentEndNs, atNs);
    }

    CapacityProcess capacity() {
        return capacity;
    }

    boolean busy() {
        return service != PacketPool.NONE || queue.packets() > 0;
    }

    /** When the next packet may leave, or may turn out not to; {@link Long#MAX_VALUE} when nothing waits. */
    long nextDepartureNs() {
        return busy() ? Math.min(completionNs(), segmentEndNs) : Long.MAX_VALUE;
    }

    /** With the packet in service. */
    int packets() {
        return queue.packets() + (service == PacketPool.NONE ? 0 : 1);
    }

    long bytes() {
        return queue.bytes() + (service == PacketPool.NONE ? 0 : pool.lengthBytes[service]);
    }

    /** Of this moment, {@link CapacityProcess#UNLIMITED_BPS} without a bound; of grants the long-term mean. */
    long rateBps() {
        return granting ? scaled(capacity.spec().meanBps(), around.rateFactor()) : rateBps;
    }
}
