package io.steadycast.media.crypto;

/**
 * Bounds of the handshakes.
 *
 * @param concurrentHandshakes handshakes running at a time; further ClientHellos are dropped, clients repeat them
 * @param deadlineMs from the first datagram to Finished; at 50 % loss both ways 1 in 1000 handshakes still needs several seconds
 * @param cryptoQueue tasks that may wait for the crypto thread; one more fails its handshake
 * @param resendMs first wait before a flight is repeated
 * @param maxResendMs longest such wait: the timer doubles up to here
 */
public record DtlsSettings(int concurrentHandshakes, int deadlineMs, int cryptoQueue, int resendMs, int maxResendMs) {
    public static final DtlsSettings DEFAULT = new DtlsSettings(64, 15_000, 256, 50, 400);
}
