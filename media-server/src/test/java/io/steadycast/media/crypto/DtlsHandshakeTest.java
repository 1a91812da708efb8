package io.steadycast.media.crypto;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.steadycast.media.engine.transport.DropCounters;
import io.steadycast.media.engine.transport.DropReason;
import io.steadycast.media.engine.transport.SrtpKeys;
import io.steadycast.media.engine.transport.SrtpProfile;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Handshakes between the Bouncy Castle client and our server over a link in memory. */
class DtlsHandshakeTest {
    private static final int LOSSY_SEEDS = 40;

    private final DropCounters drops = new DropCounters();
    private final DtlsEndpoint server = new DtlsEndpoint(DtlsSettings.DEFAULT, drops);
    private final DtlsClient client = new DtlsClient(DtlsClient.BROWSER_LIKE, new DropCounters());

    @AfterEach
    void close() {
        client.close();
        server.close();
    }

    @Test
    void bothEndsExportTheSameKeys() throws Exception {
        LossyWire wire = connect(1, 0);
        SrtpKeys serverKeys = wire.server.keys.get(10, SECONDS);
        SrtpKeys clientKeys = wire.client.keys.get(10, SECONDS);
        assertThat(serverKeys.profile()).isEqualTo(SrtpProfile.AEAD_AES_128_GCM);
        assertThat(serverKeys.local().key())
                .hasSize(16)
                .isEqualTo(clientKeys.remote().key());
        assertThat(serverKeys.local().salt())
                .hasSize(12)
                .isEqualTo(clientKeys.remote().salt());
        assertThat(serverKeys.remote().key()).isEqualTo(clientKeys.local().key());
        assertThat(serverKeys.remote().key()).isNotEqualTo(serverKeys.local().key());
        assertThat(server.completedHandshakes()).isEqualTo(1);
        assertThat(server.runningHandshakes()).isZero();
    }

    @Test
    void warmUpIsAHandshake() throws Exception {
        assertThat(server.warmUp()).isTrue();
        assertThat(server.completedHandshakes()).isEqualTo(1);
        assertThat(drops.total()).isZero();
    }

    @Test
    void publicKeyOperationsRunOnTheCryptoThread() throws Exception {
        connect(1, 0).server.keys.get(10, SECONDS);
        // ephemeral key, signature over it, agreement, CertificateVerify of the client
        assertThat(server.cryptoOperations()).isEqualTo(4);
    }

    @Test
    void flightsArePackedBelowTheMtu() throws Exception {
        LossyWire wire = connect(1, 0);
        wire.server.keys.get(10, SECONDS);
        wire.client.keys.get(10, SECONDS);
        assertThat(wire.server.sentSoFar())
                .allSatisfy(datagram -> assertThat(datagram.length).isLessThanOrEqualTo(DtlsFlights.MTU_BYTES));
        // ServerHello to ServerHelloDone in one, ChangeCipherSpec and Finished in another
        assertThat(wire.server.sentSoFar().stream()
                        .map(Arrays::hashCode)
                        .distinct()
                        .count())
                .isLessThanOrEqualTo(2 + wire.client.sent.get());
    }

    @Test
    void handshakesAtFiftyPercentLossBothWays() throws Exception {
        connect(1, 0).client.keys.get(10, SECONDS); // classes are loaded, code is warm
        List<Double> sorted = new ArrayList<>();
        // a few at a time: the figure is about loss, not about forty handshakes' arithmetic on two cores
        for (int batch = 0; batch < LOSSY_SEEDS; batch += 8) {
            List<CompletableFuture<Double>> joins = new ArrayList<>();
            for (int seed = batch; seed < batch + 8; seed++) {
                long startNs = System.nanoTime();
                LossyWire wire = connect(1000L + 2L * seed, 0.5);
                joins.add(
                        wire.server.keys.thenCombine(wire.client.keys, (a, b) -> (System.nanoTime() - startNs) / 1e9));
            }
            for (CompletableFuture<Double> join : joins) {
                sorted.add(join.get(40, SECONDS));
            }
        }
        Collections.sort(sorted);
        System.out.printf(
                "DTLS at 50 %% loss both ways, %d seeds from 1000: median %.3f s, 90th %.3f s, worst %.3f s%n",
                sorted.size(), sorted.get(sorted.size() / 2), sorted.get(sorted.size() * 9 / 10), sorted.getLast());
        assertThat(sorted.get(sorted.size() / 2)).isLessThan(2.0);
    }

