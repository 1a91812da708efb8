package io.steadycast.media.net;

import io.steadycast.media.engine.transport.Datagram;
import java.util.Arrays;

/**
 * Confined to its loop. Puts the datagrams of a cycle into the order in which they leave: by socket, then by receiver, receivers in the order of their first datagram
 * and what one receiver gets in the order given. So a viewer's packets stand side by side and can leave as one message. Linear, and allocates nothing.
 */
final class ByDestination {
    private static final int NONE = -1;

    private final SendSlab slab;
    private final int mask;
    /** Open addressing; an entry counts if its stamp is this cycle's. */
    private final int[] groupAt;

    private final int[] stamp;
    private int cycle;

    // Of each group: its first and last place in the batch, and the next group of the same socket.
    private final int[] head;
    private final int[] tail;
    private final int[] nextGroup;
    /** Of each place in the batch: the next one for the same receiver. */
    private final int[] next;
    // Of each socket.
    private final int[] firstGroup;
    private final int[] lastGroup;
    private final int[] end;

    private final int[] sorted;
    private int groups;

    ByDestination(SendSlab slab, int sockets) {
        this.slab = slab;
        int capacity = slab.capacity();
        int slots = Integer.highestOneBit(capacity) << 2;
        mask = slots - 1;
        groupAt = new int[slots];
        stamp = new int[slots];
        head = new int[capacity];
        tail = new int[capacity];
        nextGroup = new int[capacity];
        next = new int[capacity];
        firstGroup = new int[sockets];
        lastGroup = new int[sockets];
        end = new int[sockets];
        sorted = new int[capacity];
    }

    /** Places of the slab, for {@link #from} and {@link #to}; valid until the next call. Every socket number is one of ours. */
    int[] sort(int[] batch, int count) {
        begin();
        int previous = NONE;
        for (int i = 0; i < count; i++) {
            Datagram datagram = slab.get(batch[i]);
            int group = previous != NONE && sameWay(datagram, slab.get(batch[head[previous]]))
                    ? previous
                    : groupOf(datagram, batch, i);
            next[i] = NONE;
            if (head[group] != i) {
                next[tail[group]] = i;
            }
            tail[group] = i;
            previous = group;
        }
        int place = 0;
        for (int socket = 0; socket < firstGroup.length; socket++) {
            for (int group = firstGroup[socket]; group != NONE; group = nextGroup[group]) {
                for (int i = head[group]; i != NONE; i = next[i]) {
                    sorted[place++] = batch[i];
                }
            }
            end[socket] = place;
        }
        return sorted;
    }

    private void begin() {
        groups = 0;
        if (++cycle == 0) {
            // Stamps of four billion cycles ago.
            Arrays.fill(stamp, 0);
            cycle = 1;
        }
        Arrays.fill(firstGroup, NONE);
    }

    private int groupOf(Datagram datagram, int[] batch, int place) {
        int slot = slot(datagram);
        while (stamp[slot] == cycle) {
            int group = groupAt[slot];
            if (sameWay(datagram, slab.get(batch[head[group]]))) {
                return group;
            }
            slot = slot + 1 & mask;
        }
        int group = groups++;
        stamp[slot] = cycle;
        groupAt[slot] = group;
        head[group] = place;
        nextGroup[group] = NONE;
        int socket = datagram.socket;
        if (firstGroup[socket] == NONE) {
            firstGroup[socket] = group;
        } else {
            nextGroup[lastGroup[socket]] = group;
        }
        lastGroup[socket] = group;
        return group;
    }

    private static boolean sameWay(Datagram one, Datagram other) {
        return one.port == other.port
                && one.addressLow == other.addressLow
                && one.addressHigh == other.addressHigh
                && one.socket == other.socket;
    }

    private int slot(Datagram datagram) {
        long mixed = (datagram.addressHigh * 31 + datagram.addressLow) * 0x9E37_79B9_7F4A_7C15L
                + (datagram.port + ((long) datagram.socket << 16)) * 0xC2B2_AE3D_27D4_EB4FL;
        return (int) (mixed >>> 32) & mask;
    }

    /** Where the datagrams of this socket begin. */
    int from(int socket) {
        return socket == 0 ? 0 : end[socket - 1];
    }

    /** Where they end. */
    int to(int socket) {
        return end[socket];
    }
}
