package io.steadycast.media.crypto;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.steadycast.media.engine.transport.DropCounters;
import io.steadycast.media.engine.transport.DropReason;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** ClientHellos in pieces, of later versions, and no ClientHellos at all. */
class DtlsRobustnessTest {
    private static final int RECORD_HEADER = 13;
    private static final int MESSAGE_HEADER = 12;

    private final DropCounters drops = new DropCounters();
    private final DtlsEndpoint server = new DtlsEndpoint(DtlsSettings.DEFAULT, drops);
    private final DtlsClient client = new DtlsClient(DtlsClient.BROWSER_LIKE, new DropCounters());

    @AfterEach
    void close() {
        client.close();
        server.close();
    }

    @Test
    void aClientHelloInReversedFragmentsIsReassembled() throws Exception {
        LossyWire wire = new LossyWire(1, 0);
        server.open(DtlsRole.PASSIVE, wire.server.inbox, List.of(client.fingerprint()), wire.server);
        wire.client.rewrite = out -> out.getFirst()[RECORD_HEADER] == 1 ? fragments(out.getFirst(), 50) : out;
        client.open(wire.client.inbox, List.of(server.fingerprint()), wire.client);
        wire.server.keys.get(10, SECONDS);
        wire.client.keys.get(10, SECONDS);
    }

    /** What browsers send today: DTLS 1.3 offered, a post-quantum key share, more than an MTU. We answer in DTLS 1.2. */
    @Test
    void aLargeClientHelloThatOffersDtls13FallsBack() throws Exception {
        LossyWire wire = new LossyWire(1, 0);
        CompletableFuture<byte[]> answer = new CompletableFuture<>();
        wire.server.rewrite = out -> {
            answer.complete(out.getFirst());
            return out;
        };
        server.open(DtlsRole.PASSIVE, wire.server.inbox, List.of(client.fingerprint()), wire.server);
        for (byte[] fragment : fragments(record(modernClientHello()), 900)) {
            wire.server.inbox.offer(fragment);
        }
        byte[] flight = answer.get(10, SECONDS);
        assertThat(flight[RECORD_HEADER]).as("ServerHello").isEqualTo((byte) 2);
        assertThat(flight).startsWith(22, 0xFE, 0xFD);
        assertThat(flight[RECORD_HEADER + MESSAGE_HEADER]).isEqualTo((byte) 0xFE);
        assertThat(flight[RECORD_HEADER + MESSAGE_HEADER + 1]).isEqualTo((byte) 0xFD);
        wire.server.inbox.close();
        wire.server.end.get(10, SECONDS);
    }

    @Test
    void whatDoesNotStartAHandshakeIsDroppedBeforeOne() throws Exception {
        LossyWire wire = new LossyWire(1, 0);
        server.open(DtlsRole.PASSIVE, wire.server.inbox, List.of(client.fingerprint()), wire.server);
        wire.server.inbox.offer(new byte[] {22});
        wire.server.inbox.offer(new byte[] {21, (byte) 0xFE, (byte) 0xFD, 0, 0, 0, 0, 0, 0, 0, 0, 0, 2, 2, 40});
        client.open(wire.client.inbox, List.of(server.fingerprint()), wire.client);
        wire.server.keys.get(10, SECONDS);
        assertThat(drops.value(DropReason.DTLS_UNEXPECTED)).isEqualTo(2);
    }

