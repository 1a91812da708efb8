package io.steadycast.benchmarks.generator;

import io.steadycast.media.engine.transport.Datagram;

/** Confined to the generator's loop. What an end does with its media once there are keys. */
sealed interface Role permits Publisher, Viewer {
    /** A protected packet; it may be changed. */
    void onRtp(Session session, Datagram packet, long arrivedNs);

    /** An authentic compound in plaintext. */
    void onRtcp(Session session, Datagram compound, long arrivedNs);

    /** Every {@link GeneratorLoop#TICK_MS} times {@link GeneratorLoop#TICK_SLOTS}. */
    void onTick(Session session, long nowNs);
}
