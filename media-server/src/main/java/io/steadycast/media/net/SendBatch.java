package io.steadycast.media.net;

import io.steadycast.media.engine.transport.Datagram;
import io.steadycast.media.engine.transport.DatagramSink;
import io.steadycast.media.engine.transport.DropCounters;
import io.steadycast.media.engine.transport.DropReason;
import org.jspecify.annotations.Nullable;

/**
 * Confined to its loop. Outgoing datagrams of a cycle, handed to the sockets together at its end.
 *
 * <p>What the kernel does not take (EAGAIN) stays taken in the slab until the socket is writable again; so the slab is the bound of the queue: {@link #claim} answers
 * null when it is used up, and the newest datagram is the one that is not made.
 */
final class SendBatch implements DatagramSink {
    private final SendSlab slab;
    private final UdpSockets sockets;
    private final int socketCount;
    private final StreamTable streams;
    private final DropCounters drops;
    private final LoopCounters counters;

    /** Committed, in order; those that a full socket refused come first. */
    private final int[] batch;

    private int batchCount;
    private int claimed = SendSlab.NONE;
    // Since the last flush.
    private int newDatagrams;
    private long newBytes;

    SendBatch(
            SendSlab slab,
            UdpSockets sockets,
            int socketCount,
            StreamTable streams,
            DropCounters drops,
            LoopCounters counters) {
        this.slab = slab;
        this.sockets = sockets;
        this.socketCount = socketCount;
        this.streams = streams;
        this.drops = drops;
        this.counters = counters;
        batch = new int[slab.capacity()];
    }

    @Override
    public @Nullable Datagram claim() {
        if (claimed == SendSlab.NONE) {
            claimed = slab.take();
            // What was refused before waits for its socket: to offer it again for each packet would cost more than
            // packets do.
            if (claimed == SendSlab.NONE && newDatagrams > 0) {
                flush();
                claimed = slab.take();
            }
        }
        return claimed == SendSlab.NONE ? null : slab.get(claimed);
    }

    @Override
    public void send(Datagram datagram) {
        if (claimed == SendSlab.NONE || slab.get(claimed) != datagram) {
            throw new IllegalStateException("not the claimed datagram");
        }
        if (Datagram.isStream(datagram.socket)) {
            // Its bytes are copied to the connection's queue, which has to be asked for room before the next one is
            // made.
            streams.send(datagram);
            slab.release(claimed);
        } else if (datagram.socket < 0 || datagram.socket >= socketCount || datagram.length > Datagram.CAPACITY_BYTES) {
            drops.count(DropReason.SEND_FAILED);
            slab.release(claimed);
        } else {
            batch[batchCount++] = claimed;
            newDatagrams++;
            newBytes += datagram.length;
        }
        claimed = SendSlab.NONE;
    }

    @Override
    public boolean takesMedia(int socket) {
        return !Datagram.isStream(socket) || streams.takesMedia(socket);
    }

    @Override
    public void disconnect(int socket) {
        streams.disconnect(socket);
    }

    /** Hands everything to the sockets. */
    void flush() {
        if (newDatagrams > 0) {
            counters.datagramsOut.add(newDatagrams);
            counters.bytesOut.add(newBytes);
            newDatagrams = 0;
            newBytes = 0;
        }
        batchCount = sockets.send(batch, batchCount);
        streams.flush();
    }
}
