package io.steadycast.media.control;

import io.steadycast.media.crypto.DtlsCallbacks;
import io.steadycast.media.crypto.DtlsEnd;
import io.steadycast.media.engine.transport.CloseReason;
import io.steadycast.media.engine.transport.DropReason;
import io.steadycast.media.engine.transport.SrtpCipherPair;
import io.steadycast.media.engine.transport.SrtpKeys;

/** Called on one peer's handshake thread; hands everything over to the peer's shard. */
final class HandshakeEvents implements DtlsCallbacks {
    private final PeerEntry peer;

    HandshakeEvents(PeerEntry peer) {
        this.peer = peer;
    }

    @Override
    public void send(byte[] datagram) {
        peer.host().sendDtls(peer, datagram);
    }

    @Override
    public void onKeys(SrtpKeys keys, SrtpCipherPair ciphers) {
        peer.host().srtpReady(peer, ciphers);
    }

    @Override
    public void onEnd(DtlsEnd end, DropReason reason) {
        switch (end) {
            case CLOSED -> {}
            case CLOSED_BY_PEER -> peer.host().remove(peer, CloseReason.CLOSED_BY_PEER);
            case FAILED -> peer.host().remove(peer, CloseReason.DTLS_FAILED);
            case FINGERPRINT_MISMATCH -> peer.host().remove(peer, CloseReason.FINGERPRINT_MISMATCH);
        }
    }
}
