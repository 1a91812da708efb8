package io.steadycast.netsim.truth;

import io.steadycast.netsim.link.PacketFate;

/** Who is told the fate of every packet of a run, in the order in which the simulation learns of it. The packet is the datagram's bytes. */
@FunctionalInterface
public interface TruthSink {
    /** The fate is filled anew for the next packet, the bytes are not. */
    void onFate(int path, PacketFate<byte[]> fate);

    /** Tells both. */
    default TruthSink and(TruthSink other) {
        return (path, fate) -> {
            onFate(path, fate);
            other.onFate(path, fate);
        };
    }
}
