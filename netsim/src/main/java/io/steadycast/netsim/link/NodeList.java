package io.steadycast.netsim.link;

/** Confined to its link. Packets of a {@link PacketPool} in order. A packet is in one list at a time. */
final class NodeList {
    private final PacketPool pool;
    private int head = PacketPool.NONE;
    private int tail = PacketPool.NONE;
    private int count;
    private long bytes;

    NodeList(PacketPool pool) {
        this.pool = pool;
    }

    void add(int node) {
        pool.next[node] = PacketPool.NONE;
        if (tail == PacketPool.NONE) {
            head = node;
        } else {
            pool.next[tail] = node;
        }
        tail = node;
        count++;
        bytes += pool.lengthBytes[node];
    }

    int head() {
        return head;
    }

    /** {@link PacketPool#NONE} if empty. */
    int remove() {
        int node = head;
        if (node != PacketPool.NONE) {
            head = pool.next[node];
            if (head == PacketPool.NONE) {
                tail = PacketPool.NONE;
            }
            count--;
            bytes -= pool.lengthBytes[node];
        }
        return node;
    }

    int count() {
        return count;
    }

    long bytes() {
        return bytes;
    }
}