    @Test
    void anotherCertificateThanThatOfTheSdpIsRefused() throws Exception {
        LossyWire wire = new LossyWire(1, 0);
        Fingerprint wrong = Fingerprint.of("sha-256", new byte[] {1});
        server.open(DtlsRole.PASSIVE, wire.server.inbox, List.of(wrong), wire.server);
        client.open(wire.client.inbox, List.of(server.fingerprint()), wire.client);
        assertThat(wire.server.end.get(10, SECONDS)).isEqualTo(DtlsEnd.FINGERPRINT_MISMATCH);
        assertThatThrownBy(() -> wire.server.keys.get(10, SECONDS)).hasMessageContaining("MISMATCH");
        assertThat(wire.client.end.get(10, SECONDS)).isEqualTo(DtlsEnd.FAILED);
        assertThat(drops.value(DropReason.DTLS_FINGERPRINT_MISMATCH)).isEqualTo(1);
    }

    @Test
    void aLostFinalFlightIsAnsweredAgain() throws Exception {
        LossyWire wire = new LossyWire(1, 0);
        server.open(DtlsRole.PASSIVE, wire.server.inbox, List.of(client.fingerprint()), wire.server);
        // everything of the server after its first flight is lost until it believes to be done
        wire.server.rewrite = out -> out.getFirst()[0] == 22 ? out : List.of();
        client.open(wire.client.inbox, List.of(server.fingerprint()), wire.client);
        wire.server.keys.get(10, SECONDS);
        assertThat(wire.client.keys).isNotDone();
        wire.server.rewrite = null;
        wire.client.keys.get(10, SECONDS);
    }

    @Test
    void closeNotifyOfThePeerIsReported() throws Exception {
        LossyWire wire = new LossyWire(1, 0);
        server.open(DtlsRole.PASSIVE, wire.server.inbox, List.of(client.fingerprint()), wire.server);
        DtlsSession session = client.open(wire.client.inbox, List.of(server.fingerprint()), wire.client);
        wire.server.keys.get(10, SECONDS);
        wire.client.keys.get(10, SECONDS);
        session.close();
        assertThat(wire.client.end.get(10, SECONDS)).isEqualTo(DtlsEnd.CLOSED);
        assertThat(wire.server.end.get(10, SECONDS)).isEqualTo(DtlsEnd.CLOSED_BY_PEER);
    }

    @Test
    void ourCloseSaysCloseNotify() throws Exception {
        LossyWire wire = new LossyWire(1, 0);
        DtlsSession session =
                server.open(DtlsRole.PASSIVE, wire.server.inbox, List.of(client.fingerprint()), wire.server);
        client.open(wire.client.inbox, List.of(server.fingerprint()), wire.client);
        wire.server.keys.get(10, SECONDS);
        wire.client.keys.get(10, SECONDS);
        session.close();
        assertThat(wire.server.end.get(10, SECONDS)).isEqualTo(DtlsEnd.CLOSED);
        assertThat(wire.client.end.get(10, SECONDS)).isEqualTo(DtlsEnd.CLOSED_BY_PEER);
    }

    @Test
    void garbageAfterTheHandshakeIsDroppedAndTheSessionLives() throws Exception {
        LossyWire wire = new LossyWire(1, 0);
        server.open(DtlsRole.PASSIVE, wire.server.inbox, List.of(client.fingerprint()), wire.server);
        DtlsSession session = client.open(wire.client.inbox, List.of(server.fingerprint()), wire.client);
        wire.server.keys.get(10, SECONDS);
        wire.client.keys.get(10, SECONDS);
        Random random = new Random(7);
        for (int i = 0; i < 40; i++) {
            byte[] forged = new byte[13 + 40];
            random.nextBytes(forged);
            forged[0] = (byte) (20 + i % 5);
            forged[1] = (byte) 0xFE;
            forged[2] = (byte) 0xFD;
            forged[3] = 0;
            forged[4] = 1;
            forged[11] = 0;
            forged[12] = 40;
            wire.server.inbox.offer(forged);
        }
        wire.server.inbox.offer(new byte[] {22, 1, 2});
        session.close();
        assertThat(wire.server.end.get(10, SECONDS)).isEqualTo(DtlsEnd.CLOSED_BY_PEER);
        assertThat(drops.value(DropReason.DTLS_MALFORMED)).isEqualTo(1);
    }

