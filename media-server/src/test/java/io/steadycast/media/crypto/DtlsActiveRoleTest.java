package io.steadycast.media.crypto;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.steadycast.media.engine.transport.DropCounters;
import io.steadycast.media.engine.transport.DropReason;
import io.steadycast.media.engine.transport.SrtpKeys;
import io.steadycast.media.engine.transport.SrtpProfile;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The endpoint as DTLS client, for publishers that insist on being the server (ffmpeg's WHIP muxer). */
class DtlsActiveRoleTest {
    private static final int LOSSY_SEEDS = 24;

    private final DropCounters drops = new DropCounters();
    private final DtlsEndpoint ours = new DtlsEndpoint(DtlsSettings.DEFAULT, drops);
    private final DtlsEndpoint encoder = new DtlsEndpoint(DtlsSettings.DEFAULT, new DropCounters());

    @AfterEach
    void close() {
        ours.close();
        encoder.close();
    }

    @Test
    void theClientHelloWaitsForThePath() throws Exception {
        LossyWire wire = open(1, 0);
        assertThat(wire.client.sent).hasValue(0);
        assertThat(ours.runningHandshakes()).isZero();
        wire.client.inbox.pathReady();
        SrtpKeys own = wire.client.keys.get(10, SECONDS);
        assertAgree(own, wire.server.keys.get(10, SECONDS));
        assertThat(own.profile()).isEqualTo(SrtpProfile.AEAD_AES_128_GCM);
        assertThat(ours.completedHandshakes()).isEqualTo(1);
        assertThat(ours.runningHandshakes()).isZero();
        // ephemeral key, verification of the server's signature, agreement, CertificateVerify
        assertThat(ours.cryptoOperations()).isEqualTo(4);
        assertThat(drops.total()).isZero();
    }

    @Test
    void anEncoderWithAnRsaCertificateAndOneProfile() throws Exception {
        RsaServer server = RsaServer.make();
        LossyWire wire = new LossyWire(1, 0);
        ours.open(DtlsRole.ACTIVE, wire.client.inbox, List.of(server.fingerprint()), wire.client);
        DtlsFlights under =
                new DtlsFlights(null, wire.server.inbox, wire.server::send, new DropCounters(), DtlsSettings.DEFAULT);
        Thread.ofVirtual().start(() -> server.serve(under));
        wire.client.inbox.pathReady();
        SrtpKeys own = wire.client.keys.get(10, SECONDS);
        assertThat(own.profile()).isEqualTo(SrtpProfile.AES128_CM_HMAC_SHA1_80);
        assertAgree(own, server.keys.get(10, SECONDS));
    }

    @Test
    void handshakesAtThirtyPercentLossBothWays() throws Exception {
        List<Double> sorted = new ArrayList<>();
        for (int batch = 0; batch < LOSSY_SEEDS; batch += 8) {
            List<CompletableFuture<Double>> joins = new ArrayList<>();
            for (int seed = batch; seed < batch + 8; seed++) {
                long startNs = System.nanoTime();
                LossyWire wire = open(2000L + 2L * seed, 0.3);
                wire.client.inbox.pathReady();
                joins.add(wire.client.keys.thenCombine(wire.server.keys, (client, server) -> {
                    assertAgree(client, server);
                    return (System.nanoTime() - startNs) / 1e9;
                }));
            }
            for (CompletableFuture<Double> join : joins) {
                sorted.add(join.get(40, SECONDS));
            }
        }
        Collections.sort(sorted);
        System.out.printf(
                "DTLS as client at 30 %% loss both ways, %d seeds from 2000: median %.3f s, worst %.3f s%n",
                sorted.size(), sorted.get(sorted.size() / 2), sorted.getLast());
        assertThat(ours.completedHandshakes()).isEqualTo(LOSSY_SEEDS);
        assertThat(sorted.get(sorted.size() / 2)).isLessThan(2.0);
    }

    /** ffmpeg 8.1 starts its server on the first DTLS datagram, and throws that datagram away. */
    @Test
    void aClientHelloThatIsThrownAwayIsRepeated() throws Exception {
        LossyWire wire = open(1, 0);
        wire.client.rewrite = out -> wire.client.sent.get() == 1 ? List.of() : out;
        wire.client.inbox.pathReady();
        assertAgree(wire.client.keys.get(10, SECONDS), wire.server.keys.get(10, SECONDS));
    }

    @Test
    void anotherCertificateThanThatOfTheSdpIsRefused() throws Exception {
        LossyWire wire = new LossyWire(1, 0);
        Fingerprint wrong = Fingerprint.of("sha-256", new byte[] {1});
        ours.open(DtlsRole.ACTIVE, wire.client.inbox, List.of(wrong), wire.client);
        encoder.open(DtlsRole.PASSIVE, wire.server.inbox, List.of(ours.fingerprint()), wire.server);
        wire.client.inbox.pathReady();
        assertThat(wire.client.end.get(10, SECONDS)).isEqualTo(DtlsEnd.FINGERPRINT_MISMATCH);
        assertThat(drops.value(DropReason.DTLS_FINGERPRINT_MISMATCH)).isEqualTo(1);
        assertThat(wire.server.end.get(10, SECONDS)).isEqualTo(DtlsEnd.FAILED);
        assertThat(ours.failedHandshakes()).isEqualTo(1);
    }

    @Test
    void aServerThatNeverAnswersMeetsTheDeadlineAndTheNextInLineGoesOn() throws Exception {
        DtlsSettings hasty = new DtlsSettings(1, 300, 16, 50, 100);
        try (DtlsEndpoint narrow = new DtlsEndpoint(hasty, drops)) {
            LossyWire deaf = new LossyWire(1, 1);
            narrow.open(DtlsRole.ACTIVE, deaf.client.inbox, List.of(encoder.fingerprint()), deaf.client);
            deaf.client.inbox.pathReady();
            LossyWire next = new LossyWire(3, 0);
            narrow.open(DtlsRole.ACTIVE, next.client.inbox, List.of(encoder.fingerprint()), next.client);
            encoder.open(DtlsRole.PASSIVE, next.server.inbox, List.of(narrow.fingerprint()), next.server);
            next.client.inbox.pathReady();
            assertAgree(next.client.keys.get(10, SECONDS), next.server.keys.get(10, SECONDS));
            assertThat(deaf.client.endReason.get(10, SECONDS)).isEqualTo(DropReason.DTLS_TIMEOUT);
            assertThat(narrow.runningHandshakes()).isZero();
        }
    }

    @Test
    void aPeerThatNeverConnectsLeavesNothingBehind() throws Exception {
        LossyWire wire = open(1, 0);
        wire.client.inbox.close();
        assertThat(wire.client.end.get(10, SECONDS)).isEqualTo(DtlsEnd.CLOSED);
        assertThat(wire.client.sent).hasValue(0);
        assertThat(ours.runningHandshakes()).isZero();
        assertThat(drops.total()).isZero();
        wire.server.inbox.close();
    }

    @Test
    void goodbyesAreSaidAndHeard() throws Exception {
        LossyWire wire = new LossyWire(1, 0);
        DtlsSession session =
                ours.open(DtlsRole.ACTIVE, wire.client.inbox, List.of(encoder.fingerprint()), wire.client);
        encoder.open(DtlsRole.PASSIVE, wire.server.inbox, List.of(ours.fingerprint()), wire.server);
        wire.client.inbox.pathReady();
        wire.client.keys.get(10, SECONDS);
        wire.server.keys.get(10, SECONDS);
        session.close();
        assertThat(wire.client.end.get(10, SECONDS)).isEqualTo(DtlsEnd.CLOSED);
        assertThat(wire.server.end.get(10, SECONDS)).isEqualTo(DtlsEnd.CLOSED_BY_PEER);
    }

    private LossyWire open(long seed, double loss) {
        LossyWire wire = new LossyWire(seed, loss);
        ours.open(DtlsRole.ACTIVE, wire.client.inbox, List.of(encoder.fingerprint()), wire.client);
        encoder.open(DtlsRole.PASSIVE, wire.server.inbox, List.of(ours.fingerprint()), wire.server);
        return wire;
    }

    private static void assertAgree(SrtpKeys one, SrtpKeys other) {
        assertThat(one.profile()).isEqualTo(other.profile());
        assertThat(one.local().key()).isEqualTo(other.remote().key());
        assertThat(one.local().salt()).isEqualTo(other.remote().salt());
        assertThat(one.remote().key()).isEqualTo(other.local().key());
        assertThat(one.remote().salt()).isEqualTo(other.local().salt());
        assertThat(one.local().key()).isNotEqualTo(one.remote().key());
    }
}
