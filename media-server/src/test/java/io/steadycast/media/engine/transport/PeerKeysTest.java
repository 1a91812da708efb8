package io.steadycast.media.engine.transport;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.Arena;
import org.junit.jupiter.api.Test;

/** Ciphers are closed once whatever becomes of them: taken and closed, too late, or one pair too many. */
class PeerKeysTest {
    private final PeerKeys keys = new PeerKeys();
    private final CountingCipher outbound = new CountingCipher();
    private final CountingCipher inbound = new CountingCipher();

    private static final class CountingCipher implements SrtpCipher {
        private final SrtpCipher inner = new NullCipher();
        private int closed;

        @Override
        public int rtpOverheadBytes() {
            return inner.rtpOverheadBytes();
        }

        @Override
        public int rtcpOverheadBytes() {
            return inner.rtcpOverheadBytes();
        }

        @Override
        public int rtcpIndexOffset(int lengthBytes) {
            return inner.rtcpIndexOffset(lengthBytes);
        }

        @Override
        public int protectRtp(Datagram packet, int headerBytes, int prefixBytes, PayloadSlice rest, long index) {
            return inner.protectRtp(packet, headerBytes, prefixBytes, rest, index);
        }

        @Override
        public int unprotectRtp(Datagram packet, int headerBytes, long index) {
            return inner.unprotectRtp(packet, headerBytes, index);
        }

        @Override
        public int protectRtcp(Datagram packet, int index) {
            return inner.protectRtcp(packet, index);
        }

        @Override
        public int unprotectRtcp(Datagram packet) {
            return inner.unprotectRtcp(packet);
        }

        @Override
        public void close() {
            closed++;
        }
    }

    @Test
    void theyAreClosedWithTheirPeer() {
        assertThat(keys.take(new SrtpCipherPair(outbound, inbound), 8)).isTrue();
        assertThat(keys.present()).isTrue();
        assertThat(outbound.closed + inbound.closed).isZero();
        keys.close();
        keys.close();
        assertThat(outbound.closed).isEqualTo(1);
        assertThat(inbound.closed).isEqualTo(1);
        assertThat(keys.present()).isFalse();
    }

    @Test
    void aSecondPairChangesNothingAndIsClosed() {
        keys.take(SrtpCipherPair.none(), 8);
        assertThat(keys.take(new SrtpCipherPair(outbound, inbound), 8)).isFalse();
        assertThat(outbound.closed).isEqualTo(1);
        assertThat(inbound.closed).isEqualTo(1);
        assertThat(keys.present()).isTrue();
    }

    @Test
    void aHandshakeThatEndsAfterItsPeerLeavesNothing() {
        keys.close();
        assertThat(keys.take(new SrtpCipherPair(outbound, inbound), 8)).isFalse();
        assertThat(outbound.closed).isEqualTo(1);
        assertThat(inbound.closed).isEqualTo(1);
    }

    @Test
    void withoutThemEverythingIsRefused() {
        Datagram d = Datagram.allocate(Arena.ofAuto());
        int refused = DropReason.SRTP_NO_KEYS.negative();
        assertThat(keys.protectRtp(d, 12, 0, new PayloadSlice(), 0)).isEqualTo(refused);
        assertThat(keys.protectRtcp(d)).isEqualTo(refused);
        assertThat(keys.unprotectRtp(d)).isEqualTo(refused);
        assertThat(keys.unprotectRtcp(d)).isEqualTo(refused);
        assertThat(keys.lastRtpIndex()).isEqualTo(-1);
    }
}
