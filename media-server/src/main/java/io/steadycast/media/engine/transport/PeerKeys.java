package io.steadycast.media.engine.transport;

import org.jspecify.annotations.Nullable;

/** Confined to its shard. The SRTP contexts of one peer: none before its handshake is done, and none once it is closed. What needs them meanwhile is refused. */
final class PeerKeys implements AutoCloseable {
    private @Nullable SrtpSender sender;
    private @Nullable SrtpReceiver receiver;
    private boolean closed;

    boolean present() {
        return sender != null;
    }

    /** Takes the ciphers over, or closes them: later ones change nothing. */
    boolean take(SrtpCipherPair ciphers, int receivedSsrcs) {
        if (closed || sender != null) {
            ciphers.close();
            return false;
        }
        sender = new SrtpSender(ciphers.outbound());
        receiver = new SrtpReceiver(ciphers.inbound(), receivedSsrcs);
        return true;
    }

    /** Length of the protected packet, or a {@link DropReason#negative}. */
    int protectRtp(Datagram d, int headerBytes, int prefixBytes, PayloadSlice rest, long extendedSeq) {
        SrtpSender out = sender;
        return out == null ? refused() : out.protectRtp(d, headerBytes, prefixBytes, rest, extendedSeq);
    }

    /** Length of the protected compound, or a {@link DropReason#negative}. */
    int protectRtcp(Datagram d) {
        SrtpSender out = sender;
        return out == null ? refused() : out.protectRtcp(d);
    }

    /** New length, or a {@link DropReason#negative}. */
    int unprotectRtp(Datagram d) {
        SrtpReceiver in = receiver;
        return in == null ? refused() : in.unprotectRtp(d);
    }

    /** New length, or a {@link DropReason#negative}. */
    int unprotectRtcp(Datagram d) {
        SrtpReceiver in = receiver;
        return in == null ? refused() : in.unprotectRtcp(d);
    }

    /** ROC and sequence number of the packet that {@link #unprotectRtp} accepted last, -1 before the first. */
    long lastRtpIndex() {
        SrtpReceiver in = receiver;
        return in == null ? -1 : in.lastRtpIndex();
    }

    private static int refused() {
        return DropReason.SRTP_NO_KEYS.negative();
    }

    @Override
    public void close() {
        closed = true;
        if (sender != null) {
            sender.close();
        }
        if (receiver != null) {
            receiver.close();
        }
        sender = null;
        receiver = null;
    }
}
