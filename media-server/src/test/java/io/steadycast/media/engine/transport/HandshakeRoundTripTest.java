package io.steadycast.media.engine.transport;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.Arena;
import java.lang.foreign.ValueLayout;
import org.junit.jupiter.api.Test;

/** What a handshake tells of the round trip, with and without losses. */
final class HandshakeRoundTripTest {
    private static final long MS = 1_000_000L;
    private static final int CLIENT_HELLO = 1;
    private static final int CERTIFICATE = 11;

    private final HandshakeRoundTrip roundTrip = new HandshakeRoundTrip();

    private void heard(long ms, int message) {
        Datagram d = Datagram.allocate(Arena.ofAuto());
        d.length = 100;
        d.buffer.set(ValueLayout.JAVA_BYTE, 0, (byte) 22);
        d.buffer.set(ValueLayout.JAVA_BYTE, 13, (byte) message);
        roundTrip.onDtls(ms * MS, d);
    }

    @Test
    void theHelloAnswersTheFirstCheck() {
        assertThat(roundTrip.rttNs()).isEqualTo(-1);
        roundTrip.onPath(100 * MS);
        heard(300, CLIENT_HELLO);
        assertThat(roundTrip.rttNs()).isEqualTo(200 * MS);
    }

    @Test
    void whatGotLostOnceIsMendedByTheOtherFlight() {
        roundTrip.onPath(100 * MS);
        heard(700, CLIENT_HELLO);
        roundTrip.onFlight(705 * MS);
        roundTrip.onFlight(755 * MS);
        heard(905, CERTIFICATE);
        assertThat(roundTrip.rttNs()).isEqualTo(200 * MS);
    }

    @Test
    void aRepeatedHelloAnswersNothing() {
        roundTrip.onPath(100 * MS);
        heard(300, CLIENT_HELLO);
        roundTrip.onFlight(305 * MS);
        heard(310, CLIENT_HELLO);
        assertThat(roundTrip.rttNs()).isEqualTo(200 * MS);
        heard(950, CERTIFICATE);
        assertThat(roundTrip.rttNs()).isEqualTo(200 * MS);
    }

    @Test
    void longWaitsTellOfLosses() {
        roundTrip.onPath(0);
        heard(7_000, CLIENT_HELLO);
        assertThat(roundTrip.rttNs()).isEqualTo(1_000 * MS);
    }
}
