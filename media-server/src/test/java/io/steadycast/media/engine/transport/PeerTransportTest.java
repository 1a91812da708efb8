package io.steadycast.media.engine.transport;

import static io.steadycast.media.engine.transport.TransportHarness.SECOND;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import org.ice4j.attribute.Attribute;
import org.ice4j.attribute.ErrorCodeAttribute;
import org.ice4j.attribute.XorMappedAddressAttribute;
import org.ice4j.message.Message;
import org.junit.jupiter.api.Test;

/** One peer's life in virtual time: checks, nomination, rebinding, consent, restart, keys. */
class PeerTransportTest {
    private final TransportHarness h = new TransportHarness();

    @Test
    void aValidCheckIsAnsweredAndItsAddressBecomesThePeers() throws Exception {
        byte[] request = h.check(100).bytes();
        assertThat(h.stun(1, request, 5, 4000)).isTrue();
        assertThat(h.peer.state()).isEqualTo(TransportState.ICE_CONNECTED);
        assertThat(h.addresses.find(h.in)).isEqualTo(7);
        TransportHarness.Sent answer = h.lastSent();
        assertThat(answer.port()).isEqualTo(4000);
        assertThat(answer.socket()).isEqualTo(1);
        Message message = Message.decode(answer.bytes(), 0, answer.bytes().length);
        assertThat((int) message.getMessageType()).isEqualTo(StunResponse.BINDING_SUCCESS);
        assertThat(message.getTransactionID()).isEqualTo(Arrays.copyOfRange(request, 8, 20));
        var mapped = (XorMappedAddressAttribute) message.getAttribute(Attribute.XOR_MAPPED_ADDRESS);
        assertThat(mapped.getAddress(message.getTransactionID()).toString()).contains("192.0.2.5:4000");
        assertThat(message.containsAttribute(Attribute.MESSAGE_INTEGRITY)).isTrue();
        assertThat(message.containsAttribute(Attribute.FINGERPRINT)).isTrue();
    }

    @Test
    void ipv6AddressesAreMappedBack() throws Exception {
        StunClient.copy(h.check(100).bytes(), h.in);
        h.in.addressHigh = 0x2001_0db8_0000_0000L;
        h.in.addressLow = 0x1234L;
        h.in.port = 5000;
        h.peer.onStun(1, h.in);
        Message message = Message.decode(h.lastSent().bytes(), 0, h.lastSent().bytes().length);
        var mapped = (XorMappedAddressAttribute) message.getAttribute(Attribute.XOR_MAPPED_ADDRESS);
        assertThat(mapped.getAddress(message.getTransactionID()).getHostAddress())
                .isEqualTo("2001:db8:0:0:0:0:0:1234");
    }

    @Test
    void whatIsNotAuthenticatedIsNeverAnswered() {
        IceCredentials guess = new IceCredentials(h.local.ufrag(), "wrongwrongwrongwrongwrong");
        h.stun(1, StunClient.check(guess, h.remote, 1).bytes(), 5, 4000);
        assertThat(h.drops.value(DropReason.STUN_BAD_INTEGRITY)).isEqualTo(1);
        h.stun(1, h.check(1).withoutIntegrity().bytes(), 5, 4000);
        assertThat(h.drops.value(DropReason.STUN_UNAUTHENTICATED)).isEqualTo(1);
        h.stun(1, h.check(1).withoutFingerprint().bytes(), 5, 4000);
        assertThat(h.drops.value(DropReason.STUN_BAD_FINGERPRINT)).isEqualTo(1);
        h.stun(1, StunClient.check(IceCredentials.random(h.random), h.remote, 1).bytes(), 5, 4000);
        assertThat(h.drops.value(DropReason.STUN_UNKNOWN_USER)).isEqualTo(1);
        IceCredentials other = new IceCredentials("zzzz", h.remote.password());
        h.stun(1, StunClient.check(h.local, other, 1).bytes(), 5, 4000);
        assertThat(h.drops.value(DropReason.STUN_WRONG_USER)).isEqualTo(1);
        assertThat(h.sent).isEmpty();
        assertThat(h.addresses.size()).isZero();
        assertThat(h.peer.state()).isEqualTo(TransportState.NEW);
    }

