package io.steadycast.netsim.link;

import io.steadycast.netsim.link.spec.QueueSpec;

/** Confined to its link. First in, first out; without room either the one that comes is dropped or the oldest. */
final class FifoQueue implements PacketQueue {
    private final QueueSpec spec;
    private final PacketPool pool;
    private final Drops drops;
    private final boolean dropHead;
    private final NodeList waiting;

    FifoQueue(QueueSpec spec, PacketPool pool, Drops drops, boolean dropHead) {
        this.spec = spec;
        this.pool = pool;
        this.drops = drops;
        this.dropHead = dropHead;
        this.waiting = new NodeList(pool);
    }

    @Override
    public void enqueue(long nowNs, int node, int serviceBytes) {
        int length = pool.lengthBytes[node];
        if (dropHead) {
            while (waiting.count() > 0 && !fits(length, serviceBytes)) {
                drops.drop(nowNs, waiting.remove(), Fate.QUEUE_FULL);
            }
        }
        if (fits(length, serviceBytes)) {
            waiting.add(node);
        } else {
            drops.drop(nowNs, node, Fate.QUEUE_FULL);
        }
    }

    private boolean fits(int lengthBytes, int serviceBytes) {
        int service = serviceBytes > 0 ? 1 : 0;
        return waiting.bytes() + serviceBytes + lengthBytes <= spec.limitBytes()
                && waiting.count() + service + 1 <= spec.limitPackets();
    }

    @Override
    public int dequeue(long nowNs) {
        return waiting.remove();
    }

    @Override
    public void adopt(int node) {
        waiting.add(node);
    }

    @Override
    public int release() {
        return waiting.remove();
    }

    @Override
    public int packets() {
        return waiting.count();
    }

    @Override
    public long bytes() {
        return waiting.bytes();
    }
}
