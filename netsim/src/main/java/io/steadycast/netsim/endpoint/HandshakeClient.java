package io.steadycast.netsim.endpoint;

/**
 * Confined to its endpoint. The client of a DTLS 1.2 handshake as far as loss is concerned: which flight is outstanding and when it is repeated. Flight 1 is the
 * ClientHello, 3 is certificate to Finished; the server's 2 and 4 answer them. A datagram is {@code {22, flight}}, padded to the size that a real one has, with the type
 * of its first message where a real one has it.
 *
 * <p>Timers are libwebrtc's: the first wait is twice the round trip that ICE measured, at least 50 ms and at most 3 s (p2p/dtls/dtls_transport.cc,
 * ConfigureHandshakeTimeout), and BoringSSL doubles it for every repeat of a flight (ssl/d1_lib.cc).
 */
public final class HandshakeClient {
    public static final int RECORD = 22;
    private static final int[] FLIGHT_BYTES = {0, 260, 760, 640, 100};

    /** ClientHello, ServerHello, Certificate, and what is under the cipher already. */
    private static final int[] FLIGHT_MESSAGES = {0, 1, 2, 11, 0};

    private static final int MESSAGE_AT = 13;
    private static final long MS = 1_000_000L;
    private static final long MIN_NS = 50 * MS;
    private static final long MAX_FIRST_NS = 3_000 * MS;
    private static final long MAX_NS = 60_000 * MS;
    private static final int HELLO = 1;
    private static final int FINISHED = 3;

    private int flight;
    private boolean done;
    private long firstWaitNs;
    private long waitNs;
    private long nextNs = Long.MAX_VALUE;

    /** A datagram of a flight. */
    public static byte[] datagram(int flight) {
        byte[] bytes = new byte[FLIGHT_BYTES[flight]];
        bytes[0] = RECORD;
        bytes[1] = (byte) flight;
        bytes[MESSAGE_AT] = (byte) FLIGHT_MESSAGES[flight];
        return bytes;
    }

    boolean started() {
        return flight > 0;
    }

    boolean done() {
        return done;
    }

    void start(long nowNs, long rttNs, Network network) {
        firstWaitNs = Math.clamp(2 * rttNs, MIN_NS, MAX_FIRST_NS);
        next(nowNs, HELLO, network);
    }

    void onDatagram(long nowNs, byte[] datagram, Network network) {
        int received = datagram[1];
        if (received == flight + 1) {
            if (flight == FINISHED) {
                done = true;
                nextNs = Long.MAX_VALUE;
            } else if (flight == HELLO) {
                next(nowNs, FINISHED, network);
            }
        }
    }

    private void next(long nowNs, int newFlight, Network network) {
        flight = newFlight;
        waitNs = firstWaitNs;
        nextNs = nowNs + waitNs;
        network.send(nowNs, datagram(flight));
    }

    void onTimer(long nowNs, Network network) {
        if (nowNs < nextNs) {
            return;
        }
        waitNs = Math.min(2 * waitNs, MAX_NS);
        nextNs = nowNs + waitNs;
        network.send(nowNs, datagram(flight));
    }

    long nextTimerAt() {
        return nextNs;
    }
}
