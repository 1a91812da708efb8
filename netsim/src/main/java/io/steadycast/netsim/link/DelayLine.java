package io.steadycast.netsim.link;

import java.util.Arrays;

/** Confined to its link. Packets in propagation: those that keep the order, and beside them the few that left it. */
final class DelayLine {
    private final PacketPool pool;
    private final NodeList inOrder;
    private final HoldGate gate;
    private int[] late = new int[8];
    private int lateCount;
    private long lastArrivalNs = Long.MIN_VALUE;

    DelayLine(PacketPool pool, HoldGate gate) {
        this.pool = pool;
        this.inOrder = new NodeList(pool);
        this.gate = gate;
    }

    /** Not before the one ahead of it. */
    void add(int node, long arrivalNs) {
        lastArrivalNs = Math.max(lastArrivalNs, arrivalNs);
        pool.arrivalNs[node] = lastArrivalNs;
        inOrder.add(node);
    }

    /** At this moment, whoever comes before or after. */
    void addLate(int node, long arrivalNs) {
        pool.arrivalNs[node] = arrivalNs;
        if (lateCount == late.length) {
            late = Arrays.copyOf(late, 2 * lateCount);
        }
        int place = lateCount++;
        while (place > 0 && pool.arrivalNs[late[place - 1]] > arrivalNs) {
            late[place] = late[place - 1];
            place--;
        }
        late[place] = node;
    }

    private boolean lateFirst() {
        return lateCount > 0 && (inOrder.count() == 0 || pool.arrivalNs[late[0]] < pool.arrivalNs[inOrder.head()]);
    }

    /** {@link Long#MAX_VALUE} if empty. */
    long nextNs() {
        int node = lateFirst() ? late[0] : inOrder.head();
        if (node == PacketPool.NONE) {
            return Long.MAX_VALUE;
        }
        return gate.release(pool.arrivalNs[node]);
    }

    /** The next that is out by now, with the moment in {@code arrivalNs} and {@link PacketFate#HELD} set if it was held; {@link PacketPool#NONE} if none. */
    int poll(long nowNs) {
        long releaseNs = nextNs();
        if (releaseNs > nowNs || releaseNs == Long.MAX_VALUE) {
            return PacketPool.NONE;
        }
        int node;
        if (lateFirst()) {
            node = late[0];
            lateCount--;
            System.arraycopy(late, 1, late, 0, lateCount);
        } else {
            node = inOrder.remove();
        }
        if (node != PacketPool.NONE && pool.arrivalNs[node] < releaseNs) {
            pool.arrivalNs[node] = releaseNs;
            pool.state[node] |= PacketFate.HELD;
        }
        return node;
    }

    /** Those that keep the order. */
    boolean orderedEmpty() {
        return inOrder.count() == 0;
    }

    int packets() {
        return inOrder.count() + lateCount;
    }
}
