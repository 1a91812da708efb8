package io.steadycast.media.engine.transport;

/**
 * Confined to its shard. Which peer a validated remote address belongs to: (address, port, local socket) to a peer's handle. Open addressing over
 * one array, nothing is allocated after construction.
 *
 * <p>Only addresses from which a peer passed an authenticated connectivity check are in here, so what this table does not know is not media.
 */
public final class AddressTable {
    /** Answer of {@link #find} for an address of nobody. */
    public static final int NONE = -1;

    private static final int WORDS = 4;
    private static final int HIGH = 0;
    private static final int LOW = 1;
    private static final int PORT_SOCKET = 2;
    /** Handle + 1; 0 marks a free slot. */
    private static final int HANDLE = 3;

    private final long[] table;
    private final int slotMask;
    private final int limit;
    private int size;

    /** @param limit addresses at most */
    public AddressTable(int limit) {
        int slots = Integer.highestOneBit(Math.max(8, limit) * 2 - 1) * 2;
        this.limit = limit;
        this.slotMask = slots - 1;
        this.table = new long[slots * WORDS];
    }

    public int size() {
        return size;
    }

    /** Handle of the peer behind the far end of {@code d}, or {@link #NONE}. */
    public int find(Datagram d) {
        return (int) table[slot(d.addressHigh, d.addressLow, portSocket(d.port, d.socket)) * WORDS + HANDLE] - 1;
    }

    /** Binds an address, also one that was another peer's. False when the table is full. */
    boolean put(Datagram d, int handle) {
        long portSocket = portSocket(d.port, d.socket);
        int at = slot(d.addressHigh, d.addressLow, portSocket) * WORDS;
        if (table[at + HANDLE] == 0) {
            if (size >= limit) {
                return false;
            }
            size++;
        }
        table[at + HIGH] = d.addressHigh;
        table[at + LOW] = d.addressLow;
        table[at + PORT_SOCKET] = portSocket;
        table[at + HANDLE] = handle + 1L;
        return true;
    }

    /** Frees an address if it is still that of {@code handle}. */
    void remove(Pair pair, int handle) {
        int slot = slot(pair.addressHigh, pair.addressLow, portSocket(pair.port, pair.socket));
        if (table[slot * WORDS + HANDLE] != handle + 1L) {
            return;
        }
        size--;
        closeGap(slot);
    }

    /** Backward shift: entries after the gap move up as far as their home slot allows, so that no tombstones pile up. */
    private void closeGap(int freed) {
        int gap = freed;
        int next = (gap + 1) & slotMask;
        while (table[next * WORDS + HANDLE] != 0) {
            int home = home(table[next * WORDS + HIGH], table[next * WORDS + LOW], table[next * WORDS + PORT_SOCKET]);
            if (((next - home) & slotMask) >= ((next - gap) & slotMask)) {
                System.arraycopy(table, next * WORDS, table, gap * WORDS, WORDS);
                gap = next;
            }
            next = (next + 1) & slotMask;
        }
        table[gap * WORDS + HANDLE] = 0;
    }

    private int slot(long high, long low, long portSocket) {
        int slot = home(high, low, portSocket);
        while (table[slot * WORDS + HANDLE] != 0
                && (table[slot * WORDS + LOW] != low
                        || table[slot * WORDS + PORT_SOCKET] != portSocket
                        || table[slot * WORDS + HIGH] != high)) {
            slot = (slot + 1) & slotMask;
        }
        return slot;
    }

    private int home(long high, long low, long portSocket) {
        long hash = high * 0x9E37_79B9_7F4A_7C15L + low;
        hash = (hash ^ (hash >>> 32)) * 0xBF58_476D_1CE4_E5B9L + portSocket;
        hash = (hash ^ (hash >>> 29)) * 0x94D0_49BB_1331_11EBL;
        return (int) (hash >>> 32) & slotMask;
    }

    private static long portSocket(int port, int socket) {
        return (long) port << 32 | (socket & 0xFFFF_FFFFL);
    }
}