    @Test
    void aHandshakeThatStallsEndsAtItsDeadline() throws Exception {
        DtlsSettings hasty = new DtlsSettings(1, 300, 16, 50, 100);
        try (DtlsEndpoint stalled = new DtlsEndpoint(hasty, drops)) {
            LossyWire wire = new LossyWire(1, 0);
            stalled.open(DtlsRole.PASSIVE, wire.server.inbox, List.of(client.fingerprint()), wire.server);
            wire.server.rewrite = out -> List.of();
            client.open(wire.client.inbox, List.of(stalled.fingerprint()), wire.client);
            assertThat(wire.server.end.get(10, SECONDS)).isEqualTo(DtlsEnd.FAILED);
            assertThat(wire.server.endReason.get(10, SECONDS)).isEqualTo(DropReason.DTLS_TIMEOUT);
            assertThat(stalled.runningHandshakes()).isZero();
            assertThat(stalled.failedHandshakes()).isEqualTo(1);
            wire.client.inbox.close();
        }
    }

    @Test
    void handshakesAboveTheCapWaitForTheirTurn() throws Exception {
        DtlsSettings single = new DtlsSettings(1, 2000, 16, 50, 100);
        try (DtlsEndpoint narrow = new DtlsEndpoint(single, drops)) {
            LossyWire stuck = new LossyWire(1, 0);
            stuck.server.rewrite = out -> List.of();
            narrow.open(DtlsRole.PASSIVE, stuck.server.inbox, List.of(client.fingerprint()), stuck.server);
            client.open(stuck.client.inbox, List.of(narrow.fingerprint()), stuck.client);
            LossyWire second = new LossyWire(3, 0);
            narrow.open(DtlsRole.PASSIVE, second.server.inbox, List.of(client.fingerprint()), second.server);
            client.open(second.client.inbox, List.of(narrow.fingerprint()), second.client);
            second.client.keys.get(20, SECONDS);
            stuck.client.inbox.close();
            stuck.server.inbox.close();
            assertThat(narrow.runningHandshakes()).isLessThanOrEqualTo(1);
        }
    }

    @Test
    void aFullCryptoQueueFailsTheHandshakeAndIsCounted() throws Exception {
        try (CryptoThread thread = new CryptoThread(1, drops)) {
            CountDownLatch blocked = new CountDownLatch(1);
            CountDownLatch running = new CountDownLatch(1);
            Thread first = Thread.ofVirtual()
                    .start(() -> quietly(thread, () -> {
                        running.countDown();
                        blocked.await();
                        return 0;
                    }));
            running.await();
            Thread second = Thread.ofVirtual().start(() -> quietly(thread, () -> 0));
            while (thread.waiting() == 0) {
                Thread.onSpinWait();
            }
            assertThatThrownBy(() -> thread.call(() -> 0)).isInstanceOf(CryptoThread.BusyException.class);
            blocked.countDown();
            first.join();
            second.join();
            assertThat(drops.value(DropReason.DTLS_CRYPTO_QUEUE_FULL)).isEqualTo(1);
        }
    }

    private static void quietly(CryptoThread thread, Callable<Integer> task) {
        try {
            thread.call(task);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private LossyWire connect(long seed, double loss) {
        LossyWire wire = new LossyWire(seed, loss);
        server.open(DtlsRole.PASSIVE, wire.server.inbox, List.of(client.fingerprint()), wire.server);
        client.open(wire.client.inbox, List.of(server.fingerprint()), wire.client);
        return wire;
    }
}
