package io.steadycast.media.net;

import io.steadycast.media.engine.transport.Datagram;

/** Confined to its loop. What a {@link MediaLoop} drives; the time is read once per batch of datagrams and once per tick. */
public interface LoopHandler {
    /** {@code datagram} belongs to the loop again when this returns. */
    void onDatagram(long nowNs, Datagram datagram);

    /** A TCP connection is gone; {@code where} is its far end, and belongs to the loop again when this returns. */
    void onDisconnected(long nowNs, Datagram where);

    /** Every tick interval. */
    void onTick(long nowNs);

    /** After {@link MediaLoop#wake} and at the end of every batch: what other threads left is taken over. */
    void drain(long nowNs);
}
