package io.steadycast.benchmarks.generator;

import io.steadycast.media.crypto.Fingerprint;
import java.net.InetSocketAddress;
import java.util.List;

/**
 * What a server's description says about its end of a transport.
 *
 * @param audioSsrc that it sends, 0 for none
 * @param videoSsrc that it sends, 0 for none
 * @param transportCcId id of the transport-wide sequence number, 0 for none
 * @param close ends the session at the server; may block
 */
public record RemoteEnd(
        String ufrag,
        String password,
        List<Fingerprint> fingerprints,
        InetSocketAddress address,
        int audioSsrc,
        int videoSsrc,
        int transportCcId,
        Goodbye close) {
    /** Tells the server that a session is over. */
    @FunctionalInterface
    public interface Goodbye {
        void say() throws InterruptedException;
    }

    public RemoteEnd {
        fingerprints = List.copyOf(fingerprints);
    }
}
