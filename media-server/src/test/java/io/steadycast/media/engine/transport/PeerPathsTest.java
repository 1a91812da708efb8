package io.steadycast.media.engine.transport;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

/** A peer that comes by UDP and TCP. */
final class PeerPathsTest {
    private static final int UDP_PORT = 4_000;
    private static final int TCP_PORT = 4_001;
    private static final int UDP_PRIORITY = 2_130_706_431;
    private static final int TCP_PRIORITY = 1_518_280_447;
    private static final int STREAM = Datagram.FIRST_STREAM + 5;
    private static final long SECOND = TransportHarness.SECOND;

    private final TransportHarness h = new TransportHarness();

    private void check(long nowNs, boolean tcp, boolean nominating) {
        StunClient check = h.check(tcp ? TCP_PRIORITY : UDP_PRIORITY);
        h.stun(
                nowNs,
                (nominating ? check.nominating() : check).bytes(),
                5,
                tcp ? TCP_PORT : UDP_PORT,
                tcp ? STREAM : 1);
    }

    @Test
    void mediaGoesByTcpWhereNothingElseComesThrough() {
        check(SECOND, true, true);
        assertThat(h.lastSent().socket()).isEqualTo(STREAM);
        assertThat(h.mediaPort()).isEqualTo(TCP_PORT);
        assertThat(h.peer.reliableSinceNs()).isEqualTo(SECOND);
    }

    @Test
    void udpIsPreferredWhenBothAreNominatedAtOnce() {
        check(SECOND, true, true);
        check(SECOND + 50_000_000, false, true);
        check(SECOND + 90_000_000, true, true);
        assertThat(h.mediaPort()).isEqualTo(UDP_PORT);
        assertThat(h.peer.reliableSinceNs()).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void thePeerMovesToTcpByNominatingItWhenUdpIsShut() {
        check(SECOND, false, true);
        check(SECOND, true, false);
        assertThat(h.mediaPort()).isEqualTo(UDP_PORT);
        check(9 * SECOND, true, true);
        assertThat(h.mediaPort()).isEqualTo(TCP_PORT);
        assertThat(h.peer.reliableSinceNs()).isEqualTo(9 * SECOND);
        check(10 * SECOND, true, true);
        assertThat(h.peer.reliableSinceNs()).isEqualTo(9 * SECOND);
    }

    @Test
    void aConnectionThatIsGoneLeavesTheOtherWay() {
        check(SECOND, false, false);
        check(2 * SECOND, true, true);
        assertThat(h.mediaPort()).isEqualTo(TCP_PORT);
        h.from(5, TCP_PORT);
        h.in.socket = STREAM;
        h.peer.onDisconnected(3 * SECOND, h.in);
        assertThat(h.mediaPort()).isEqualTo(UDP_PORT);
        assertThat(h.addresses.size()).isEqualTo(1);
        assertThat(h.peer.reliableSinceNs()).isEqualTo(Long.MAX_VALUE);
        h.from(5, UDP_PORT);
        h.peer.onDisconnected(3 * SECOND, h.in);
        assertThat(h.mediaPort()).isEqualTo(-1);
        assertThat(h.addresses.size()).isZero();
        check(4 * SECOND, true, false);
        assertThat(h.mediaPort()).isEqualTo(TCP_PORT);
    }

    @Test
    void connectionsEndWithTheirPeer() {
        check(SECOND, true, true);
        h.peer.close(2 * SECOND, CloseReason.REMOVED);
        assertThat(h.disconnected).containsExactly(STREAM);
    }

    @Test
    void mediaWaitsWhileAConnectionDoesNotKeepUpAndReportsDoNot() {
        check(SECOND, true, true);
        h.streamsFull = true;
        assertThat(h.peer.takesMedia()).isFalse();
        assertThat(h.peer.claimMedia()).isNull();
        assertThat(h.peer.claim()).isNotNull();
        assertThat(h.drops.value(DropReason.SEND_STREAM_FULL)).isEqualTo(1);
        check(2 * SECOND, false, true);
        assertThat(h.peer.claimMedia()).isNotNull();
    }

    @Test
    void aUfragTellsItsShard() {
        for (int shard = 0; shard < IceCredentials.MAX_SHARDS; shard++) {
            String ufrag = IceCredentials.random(new Random(shard), shard).ufrag();
            assertThat(IceCredentials.shardOf(UfragIndex.pack(ufrag))).as(ufrag).isEqualTo(shard);
        }
        assertThat(IceCredentials.shardOf(UfragIndex.pack("-isnone!"))).isEqualTo(-1);
    }
}
