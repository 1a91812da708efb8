package io.steadycast.netsim.emulate;

import org.jspecify.annotations.Nullable;

/**
 * Any thread, as each method says. The bounded set of packets, which goes round: free ones to the receive thread, arrivals to the release thread. Both rings have room
 * for every packet there is, so neither ever is full.
 */
final class PacketRings {
    /** Made, and their memory touched, before the first datagram comes; the rest when it is needed. */
    private static final int READY_PACKETS = 2048;

    private final SpscRing<Packet> free;
    private final SpscRing<Packet> arrivals;
    private final int limit;
    private int made;

    PacketRings(int limit) {
        this.limit = limit;
        free = new SpscRing<>(limit);
        arrivals = new SpscRing<>(limit);
        while (made < Math.min(READY_PACKETS, limit)) {
            free.add(make());
        }
    }

    private Packet make() {
        made++;
        Packet packet = new Packet();
        for (int i = 0; i < Packet.CAPACITY_BYTES; i += 1024) {
            packet.bytes.put(i, (byte) 0);
        }
        return packet;
    }

    /** Receive thread. Null when all are on their way. */
    @Nullable
    Packet claim() {
        Packet packet = free.poll();
        return packet == null && made < limit ? make() : packet;
    }

    /** Receive thread. */
    void arrived(Packet packet) {
        arrivals.add(packet);
    }

    /** Release thread. */
    @Nullable
    Packet pollArrival() {
        return arrivals.poll();
    }

    boolean hasArrivals() {
        return !arrivals.isEmpty();
    }

    /** Release thread. */
    void release(Packet packet) {
        packet.inlet = null;
        packet.from = null;
        free.add(packet);
    }
}
