package io.steadycast.netsim.link;

import io.steadycast.netsim.link.spec.QueueSpec;

/**
 * Confined to its link. RFC 8290: flows hash into buckets, each under {@link CoDel}; served round robin by deficit, buckets that just became busy first; without
 * room the bucket with the most bytes loses its oldest packet.
 */
final class FqCoDelQueue implements PacketQueue {
    private static final int NONE = -1;

    private final QueueSpec spec;
    private final PacketPool pool;
    private final Drops drops;
    private final int quantumBytes;
    private final CoDel[] buckets;
    private final int[] credits;
    private final int[] nextBucket;
    private final boolean[] listed;
    private final Rotation newFlows = new Rotation();
    private final Rotation oldFlows = new Rotation();
    private int packets;
    private long bytes;

    /** Buckets in the order of service. */
    private final class Rotation {
        private int head = NONE;
        private int tail = NONE;

        void add(int bucket) {
            nextBucket[bucket] = NONE;
            if (tail == NONE) {
                head = bucket;
            } else {
                nextBucket[tail] = bucket;
            }
            tail = bucket;
        }

        void removeHead() {
            head = nextBucket[head];
            if (head == NONE) {
                tail = NONE;
            }
        }
    }

    FqCoDelQueue(QueueSpec spec, QueueSpec.Discipline.FqCoDel discipline, PacketPool pool, Drops drops) {
        this.spec = spec;
        this.pool = pool;
        this.drops = drops;
        this.quantumBytes = discipline.quantumBytes();
        int flows = discipline.flows();
        this.buckets = new CoDel[flows];
        Drops counting = (nowNs, node, fate) -> {
            gone(node);
            drops.drop(nowNs, node, fate);
        };
        for (int i = 0; i < flows; i++) {
            buckets[i] = new CoDel(pool, counting, discipline.targetNs(), discipline.intervalNs());
        }
        this.credits = new int[flows];
        this.nextBucket = new int[flows];
        this.listed = new boolean[flows];
    }

    @Override
    public void enqueue(long nowNs, int node, int serviceBytes) {
        adopt(node);
        int service = serviceBytes > 0 ? 1 : 0;
        while (packets > 0 && (bytes + serviceBytes > spec.limitBytes() || packets + service > spec.limitPackets())) {
            int victim = buckets[fattest()].list().remove();
            gone(victim);
            drops.drop(nowNs, victim, Fate.QUEUE_FULL);
        }
    }

    @Override
    public void adopt(int node) {
        int bucket = (int) Long.remainderUnsigned(Draws.mix(pool.flow[node]), buckets.length);
        buckets[bucket].list().add(node);
        packets++;
        bytes += pool.lengthBytes[node];
        if (!listed[bucket]) {
            listed[bucket] = true;
            credits[bucket] = quantumBytes;
            newFlows.add(bucket);
        }
    }

    private int fattest() {
        int fattest = 0;
        for (int i = 1; i < buckets.length; i++) {
            if (buckets[i].list().bytes() > buckets[fattest].list().bytes()) {
                fattest = i;
            }
        }
        return fattest;
    }

    @Override
    public int dequeue(long nowNs) {
        while (true) {
            Rotation from = newFlows.head != NONE ? newFlows : oldFlows;
            int bucket = from.head;
            if (bucket == NONE) {
                return PacketPool.NONE;
            }
            if (credits[bucket] <= 0) {
                credits[bucket] += quantumBytes;
                from.removeHead();
                oldFlows.add(bucket);
                continue;
            }
            int node = buckets[bucket].dequeue(nowNs);
            if (node != PacketPool.NONE) {
                gone(node);
                credits[bucket] -= pool.lengthBytes[node];
                return node;
            }
            from.removeHead();
            // Section 4.2: an emptied new flow goes round once more, so that it does not jump ahead again and again.
            if (from == newFlows && oldFlows.head != NONE) {
                oldFlows.add(bucket);
            } else {
                listed[bucket] = false;
            }
        }
    }

    private void gone(int node) {
        packets--;
        bytes -= pool.lengthBytes[node];
    }

    @Override
    public int release() {
        for (CoDel bucket : buckets) {
            int node = bucket.list().remove();
            if (node != PacketPool.NONE) {
                gone(node);
                return node;
            }
        }
        return PacketPool.NONE;
    }

    @Override
    public int packets() {
        return packets;
    }

    @Override
    public long bytes() {
        return bytes;
    }
}
