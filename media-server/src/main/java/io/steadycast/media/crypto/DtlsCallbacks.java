package io.steadycast.media.crypto;

import io.steadycast.media.engine.transport.DropReason;
import io.steadycast.media.engine.transport.SrtpCipherPair;
import io.steadycast.media.engine.transport.SrtpKeys;

/** What a handshake thread tells the owner of the peer; each call hands over to the peer's shard and returns at once. */
public interface DtlsCallbacks {
    /** Send this datagram to the peer's selected pair. */
    void send(byte[] datagram);

    /** The peer proved to hold its certificate; these are the keys, and the ciphers made from them, which are the callee's to close. Called once. */
    void onKeys(SrtpKeys keys, SrtpCipherPair ciphers);

    /** The session is over. Called once, last. */
    void onEnd(DtlsEnd end, DropReason reason);
}