    @Test
    void theRoleConflictAndUnknownAttributesAreAnsweredOnlyWithErrors() throws Exception {
        h.stun(
                1,
                new StunClient(h.local, h.remote)
                        .attribute(StunClient.ICE_CONTROLLED, new byte[8])
                        .bytes(),
                5,
                4000);
        assertThat(errorCode()).isEqualTo(487);
        h.stun(1, h.check(1).attribute(0x7ABC, new byte[4]).bytes(), 5, 4000);
        assertThat(errorCode()).isEqualTo(420);
        assertThat(h.lastSent().bytes())
                .containsSequence((byte) 0x00, (byte) 0x0A, (byte) 0, (byte) 2, (byte) 0x7A, (byte) 0xBC);
        assertThat(h.peer.state()).isEqualTo(TransportState.NEW);
        assertThat(h.drops.value(DropReason.STUN_ROLE_CONFLICT)).isEqualTo(1);
        assertThat(h.drops.value(DropReason.STUN_UNKNOWN_ATTRIBUTE)).isEqualTo(1);
    }

    @Test
    void anAttributeBehindTheIntegrityCountsForNothing() {
        h.stun(1, h.check(1).nominating().bytes(), 5, 4000);
        h.stun(2, h.check(2).sealed().nominating().bytes(), 6, 5000);
        assertThat(h.mediaPort()).isEqualTo(4000);
    }

    @Test
    void beforeNominationTheLatestValidatedPairIsUsedAfterwardsTheNominated() {
        h.stun(1, h.check(10).bytes(), 5, 4000);
        h.stun(2, h.check(20).bytes(), 6, 5000);
        assertThat(h.mediaPort()).isEqualTo(5000);
        h.stun(3, h.check(10).nominating().bytes(), 5, 4000);
        assertThat(h.mediaPort()).isEqualTo(4000);
        h.stun(4, h.check(20).bytes(), 6, 5000);
        assertThat(h.mediaPort()).isEqualTo(4000);
    }

    @Test
    void aggressiveNominationEndsOnTheHighestPriority() {
        h.stun(1, h.check(30).nominating().bytes(), 5, 4000);
        h.stun(2, h.check(20).nominating().bytes(), 6, 5000);
        assertThat(h.mediaPort()).isEqualTo(4000);
        h.stun(3, h.check(40).nominating().bytes(), 7, 6000);
        assertThat(h.mediaPort()).isEqualTo(6000);
        h.stun(SECOND, h.check(20).nominating().bytes(), 6, 5000);
        assertThat(h.mediaPort())
                .as("regular nomination later moves to whatever the peer wants")
                .isEqualTo(5000);
    }

    @Test
    void aReboundNatMovesThePeerASecondInterfaceDoesNot() {
        h.stun(1, h.check(30).nominating().bytes(), 5, 4000);
        h.stun(SECOND, h.check(77).bytes(), 9, 9000);
        assertThat(h.mediaPort()).isEqualTo(4000);
        h.stun(2 * SECOND, h.check(30).bytes(), 5, 4001);
        assertThat(h.mediaPort()).isEqualTo(4001);
        h.from(5, 4000);
        assertThat(h.addresses.find(h.in)).isEqualTo(7);
    }

    @Test
    void aDeadSelectedPairGivesWayToALivingOne() {
        h.stun(1, h.check(30).nominating().bytes(), 5, 4000);
        h.stun(2, h.check(20).bytes(), 6, 5000);
        for (long at = 5; at <= 15; at += 5) {
            h.stun(at * SECOND, h.check(20).bytes(), 6, 5000);
            assertThat(h.mediaPort()).isEqualTo(4000);
        }
        h.stun(16 * SECOND, h.check(20).bytes(), 6, 5000);
        assertThat(h.mediaPort()).isEqualTo(5000);
    }

    @Test
    void consentExpiresAndNothingIsLeftBehind() {
        h.stun(SECOND, h.check(1).bytes(), 5, 4000);
        h.stun(2 * SECOND, h.check(1).bytes(), 6, 4000);
        h.peer.onKeys(2 * SECOND, SrtpCipherPair.none());
        h.peer.onTick(32 * SECOND);
        assertThat(h.peer.ready()).isTrue();
        h.peer.onTick(32 * SECOND + 1);
        assertThat(h.peer.state()).isEqualTo(TransportState.CLOSED);
        assertThat(h.peer.closeReason()).isEqualTo(CloseReason.CONSENT_EXPIRED);
        assertThat(h.addresses.size()).isZero();
        assertThat(h.ufrags.size()).isZero();
        assertThat(h.inbox.closed()).isTrue();
        assertThat(h.peer.claim()).isNull();
        h.peer.onStun(33 * SECOND, h.in);
        assertThat(h.drops.value(DropReason.PEER_CLOSED)).isEqualTo(1);
    }

    @Test
    void aPeerThatNeverConnectsOrNeverShakesHandsIsClosed() {
        h.peer.onTick(30 * SECOND + 1);
        assertThat(h.peer.closeReason()).isEqualTo(CloseReason.ICE_TIMEOUT);
        TransportHarness second = new TransportHarness();
        for (long at = 1; at <= 31; at += 5) {
            second.stun(at * SECOND, second.check(1).bytes(), 5, 4000);
        }
        second.peer.onTick(31 * SECOND + 1);
        assertThat(second.peer.closeReason()).isEqualTo(CloseReason.DTLS_FAILED);
    }

