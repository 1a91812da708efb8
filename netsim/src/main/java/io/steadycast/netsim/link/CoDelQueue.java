package io.steadycast.netsim.link;

import io.steadycast.netsim.link.spec.QueueSpec;

/** Confined to its link. One queue under {@link CoDel}, drop-tail at its limits. */
final class CoDelQueue implements PacketQueue {
    private final QueueSpec spec;
    private final PacketPool pool;
    private final Drops drops;
    private final CoDel coDel;

    CoDelQueue(QueueSpec spec, QueueSpec.Discipline.CoDel discipline, PacketPool pool, Drops drops) {
        this.spec = spec;
        this.pool = pool;
        this.drops = drops;
        this.coDel = new CoDel(pool, drops, discipline.targetNs(), discipline.intervalNs());
    }

    @Override
    public void enqueue(long nowNs, int node, int serviceBytes) {
        int service = serviceBytes > 0 ? 1 : 0;
        NodeList list = coDel.list();
        if (list.bytes() + serviceBytes + pool.lengthBytes[node] <= spec.limitBytes()
                && list.count() + service + 1 <= spec.limitPackets()) {
            list.add(node);
        } else {
            drops.drop(nowNs, node, Fate.QUEUE_FULL);
        }
    }

    @Override
    public int dequeue(long nowNs) {
        return coDel.dequeue(nowNs);
    }

    @Override
    public void adopt(int node) {
        coDel.list().add(node);
    }

    @Override
    public int release() {
        return coDel.list().remove();
    }

    @Override
    public int packets() {
        return coDel.list().count();
    }

    @Override
    public long bytes() {
        return coDel.list().bytes();
    }
}
