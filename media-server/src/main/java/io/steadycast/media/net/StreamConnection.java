package io.steadycast.media.net;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.steadycast.media.engine.transport.Datagram;
import io.steadycast.media.engine.transport.DropReason;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * Confined to its loop. One TCP connection of a peer (RFC 6544): its frames are the loop's datagrams, under a socket number of its own. It is believed once the engine
 * answers it, which it does to authentic checks alone; one whose first frame gets no answer is closed.
 */
final class StreamConnection implements StreamOwner {
    private final StreamTable table;
    private final Channel channel;
    private final NumericAddress remote;
    private final int socket;
    private final StreamFrames frames = new StreamFrames();
    private @Nullable StreamQueue queue;
    /** The table has it among those with bytes that wait. */
    boolean listed;

    private boolean answered;
    private boolean closing;
    private boolean closed;
    private long lastHeardNs;
    private long lastMovedNs;

    StreamConnection(StreamTable table, Channel channel, int socket, long nowNs) {
        this.table = table;
        this.channel = channel;
        this.socket = socket;
        remote = NumericAddress.of((InetSocketAddress) channel.remoteAddress());
        lastHeardNs = nowNs;
        lastMovedNs = nowNs;
    }

    int socket() {
        return socket;
    }

    NumericAddress remote() {
        return remote;
    }

    /** Whether its queue has to be written. */
    boolean hasQueued() {
        StreamQueue waiting = queue;
        return waiting != null && waiting.queuedBytes() > 0;
    }

    @Override
    public void onBytes(ByteBuf in) {
        lastHeardNs = System.nanoTime();
        int length = table.next(frames, in);
        while (length != StreamFrames.MORE && !closing && !closed) {
            if (length == StreamFrames.TOO_LONG) {
                table.drops().count(DropReason.TRUNCATED);
            } else {
                table.received(this, length);
            }
            if (!answered) {
                table.drops().count(DropReason.TCP_UNAUTHENTICATED);
                close();
            }
            length = table.next(frames, in);
        }
    }

    /** False: no room, or about to end. */
    boolean send(Datagram d) {
        StreamQueue waiting = queue;
        if (waiting == null) {
            waiting = new StreamQueue(channel, table.limits().queueBytes());
            queue = waiting;
        }
        if (!hasQueued()) {
            lastMovedNs = System.nanoTime();
        }
        answered = true;
        return !closing && waiting.offer(d.buffer, d.length);
    }

    boolean takesMedia() {
        StreamQueue waiting = queue;
        return waiting == null
                || waiting.queuedBytes() + Datagram.CAPACITY_BYTES
                        <= table.limits().queueBytes() - StreamLimits.RESERVE_BYTES;
    }

    /** Writes what the socket takes; one that is to end does so when all is written. */
    void flush() {
        StreamQueue waiting = queue;
        if (waiting != null) {
            int before = waiting.queuedBytes();
            waiting.flush(channel);
            if (waiting.queuedBytes() < before) {
                lastMovedNs = System.nanoTime();
            }
        }
        if (closing && !hasQueued()) {
            close();
        }
    }

    /** Nothing more is to be sent. */
    void endWhenSent() {
        closing = true;
        lastMovedNs = System.nanoTime();
    }

    /** The far end says nothing, or takes nothing. */
    boolean isIdle(long nowNs) {
        long idleNs = table.limits().idleMs() * 1_000_000L;
        return nowNs - lastHeardNs > idleNs || ((hasQueued() || closing) && nowNs - lastMovedNs > idleNs);
    }

    @SuppressWarnings("FutureReturnValueIgnored") // onClosed follows
    void close() {
        closing = true;
        channel.close();
    }

    @Override
    public void onReadComplete() {
        table.endOfBatch();
    }

    @Override
    public void onWritable() {
        if (!closed) {
            flush();
        }
    }

    @Override
    public void onClosed() {
        if (closed) {
            return;
        }
        closed = true;
        StreamQueue waiting = queue;
        queue = null;
        if (waiting != null) {
            waiting.free();
        }
        table.closed(this);
    }
}
