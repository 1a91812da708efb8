package io.steadycast.netsim.link;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Confined to its link. What is known of every packet inside, by number, so that moving a packet from stage to stage moves an int and allocates nothing. */
final class PacketPool {
    static final int NONE = -1;
    /** Packets inside one link at once. */
    static final int MAX_NODES = 1 << 21;

    private static final int FIRST_NODES = 64;

    @Nullable
    Object[] packet = new Object[FIRST_NODES];

    int[] lengthBytes = new int[FIRST_NODES];
    int[] flow = new int[FIRST_NODES];
    int[] queueBytes = new int[FIRST_NODES];
    int[] state = new int[FIRST_NODES];
    int[] next = new int[FIRST_NODES];
    long[] inNs = new long[FIRST_NODES];
    long[] arrivalNs = new long[FIRST_NODES];
    private int free = NONE;
    private int used;

    /** {@link #NONE} when {@link #MAX_NODES} are inside. */
    int take() {
        int node = free;
        if (node != NONE) {
            free = next[node];
        } else if (used < next.length) {
            node = used++;
        } else if (used >= MAX_NODES) {
            return NONE;
        } else {
            grow(2 * used);
            node = used++;
        }
        next[node] = NONE;
        return node;
    }

    void give(int node) {
        packet[node] = null;
        next[node] = free;
        free = node;
    }

    int copy(int of) {
        int node = take();
        if (node != NONE) {
            packet[node] = packet[of];
            lengthBytes[node] = lengthBytes[of];
            flow[node] = flow[of];
            queueBytes[node] = queueBytes[of];
            state[node] = state[of];
            inNs[node] = inNs[of];
            arrivalNs[node] = arrivalNs[of];
        }
        return node;
    }

    private void grow(int size) {
        packet = Arrays.copyOf(packet, size);
        lengthBytes = Arrays.copyOf(lengthBytes, size);
        flow = Arrays.copyOf(flow, size);
        queueBytes = Arrays.copyOf(queueBytes, size);
        state = Arrays.copyOf(state, size);
        next = Arrays.copyOf(next, size);
        inNs = Arrays.copyOf(inNs, size);
        arrivalNs = Arrays.copyOf(arrivalNs, size);
    }
}
