package io.steadycast.media.net;

import io.steadycast.media.engine.transport.Datagram;
import java.lang.foreign.Arena;

/** Confined to its loop. The outgoing datagrams of a loop, and which of them are free. Native memory, which sockets read in place. */
final class SendSlab {
    static final int NONE = -1;

    private final Datagram[] datagrams;
    private final int[] free;
    private int freeCount;

    SendSlab(int capacity, Arena arena) {
        datagrams = new Datagram[capacity];
        free = new int[capacity];
        for (int i = 0; i < capacity; i++) {
            datagrams[i] = Datagram.allocate(arena);
            free[i] = capacity - 1 - i;
        }
        freeCount = capacity;
    }

    int capacity() {
        return datagrams.length;
    }

    Datagram get(int index) {
        return datagrams[index];
    }

    /** {@link #NONE}: all are taken. */
    int take() {
        return freeCount == 0 ? NONE : free[--freeCount];
    }

    void release(int index) {
        free[freeCount++] = index;
    }
}
