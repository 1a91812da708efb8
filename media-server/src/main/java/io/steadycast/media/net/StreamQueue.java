package io.steadycast.media.net;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * Confined to its loop. What one TCP connection has still to send: whole frames (RFC 4571) in a ring of fixed size. A frame is taken whole or not at all, and what was
 * taken leaves whole, so that the far end never loses the framing. Its memory is taken with the first frame.
 */
final class StreamQueue {
    private final int capacityBytes;
    private final ByteBuf bytes;
    private final MemorySegment memory;
    private int head;
    private int queuedBytes;
    /** Of them, handed to Netty, which may still hold them. */
    private int inFlightBytes;

    StreamQueue(Channel channel, int capacityBytes) {
        this.capacityBytes = capacityBytes;
        bytes = channel.alloc().directBuffer(capacityBytes, capacityBytes);
        bytes.writerIndex(capacityBytes);
        memory = MemorySegment.ofBuffer(bytes.nioBuffer(0, capacityBytes));
    }

    int queuedBytes() {
        settle();
        return queuedBytes;
    }

    /** False: there is no room, and nothing was taken. */
    boolean offer(MemorySegment from, int length) {
        settle();
        if (StreamFrames.LENGTH_BYTES + length > capacityBytes - queuedBytes) {
            return false;
        }
        int at = (head + queuedBytes) % capacityBytes;
        memory.set(ValueLayout.JAVA_BYTE, at, (byte) (length >> 8));
        memory.set(ValueLayout.JAVA_BYTE, (at + 1) % capacityBytes, (byte) length);
        at = (at + StreamFrames.LENGTH_BYTES) % capacityBytes;
        int straight = Math.min(length, capacityBytes - at);
        MemorySegment.copy(from, 0, memory, at, straight);
        MemorySegment.copy(from, straight, memory, 0, length - straight);
        queuedBytes += StreamFrames.LENGTH_BYTES + length;
        return true;
    }

    /** Writes what the socket takes. */
    @SuppressWarnings("FutureReturnValueIgnored") // the void promise is no future: it tells failures to the pipeline
    void flush(Channel channel) {
        settle();
        while (inFlightBytes == 0 && queuedBytes > 0 && channel.isActive()) {
            inFlightBytes = Math.min(queuedBytes, capacityBytes - head);
            bytes.setIndex(head, head + inFlightBytes);
            // This queue keeps one reference for good; Netty drops the second when the bytes have left or were refused.
            bytes.retain();
            channel.writeAndFlush(bytes, channel.voidPromise());
            settle();
        }
    }

    /** Forgets what has left: Netty moves the reader's index over it, and lets go when all has. */
    private void settle() {
        if (inFlightBytes > 0) {
            int left = bytes.refCnt() == 1 ? inFlightBytes : bytes.readerIndex() - head;
            inFlightBytes -= left;
            queuedBytes -= left;
            head = (head + left) % capacityBytes;
        }
    }

    /** Nothing is taken or written any more. */
    void free() {
        bytes.release();
    }
}
