package io.steadycast.netsim.link;

/**
 * Confined to its queue. The control law of RFC 8289 section 5 over one list: drop at the head while the least sojourn of an interval stays above the target, ever more
 * often.
 */
final class CoDel {
    /** Section 5.4: less than one full packet left is no standing queue. */
    private static final int MTU_BYTES = 1_500;

    private final PacketPool pool;
    private final PacketQueue.Drops drops;
    private final long targetNs;
    private final long intervalNs;
    private final NodeList list;
    private long firstAboveNs;
    private long dropNextNs;
    private int count;
    private int lastCount;
    private boolean dropping;
    private boolean okToDrop;

    CoDel(PacketPool pool, PacketQueue.Drops drops, long targetNs, long intervalNs) {
        this.pool = pool;
        this.drops = drops;
        this.targetNs = targetNs;
        this.intervalNs = intervalNs;
        this.list = new NodeList(pool);
    }

    NodeList list() {
        return list;
    }

    int dequeue(long nowNs) {
        int node = take(nowNs);
        if (dropping) {
            if (!okToDrop) {
                dropping = false;
            }
            while (dropping && nowNs >= dropNextNs) {
                drops.drop(nowNs, node, Fate.QUEUE_AQM);
                count++;
                node = take(nowNs);
                if (!okToDrop) {
                    dropping = false;
                } else {
                    dropNextNs = controlLaw(dropNextNs);
                }
            }
        } else if (okToDrop) {
            drops.drop(nowNs, node, Fate.QUEUE_AQM);
            node = take(nowNs);
            dropping = true;
            int delta = count - lastCount;
            count = delta > 1 && nowNs - dropNextNs < 16 * intervalNs ? delta : 1;
            dropNextNs = controlLaw(nowNs);
            lastCount = count;
        }
        return node;
    }

    private int take(long nowNs) {
        int node = list.remove();
        okToDrop = false;
        if (node == PacketPool.NONE) {
            firstAboveNs = 0;
            return node;
        }
        long sojournNs = nowNs - pool.inNs[node];
        if (sojournNs < targetNs || list.bytes() <= MTU_BYTES) {
            firstAboveNs = 0;
        } else if (firstAboveNs == 0) {
            firstAboveNs = nowNs + intervalNs;
        } else {
            okToDrop = nowNs >= firstAboveNs;
        }
        return node;
    }

    private long controlLaw(long fromNs) {
        return fromNs + (long) (intervalNs / StrictMath.sqrt(count));
    }
}
