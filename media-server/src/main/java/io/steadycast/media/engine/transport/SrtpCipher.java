package io.steadycast.media.engine.transport;

/**
 * Confined to its shard. The seam to crypto: the transforms of one direction of one peer, without any memory of what was sent or seen.
 *
 * <p>Whoever holds a cipher closes it: {@link SrtpSender} and {@link SrtpReceiver} with their peer, and whoever cannot hand it to them.
 *
 * <p>Which index belongs to a packet, and that none is used twice, is the business of {@link SrtpSender} and {@link SrtpReceiver}.
 */
public interface SrtpCipher extends AutoCloseable {
    /** Bytes that protection adds to an RTP packet. */
    int rtpOverheadBytes();

    /** Bytes that protection adds to an RTCP compound, index word included. */
    int rtcpOverheadBytes();

    /** Where the word with the E bit and the SRTCP index lies in a protected compound of this length. */
    int rtcpIndexOffset(int lengthBytes);

    /**
     * Protects an RTP packet. Header and {@code prefixBytes} of plaintext are in {@code packet}, the rest of the payload is read from
     * {@code rest} on the way; sets and returns the length of the packet.
     *
     * @param index the 48 bits ROC and sequence number (RFC 3711 section 3.3.1)
     */
    int protectRtp(Datagram packet, int headerBytes, int prefixBytes, PayloadSlice rest, long index);

    /** Authenticates and decrypts in place: the new length, or a {@link DropReason#negative}; then the packet is as it was. */
    int unprotectRtp(Datagram packet, int headerBytes, long index);

    /** Protects the compound in [0, length) with this index; sets and returns the length. */
    int protectRtcp(Datagram packet, int index);

    /** Authenticates and decrypts in place: the new length, or a {@link DropReason#negative}; then the packet is as it was. */
    int unprotectRtcp(Datagram packet);

    /** Frees what the cipher holds outside the heap; it is of no use afterwards. A second call does nothing. */
    @Override
    default void close() {}
}
