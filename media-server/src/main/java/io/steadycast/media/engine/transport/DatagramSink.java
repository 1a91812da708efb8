package io.steadycast.media.engine.transport;

import org.jspecify.annotations.Nullable;

/**
 * Confined to its loop. Where outgoing datagrams are built: claim one, fill it, send it.
 *
 * <p>A claimed datagram that is not sent is not lost: the next {@link #claim} returns it again. At most one is claimed at a time.
 */
public interface DatagramSink {
    /** A datagram to fill, or null when the batch is full: the caller counts {@link DropReason#SEND_QUEUE_FULL}. */
    @Nullable
    Datagram claim();

    /** Commits the datagram of the last {@link #claim}. */
    void send(Datagram claimed);

    /**
     * Whether what leaves by this socket still takes media. A connection whose far end does not keep up does not; it keeps room for answers to checks, handshakes and
     * reports, which nobody asks about.
     */
    default boolean takesMedia(int socket) {
        return true;
    }

    /** Nothing more will be sent by this connection: it ends when what it has left is sent. */
    default void disconnect(int socket) {}
}
