package io.steadycast.media.net;

/**
 * Bounds of the TCP connections of one loop.
 *
 * @param connections at a time
 * @param queueBytes that one keeps while its far end takes no more, at least {@link #MIN_QUEUE_BYTES}
 * @param idleMs without a byte received, or with the same bytes waiting, after which one is closed
 */
public record StreamLimits(int connections, int queueBytes, long idleMs) {
    /** For loops that are given no connections. */
    public static final StreamLimits NONE = new StreamLimits(0, 65_536, 60_000);

    /** Of every queue this much is kept for answers to checks, handshakes, reports and sound: what waits for nobody's leave. */
    static final int RESERVE_BYTES = 16_384;

    public static final int MIN_QUEUE_BYTES = 2 * RESERVE_BYTES;

    public StreamLimits {
        if (connections < 0 || queueBytes < MIN_QUEUE_BYTES) {
            throw new IllegalArgumentException("at least " + MIN_QUEUE_BYTES + " bytes of queue");
        }
    }
}
