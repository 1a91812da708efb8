package io.steadycast.netsim.link;

import io.steadycast.netsim.link.spec.QueueSpec;
import io.steadycast.netsim.link.spec.QueueSpec.Discipline;

/** Confined to its link. Packets that wait for the server, and the discipline that chooses which are dropped. */
sealed interface PacketQueue permits FifoQueue, CoDelQueue, FqCoDelQueue {
    /** Takes the dropped. */
    interface Drops {
        void drop(long nowNs, int node, Fate fate);
    }

    /** Takes the packet or drops one; {@code serviceBytes} of the packet in service count against the limits. */
    void enqueue(long nowNs, int node, int serviceBytes);

    /** The next to be served, {@link PacketPool#NONE} if none waits. */
    int dequeue(long nowNs);

    /** Takes a packet that waited in another queue, whatever the limits say. */
    void adopt(int node);

    /** Gives away the oldest without any judgement. */
    int release();

    int packets();

    long bytes();

    static PacketQueue of(QueueSpec spec, PacketPool pool, Drops drops) {
        return switch (spec.discipline()) {
            case Discipline.DropTail ignored -> new FifoQueue(spec, pool, drops, false);
            case Discipline.DropHead ignored -> new FifoQueue(spec, pool, drops, true);
            case Discipline.CoDel coDel -> new CoDelQueue(spec, coDel, pool, drops);
            case Discipline.FqCoDel fq -> new FqCoDelQueue(spec, fq, pool, drops);
        };
    }
}
