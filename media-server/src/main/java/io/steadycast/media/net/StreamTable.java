package io.steadycast.media.net;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.steadycast.media.engine.transport.Datagram;
import io.steadycast.media.engine.transport.DropCounters;
import io.steadycast.media.engine.transport.DropReason;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Confined to its loop. The TCP connections of one loop by their socket numbers ({@link Datagram#FIRST_STREAM} and above): a slot and how often it was used before, so
 * that what is meant for one that is gone does not reach its successor.
 */
final class StreamTable {
    private static final long SWEEP_NS = TimeUnit.SECONDS.toNanos(1);

    private final MediaLoop loop;
    private final StreamLimits limits;
    private final DropCounters drops;
    private final StreamCounters counters = new StreamCounters();
    private final @Nullable StreamConnection[] slots;
    private final int[] uses;
    private final int maxUses;
    /** With bytes that wait. */
    private final StreamConnection[] waiting;

    private int waitingCount;
    private long nextSweepNs = Long.MIN_VALUE;

    StreamTable(MediaLoop loop, StreamLimits limits, DropCounters drops) {
        this.loop = loop;
        this.limits = limits;
        this.drops = drops;
        slots = new @Nullable StreamConnection[limits.connections()];
        uses = new int[limits.connections()];
        waiting = new StreamConnection[limits.connections()];
        maxUses = limits.connections() == 0 ? 0 : (Integer.MAX_VALUE - Datagram.FIRST_STREAM) / limits.connections();
    }

    StreamLimits limits() {
        return limits;
    }

    DropCounters drops() {
        return drops;
    }

    StreamCounters counters() {
        return counters;
    }

    /** Null (and counted) when there are as many as may be. */
    @Nullable
    StreamConnection add(Channel channel, long nowNs) {
        for (int slot = 0; slot < slots.length; slot++) {
            if (slots[slot] == null) {
                int socket = Datagram.FIRST_STREAM + uses[slot] * slots.length + slot;
                uses[slot] = (uses[slot] + 1) % maxUses;
                StreamConnection made = new StreamConnection(this, channel, socket, nowNs);
                slots[slot] = made;
                counters.open.increment();
                return made;
            }
        }
        drops.count(DropReason.TCP_LIMIT);
        return null;
    }

    private @Nullable StreamConnection find(int socket) {
        if (slots.length == 0) {
            return null;
        }
        StreamConnection found = slots[(socket - Datagram.FIRST_STREAM) % slots.length];
        return found != null && found.socket() == socket ? found : null;
    }

    int next(StreamFrames frames, ByteBuf in) {
        return frames.next(in, loop.incomingBytes());
    }

    /** One whole frame is in the loop's datagram. */
    void received(StreamConnection from, int length) {
        counters.framesIn.increment();
        counters.bytesIn.add(length);
        loop.received(from.remote(), from.socket(), length);
    }

    void endOfBatch() {
        loop.endOfBatch();
    }

    boolean takesMedia(int socket) {
        StreamConnection to = find(socket);
        return to != null && to.takesMedia();
    }

    /** Takes the bytes over: the datagram is free again. */
    void send(Datagram d) {
        StreamConnection to = find(d.socket);
        if (to == null) {
            drops.count(DropReason.SEND_STREAM_GONE);
        } else if (to.send(d)) {
            counters.framesOut.increment();
            counters.bytesOut.add(d.length);
            list(to);
        } else {
            drops.count(DropReason.SEND_STREAM_FULL);
        }
    }

    void disconnect(int socket) {
        StreamConnection to = find(socket);
        if (to != null) {
            to.endWhenSent();
            list(to);
        }
    }

    private void list(StreamConnection one) {
        if (!one.listed) {
            one.listed = true;
            waiting[waitingCount++] = one;
        }
    }

    private void unlist(int index) {
        waiting[index].listed = false;
        waiting[index] = waiting[--waitingCount];
    }

    /** Writes what waits, as far as the sockets take it. Backwards, since a connection may end meanwhile. */
    void flush() {
        for (int i = waitingCount - 1; i >= 0; i--) {
            StreamConnection one = waiting[i];
            one.flush();
            if (i < waitingCount && waiting[i] == one && !one.hasQueued()) {
                unlist(i);
            }
        }
    }

    /** Now and then: who says or takes nothing for too long goes. */
    void onTick(long nowNs) {
        if (nowNs < nextSweepNs) {
            return;
        }
        nextSweepNs = nowNs + SWEEP_NS;
        for (StreamConnection one : slots) {
            if (one != null && one.isIdle(nowNs)) {
                drops.count(DropReason.TCP_TIMEOUT);
                one.close();
            }
        }
    }

    void closed(StreamConnection gone) {
        for (int i = waitingCount - 1; i >= 0 && gone.listed; i--) {
            if (waiting[i] == gone) {
                unlist(i);
            }
        }
        slots[(gone.socket() - Datagram.FIRST_STREAM) % slots.length] = null;
        counters.open.decrement();
        loop.disconnected(gone.remote(), gone.socket());
    }
}