    @Test
    void validatedAddressesOfAPeerAreBounded() {
        for (int port = 1; port <= 100; port++) {
            h.stun(port, h.check(1).bytes(), 5, port);
        }
        assertThat(h.addresses.size()).isEqualTo(TransportLimits.DEFAULT.pairs());
        assertThat(h.mediaPort()).isEqualTo(100);
    }

    @Test
    void duringAnIceRestartBothCredentialsAreValidUntilTheNewAreUsed() {
        h.stun(1, h.check(30).nominating().bytes(), 5, 4000);
        IceCredentials newLocal = IceCredentials.random(h.random);
        IceCredentials newRemote = new IceCredentials("efgh", "ABCDEFGHIJKLMNOPQRSTUV");
        h.peer.restartIce(newLocal, newRemote);
        assertThat(h.stun(2, h.check(30).bytes(), 5, 4000)).isTrue();
        assertThat(h.sent).hasSize(2);
        byte[] renewed = StunClient.check(newLocal, newRemote, 3).bytes();
        assertThat(h.stun(3, renewed, 6, 5000)).isTrue();
        assertThat(h.mediaPort()).as("old nomination is void").isEqualTo(5000);
        assertThat(h.stun(4, h.check(30).bytes(), 5, 4000))
                .as("old ufrag is gone")
                .isFalse();
        assertThat(h.ufrags.size()).isEqualTo(1);
        h.peer.close(5, CloseReason.REMOVED);
        assertThat(h.ufrags.size()).isZero();
    }

    @Test
    void dtlsIsTakenOnlyAfterACheckAndOnlyUpToTheBound() throws Exception {
        StunClient.copy(new byte[] {22, 1, 2}, h.in);
        h.peer.onDtls(1, h.in);
        assertThat(h.drops.value(DropReason.DTLS_UNEXPECTED)).isEqualTo(1);
        h.stun(2, h.check(1).bytes(), 5, 4000);
        StunClient.copy(new byte[] {22, 1, 2}, h.in);
        for (int i = 0; i < 3; i++) {
            h.peer.onDtls(3, h.in);
        }
        assertThat(h.drops.value(DropReason.DTLS_INBOX_FULL)).isEqualTo(1);
        assertThat(h.inbox.take()).containsExactly(22, 1, 2);
    }

    @Test
    void mediaFlowsOnlyWhenReady() {
        assertThat(h.peer.unprotectRtp(h.in)).isEqualTo(DropReason.SRTP_NO_KEYS.negative());
        h.stun(1, h.check(1).bytes(), 5, 4000);
        Datagram d = h.peer.claim();
        assertThat(d).isNotNull();
        assertThat(h.peer.protectRtp(d, 12, 0, MemorySegment.NULL, 0, 0, 0)).isFalse();
        h.peer.onKeys(2, SrtpCipherPair.none());
        assertThat(h.peer.ready()).isTrue();
        d.buffer.set(Bytes.INT, 0, 0x8060_0001);
        d.buffer.set(Bytes.INT, 8, 1234);
        MemorySegment payload = h.arena.allocate(100);
        assertThat(h.peer.protectRtp(d, 12, 0, payload, 50, 50, 65537)).isTrue();
        assertThat(h.sent).as("nothing leaves before it is committed").hasSize(1);
        h.peer.commit(d);
        assertThat(h.lastSent().bytes()).hasSize(12 + 50 + 16);
        assertThat(h.peer.protectRtp(d, 12, 0, payload, 50, 50, 65537)).isFalse();
        assertThat(h.drops.value(DropReason.SRTP_REUSED_INDEX)).isEqualTo(1);
        assertThatThrownBy(() -> h.peer.protectRtp(d, 12, 0, payload, 50, 50, 65538))
                .isInstanceOf(IllegalStateException.class);
        h.full = true;
        assertThat(h.peer.claim()).isNull();
        assertThat(h.drops.value(DropReason.SEND_QUEUE_FULL)).isEqualTo(1);
    }

    private int errorCode() throws Exception {
        byte[] bytes = h.lastSent().bytes();
        Message message = Message.decode(bytes, 0, bytes.length);
        assertThat((int) message.getMessageType()).isEqualTo(StunResponse.BINDING_ERROR);
        var error = (ErrorCodeAttribute) message.getAttribute(Attribute.ERROR_CODE);
        return error.getErrorClass() * 100 + error.getErrorNumber();
    }
}
