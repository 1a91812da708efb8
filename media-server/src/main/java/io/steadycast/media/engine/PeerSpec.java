package io.steadycast.media.engine;

import io.steadycast.media.engine.transport.DtlsInbox;
import io.steadycast.media.engine.transport.IceCredentials;

/**
 * Who a new peer is and how it is reached.
 *
 * @param peerId drawn by the control plane, positive, never reused
 * @param local our ICE credentials for it
 * @param remote its own
 * @param inbox where its DTLS goes
 */
public record PeerSpec(long peerId, IceCredentials local, IceCredentials remote, DtlsInbox inbox) {}
