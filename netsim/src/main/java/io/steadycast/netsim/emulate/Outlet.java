package io.steadycast.netsim.emulate;

import java.io.IOException;
import java.net.PortUnreachableException;
import java.util.concurrent.atomic.AtomicLong;

/** Confined to the release thread, but for the counters. Sends what paths let out, and notes how late it was. */
final class Outlet {
    private final HarnessDrops drops;
    private final Lateness lateness;
    /** Nobody listens at the server's port. */
    final AtomicLong unreachable = new AtomicLong();

    Outlet(HarnessDrops drops, Lateness lateness) {
        this.drops = drops;
        this.lateness = lateness;
    }

    /** @param dueNs when it should have been sent, in {@link System#nanoTime} */
    void send(ClientPath client, boolean up, Packet packet, long dueNs) {
        packet.bytes.rewind();
        lateness.record(System.nanoTime() - dueNs + packet.shiftNs);
        int length = packet.bytes.remaining();
        try {
            int sent = up
                    ? client.upstream.channel().write(packet.bytes)
                    : client.front.channel().send(packet.bytes, client.address);
            // A datagram goes whole or not at all: not at all is a full send buffer.
            if (sent < length) {
                drops.notSent.incrementAndGet();
            }
        } catch (PortUnreachableException nobody) {
            unreachable.incrementAndGet();
        } catch (IOException refused) {
            drops.notSent.incrementAndGet();
        }
    }
}
