package io.steadycast.benchmarks.generator;

import io.steadycast.media.crypto.Fingerprint;

/**
 * What our description says about our end of a transport.
 *
 * @param address the host candidate's, dotted
 * @param port the host candidate's
 * @param ssrcs audio, video; empty for a viewer
 */
public record LocalEnd(String ufrag, String password, Fingerprint fingerprint, String address, int port, Ssrcs ssrcs) {
    /** 0: none. */
    public record Ssrcs(int audio, int video) {
        public static final Ssrcs NONE = new Ssrcs(0, 0);
    }
}
