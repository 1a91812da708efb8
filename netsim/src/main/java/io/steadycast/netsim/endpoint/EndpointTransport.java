package io.steadycast.netsim.endpoint;

import java.lang.foreign.MemorySegment;
import java.util.SplittableRandom;

/** Confined to its endpoint. A client's BUNDLE transport, in a simulation or over real sockets: whatever comes before media, then media in both directions. */
public interface EndpointTransport {
    /** Whose transport it is. */
    interface Owner {
        /** A datagram of this size came from the transport's own socket, and is about to be opened. */
        void onArrival(long nowNs, int datagramBytes);

        /** Media may flow. Once. */
        void onConnected(long nowNs);

        /** Plaintext; the bytes are the transport's again afterwards. */
        void onRtp(long nowNs, MemorySegment packet, int lengthBytes);

        /** A plaintext compound; the bytes are the transport's again afterwards. */
        void onRtcp(long nowNs, MemorySegment packet, int lengthBytes);

        /** Something arrived that the keys do not open. */
        void onBadPacket(long nowNs, String what);
    }

    /** Makes the transport of an endpoint that is being made. */
    @FunctionalInterface
    interface Maker {
        /** Its owner is not used before {@link EndpointTransport#start}; the random stream is the transport's own. */
        EndpointTransport make(Owner owner, SplittableRandom random);
    }

    /** It may send from now on. */
    void start(long nowNs, Network network);

    /** It dies without a word. */
    void stop();

    boolean connected();

    void onTimer(long nowNs);

    /** {@link Long#MAX_VALUE} for never. */
    long nextTimerAt();

    /** Protects and sends a plaintext packet; the bytes are the caller's again afterwards. */
    void sendRtp(long nowNs, MemorySegment packet, int lengthBytes, long extSeq);

    /** Protects and sends a plaintext compound; nothing if its length is 0. */
    void sendRtcp(long nowNs, MemorySegment packet, int lengthBytes);

    /** Bytes as they are. */
    void sendRaw(long nowNs, byte[] datagram);
}
