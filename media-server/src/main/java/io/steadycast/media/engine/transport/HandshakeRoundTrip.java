package io.steadycast.media.engine.transport;

import java.lang.foreign.ValueLayout;

/**
 * Confined to its shard. The round trip to a peer as its handshake shows it, before any report: from the answer to its first check until the first DTLS that can only
 * follow it (RFC 8842 section 5.1: not before ICE found a path), and from our first flight until what answers it. Whatever got lost makes either longer, never shorter,
 * so the shorter one counts, for what it is: an upper bound.
 */
final class HandshakeRoundTrip {
    /** More tells of lost packets rather than of a path. */
    private static final long MAX_NS = 1_000_000_000L;

    private static final long UNSET = Long.MIN_VALUE;
    private static final int RECORD_HANDSHAKE = 22;
    private static final int MESSAGE_AT = 13;
    private static final int CLIENT_HELLO = 1;

    private long checkNs = UNSET;
    private long flightNs = UNSET;
    private boolean answered;
    private long leastNs = -1;

    /** The first check that found a path is answered now. */
    void onPath(long nowNs) {
        checkNs = nowNs;
    }

    void onFlight(long nowNs) {
        flightNs = flightNs == UNSET ? nowNs : flightNs;
    }

    void onDtls(long nowNs, Datagram d) {
        if (checkNs != UNSET) {
            take(nowNs - checkNs);
            checkNs = UNSET;
        }
        if (flightNs != UNSET && !answered && !isClientHello(d)) {
            answered = true;
            take(nowNs - flightNs);
        }
    }

    /** A hello that comes behind our flight is a repeated one, which answers nothing. */
    private static boolean isClientHello(Datagram d) {
        return d.length > MESSAGE_AT
                && d.buffer.get(ValueLayout.JAVA_BYTE, 0) == RECORD_HANDSHAKE
                && d.buffer.get(ValueLayout.JAVA_BYTE, MESSAGE_AT) == CLIENT_HELLO;
    }

    private void take(long sampleNs) {
        leastNs = leastNs < 0 ? sampleNs : Math.min(leastNs, sampleNs);
    }

    /** At most a second; -1 before the handshake went so far. */
    long rttNs() {
        return Math.min(leastNs, MAX_NS);
    }
}
