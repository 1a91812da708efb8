package io.steadycast.media.net;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.socket.DatagramPacket;
import io.steadycast.media.engine.transport.Datagram;
import io.steadycast.media.engine.transport.DatagramSink;
import io.steadycast.media.engine.transport.DropCounters;
import io.steadycast.media.engine.transport.DropReason;
import java.lang.foreign.Arena;
import org.jspecify.annotations.Nullable;

/**
 * Confined to its loop. A slab of outgoing datagrams, handed to the sockets in one batch at the end of a cycle.
 *
 * <p>While the kernel takes no more (EAGAIN), Netty keeps what was handed over and goes on when the socket is writable again; the
 * datagrams stay taken until then, so the slab is the bound of the queue: {@link #claim} answers null when it is used up, and the newest
 * datagram is the one that is not made. A datagram is free again when Netty has let go of its buffer.
 */
final class SendBatch implements DatagramSink {
    private final Channel[] sockets;
    private final StreamTable streams;
    private final DropCounters drops;
    private final LoopCounters counters;
    private final RemoteAddresses remotes = new RemoteAddresses();

    private final Datagram[] slab;
    private final ByteBuf[] buffers;
    private final int[] free;
    private int freeCount;
    /** Committed since the last flush, in order. */
    private final int[] batch;

    private int batchCount;
    /** Handed to Netty, which may still hold them. */
    private final int[] inFlight;

    private int inFlightCount;
    private int claimed = NONE;

    private static final int NONE = -1;

    SendBatch(
            Channel[] sockets,
            StreamTable streams,
            int capacity,
            Arena arena,
            DropCounters drops,
            LoopCounters counters) {
        this.sockets = sockets;
        this.streams = streams;
        this.drops = drops;
        this.counters = counters;
        slab = new Datagram[capacity];
        buffers = new ByteBuf[capacity];
        free = new int[capacity];
        batch = new int[capacity];
        inFlight = new int[capacity];
        for (int i = 0; i < capacity; i++) {
            slab[i] = Datagram.allocate(arena);
            // Netty reads the slab's own memory: nothing is copied between the engine and the kernel.
            buffers[i] = Unpooled.wrappedBuffer(slab[i].buffer.asByteBuffer());
            free[i] = capacity - 1 - i;
        }
        freeCount = capacity;
    }

    @Override
    public @Nullable Datagram claim() {
        if (claimed == NONE) {
            if (freeCount == 0) {
                flush();
            }
            if (freeCount == 0) {
                return null;
            }
            claimed = free[--freeCount];
        }
        return slab[claimed];
    }

    @Override
    public void send(Datagram datagram) {
        if (claimed == NONE || slab[claimed] != datagram) {
            throw new IllegalStateException("not the claimed datagram");
        }
        if (Datagram.isStream(datagram.socket)) {
            // Its bytes are copied to the connection's queue, which has to be asked for room before the next one is
            // made.
            streams.send(datagram);
            free[freeCount++] = claimed;
        } else {
            batch[batchCount++] = claimed;
        }
        claimed = NONE;
    }

    @Override
    public boolean takesMedia(int socket) {
        return !Datagram.isStream(socket) || streams.takesMedia(socket);
    }

    @Override
    public void disconnect(int socket) {
        streams.disconnect(socket);
    }

    /** Hands the batch to the sockets; one system call per socket where the platform can. */
    void flush() {
        for (int i = 0; i < batchCount; i++) {
            write(batch[i]);
        }
        if (batchCount > 0) {
            batchCount = 0;
            for (Channel socket : sockets) {
                socket.flush();
            }
        }
        if (inFlightCount > 0) {
            recover();
        }
        streams.flush();
    }

    @SuppressWarnings("FutureReturnValueIgnored") // the void promise is no future: it tells failures to the pipeline
    private void write(int index) {
        Datagram datagram = slab[index];
        ByteBuf bytes = buffers[index];
        if (datagram.socket < 0 || datagram.socket >= sockets.length || datagram.length > Datagram.CAPACITY_BYTES) {
            drops.count(DropReason.SEND_FAILED);
            free[freeCount++] = index;
            return;
        }
        counters.datagramsOut.increment();
        counters.bytesOut.add(datagram.length);
        bytes.setIndex(0, datagram.length);
        // The slab keeps one reference for good; Netty drops the second when the datagram has left or was refused.
        bytes.retain();
        Channel socket = sockets[datagram.socket];
        // The void promise reports failures to the pipeline (DatagramIntake) without an object per datagram.
        socket.write(new DatagramPacket(bytes, remotes.of(datagram)), socket.voidPromise());
        inFlight[inFlightCount++] = index;
    }

    private void recover() {
        int kept = 0;
        for (int i = 0; i < inFlightCount; i++) {
            int index = inFlight[i];
            if (buffers[index].refCnt() == 1) {
                free[freeCount++] = index;
            } else {
                inFlight[kept++] = index;
            }
        }
        inFlightCount = kept;
    }

    int waiting() {
        return inFlightCount + batchCount;
    }
}