    /** Mutated first flights: answered, refused or waited upon; every session ends when it is closed, and the next peer is served. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void mutatedClientHellosHarmNobodyElse(long seed) throws Exception {
        Random random = new Random(seed);
        List<LossyWire> wires = new ArrayList<>();
        List<CompletableFuture<Object>> settled = new ArrayList<>();
        for (int i = 0; i < 24; i++) {
            byte[] hello = record(modernClientHello());
            int changes = 1 + random.nextInt(6);
            for (int change = 0; change < changes; change++) {
                hello[RECORD_HEADER + 1 + random.nextInt(200)] = (byte) random.nextInt();
            }
            LossyWire wire = new LossyWire(seed, 0);
            CompletableFuture<Object> answered = new CompletableFuture<>();
            wire.server.rewrite = out -> {
                answered.complete(out);
                return out;
            };
            server.open(DtlsRole.PASSIVE, wire.server.inbox, List.of(client.fingerprint()), wire.server);
            wire.server.inbox.offer(hello);
            wires.add(wire);
            // a hello whose length has grown is neither answered nor refused: the rest might still come
            settled.add(CompletableFuture.anyOf(answered, wire.server.end).completeOnTimeout(seed, 1, SECONDS));
        }
        for (int i = 0; i < wires.size(); i++) {
            assertThat(settled.get(i).get(20, SECONDS)).isNotNull();
            wires.get(i).server.inbox.close();
            assertThat(wires.get(i).server.end.get(20, SECONDS))
                    .as("seed %s hello %s", seed, i)
                    .isNotNull();
        }
        assertThat(server.runningHandshakes()).isZero();
        LossyWire healthy = new LossyWire(seed, 0);
        server.open(DtlsRole.PASSIVE, healthy.server.inbox, List.of(client.fingerprint()), healthy.server);
        client.open(healthy.client.inbox, List.of(server.fingerprint()), healthy.client);
        healthy.client.keys.get(20, SECONDS);
    }

    @FuzzTest
    void anyBytesAreEitherRecordsOrRefused(byte[] bytes) {
        boolean wellFormed = DtlsFlights.wellFormed(bytes);
        assertThat(!wellFormed || bytes.length >= RECORD_HEADER).isTrue();
    }

    private static byte[] modernClientHello() {
        ByteBuffer extensions = ByteBuffer.allocate(2000);
        extension(extensions, 43, 4, 0xFE, 0xFC, 0xFE, 0xFD);
        extension(extensions, 10, 0, 6, 0x11, 0xEC, 0, 0x1D, 0, 0x17);
        extension(extensions, 13, 0, 4, 4, 3, 8, 4);
        extension(extensions, 14, 0, 4, 0, 7, 0, 1, 0);
        extension(extensions, 23);
        extension(extensions, 0xFF01, 0);
        int[] share = new int[2 + 4 + 1216 + 4 + 32];
        share[0] = (share.length - 2) >> 8;
        share[1] = (share.length - 2) & 0xFF;
        share[2] = 0x11;
        share[3] = 0xEC;
        share[4] = 1216 >> 8;
        share[5] = 1216 & 0xFF;
        share[6 + 1216 + 1] = 0x1D;
        share[6 + 1216 + 3] = 32;
        extension(extensions, 51, share);
        ByteBuffer body = ByteBuffer.allocate(2200);
        body.putShort((short) 0xFEFD).put(new byte[32]).put((byte) 0).put((byte) 0);
        body.putShort((short) 4)
                .putShort((short) 0x1301)
                .putShort((short) 0xC02B)
                .put((byte) 1)
                .put((byte) 0);
        body.putShort((short) extensions.position()).put(extensions.flip());
        byte[] bytes = new byte[body.position()];
        body.get(0, bytes);
        return bytes;
    }

    private static void extension(ByteBuffer into, int type, int... content) {
        into.putShort((short) type).putShort((short) content.length);
        for (int each : content) {
            into.put((byte) each);
        }
    }

    private static byte[] record(byte[] body) {
        return fragment(body, 0, body.length, 0);
    }

    /** The one message of a datagram as fragments in reversed order. */
    private static List<byte[]> fragments(byte[] datagram, int bytes) {
        int from = RECORD_HEADER + MESSAGE_HEADER;
        byte[] body = Arrays.copyOfRange(datagram, from, datagram.length);
        List<byte[]> fragments = new ArrayList<>();
        for (int at = 0; at < body.length; at += bytes) {
            fragments.add(fragment(body, at, Math.min(bytes, body.length - at), at / bytes));
        }
        Collections.reverse(fragments);
        return fragments;
    }

    private static byte[] fragment(byte[] body, int offset, int length, int recordSeq) {
        ByteBuffer out = ByteBuffer.allocate(RECORD_HEADER + MESSAGE_HEADER + length);
        out.put((byte) 22)
                .putShort((short) 0xFEFF)
                .putShort((short) 0)
                .putShort((short) 0)
                .putInt(recordSeq);
        out.putShort((short) (MESSAGE_HEADER + length));
        out.put((byte) 1).put((byte) 0).putShort((short) body.length).putShort((short) 0);
        out.put((byte) 0).putShort((short) offset).put((byte) 0).putShort((short) length);
        return out.put(body, offset, length).array();
    }
}
