package io.steadycast.netsim.emulate;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.PortUnreachableException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Confined to the receive thread, but for {@link #watch} and {@link #close}. Stamps each datagram right after the call that received it, and hands it on: whatever
 * else a receive thread does makes the stamps late (GNS3 ubridge issue 114).
 */
final class ReceiveLoop implements AutoCloseable {
    /** Then the next socket has its turn. */
    private static final int MAX_PER_VISIT = 64;

    private final Selector selector;
    private final PacketRings rings;
    private final HarnessDrops drops;
    private final Runnable wakeRelease;
    private final Thread thread;
    private final ByteBuffer scratch = ByteBuffer.allocateDirect(Packet.CAPACITY_BYTES);
    /** ICMP said that nobody listens at the server's port. */
    final AtomicLong unreachable = new AtomicLong();

    private @Nullable Packet spare;
    private volatile boolean open = true;

    ReceiveLoop(PacketRings rings, HarnessDrops drops, Runnable wakeRelease) throws IOException {
        this.selector = Selector.open();
        this.rings = rings;
        this.drops = drops;
        this.wakeRelease = wakeRelease;
        this.thread = Thread.ofPlatform().daemon().name("emulate-receive").unstarted(this::run);
    }

    void start() {
        thread.start();
    }

    /** Any thread. From now on datagrams of this socket are received, until its channel is closed. */
    void watch(Inlet inlet) throws ClosedChannelException {
        inlet.channel().register(selector, SelectionKey.OP_READ, inlet);
        selector.wakeup();
    }

    private void run() {
        Urgency.raise();
        try {
            while (open) {
                selector.select(key -> receive((Inlet) key.attachment()));
            }
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    private void receive(Inlet inlet) {
        try {
            for (int i = 0; i < MAX_PER_VISIT; i++) {
                Packet packet = spare == null ? rings.claim() : spare;
                if (packet == null) {
                    discard(inlet);
                    return;
                }
                spare = packet;
                packet.bytes.clear();
                InetSocketAddress from = (InetSocketAddress) inlet.channel().receive(packet.bytes);
                packet.arrivalNs = System.nanoTime();
                if (from == null) {
                    return;
                }
                if (!packet.bytes.hasRemaining()) {
                    drops.tooLong.incrementAndGet();
                    continue;
                }
                packet.bytes.flip();
                packet.inlet = inlet;
                packet.from = from;
                spare = null;
                rings.arrived(packet);
                wakeRelease.run();
            }
        } catch (PortUnreachableException nobody) {
            unreachable.incrementAndGet();
        } catch (ClosedChannelException rebound) {
            // Its client has another socket now, or is gone; what the kernel still held is the old port's and lost.
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    /** No packet is free: leaving datagrams with the kernel would only give them wrong stamps. */
    private void discard(Inlet inlet) throws IOException {
        for (int i = 0; i < MAX_PER_VISIT; i++) {
            scratch.clear();
            if (inlet.channel().receive(scratch) == null) {
                return;
            }
            drops.noPacket.incrementAndGet();
        }
    }

    @Override
    public void close() {
        open = false;
        selector.wakeup();
        try {
            thread.join();
            selector.close();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException alreadyGone) {
            // Nothing to be done.
        }
    }
}
