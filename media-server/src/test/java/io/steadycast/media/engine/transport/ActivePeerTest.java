package io.steadycast.media.engine.transport;

import static io.steadycast.media.engine.transport.TransportHarness.SECOND;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.steadycast.media.crypto.DtlsCallbacks;
import io.steadycast.media.crypto.DtlsEnd;
import io.steadycast.media.crypto.DtlsEndpoint;
import io.steadycast.media.crypto.DtlsRole;
import io.steadycast.media.crypto.DtlsSettings;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * A publisher that is DTLS server, the way ffmpeg 8.0 goes about it: one check with USE-CANDIDATE and no PRIORITY, a handshake that we open, media,
 * and never a check again.
 */
class ActivePeerTest {
    private static final int MEDIA_BYTES = 40;

    private final TransportHarness h = new TransportHarness();
    private final DropCounters drops = new DropCounters();
    private final DtlsEndpoint ours = new DtlsEndpoint(DtlsSettings.DEFAULT, drops);
    private final DtlsEndpoint encoder = new DtlsEndpoint(DtlsSettings.DEFAULT, new DropCounters());
    private final DtlsInbox toEncoder = new DtlsInbox(DtlsInbox.DEFAULT_LIMIT);
    /** What handshake threads want done on the transport's thread, which is the test's. */
    private final BlockingQueue<Runnable> work = new LinkedBlockingQueue<>();

    private SrtpCipherPair encoderKeys = SrtpCipherPair.none();
    private int established;

    @AfterEach
    void close() {
        h.peer.close(0, CloseReason.REMOVED);
        toEncoder.close();
        ours.close();
        encoder.close();
    }

    @Test
    void itIsShakenHandsWithAndHeardInBothDirections() throws Exception {
        connect();
        SrtpSender sender = new SrtpSender(encoderKeys.outbound());
        assertThat(receive(sender, 1)).isEqualTo(12 + MEDIA_BYTES);

        Datagram out = h.peer.claim();
        assertThat(out).isNotNull();
        report(out);
        assertThat(h.peer.sendRtcp(out)).isTrue();
        byte[] sent = h.lastSent().bytes();
        StunClient.copy(sent, h.in);
        assertThat(new SrtpReceiver(encoderKeys.inbound(), 4).unprotectRtcp(h.in))
                .isEqualTo(8);
        assertThat(drops.total() + h.drops.total()).isZero();
    }

    @Test
    void authenticMediaStandsForTheChecksThatItDoesNotSend() throws Exception {
        connect();
        SrtpSender sender = new SrtpSender(encoderKeys.outbound());
        for (int second = 1; second <= 100; second += 20) {
            h.peer.onTick(second * SECOND);
            receive(sender, second);
            h.peer.onTick(second * SECOND + 1);
            assertThat(h.peer.ready()).isTrue();
        }
        forge(sender);
        h.peer.onTick(111 * SECOND);
        assertThat(h.peer.ready()).isTrue();
        h.peer.onTick(112 * SECOND);
        assertThat(h.peer.closeReason()).isEqualTo(CloseReason.CONSENT_EXPIRED);
        assertThat(h.addresses.size() + h.ufrags.size()).isZero();
    }

    private void connect() throws Exception {
        ours.open(DtlsRole.ACTIVE, h.inbox, List.of(encoder.fingerprint()), new Ours());
        encoder.open(DtlsRole.PASSIVE, toEncoder, List.of(ours.fingerprint()), new Encoder());
        byte[] check = new StunClient(h.local, h.remote).nominating().bytes();
        assertThat(h.stun(0, check, 5, 4000)).isTrue();
        while (established < 2) {
            Runnable next = work.poll(10, SECONDS);
            assertThat(next).as("the handshake goes on").isNotNull();
            next.run();
        }
        assertThat(h.peer.ready()).isTrue();
    }

    /** A packet of the encoder's arrives; the length of its plaintext. */
    private int receive(SrtpSender sender, int seq) {
        protect(sender, seq);
        h.from(5, 4000);
        assertThat(h.addresses.find(h.in)).isEqualTo(h.peer.handle());
        return h.peer.unprotectRtp(h.in);
    }

    private void forge(SrtpSender sender) {
        protect(sender, 500);
        h.in.buffer.set(ValueLayout.JAVA_BYTE, 20, (byte) ~h.in.buffer.get(ValueLayout.JAVA_BYTE, 20));
        assertThat(h.peer.unprotectRtp(h.in)).isNegative();
    }

    private void protect(SrtpSender sender, int seq) {
        h.in.buffer.set(Bytes.INT, 0, 0x8060_0000 | seq);
        h.in.buffer.set(Bytes.INT, 4, seq);
        h.in.buffer.set(Bytes.INT, 8, 1234);
        PayloadSlice payload = new PayloadSlice();
        MemorySegment media = h.arena.allocate(MEDIA_BYTES);
        payload.set(media, 0, MEDIA_BYTES);
        h.in.length = sender.protectRtp(h.in, 12, 0, payload, seq);
        assertThat(h.in.length).isPositive();
    }

    /** An empty receiver report. */
    private static void report(Datagram out) {
        out.buffer.set(Bytes.INT, 0, 0x80C9_0001);
        out.buffer.set(Bytes.INT, 4, 99);
        out.length = 8;
    }

    private final class Ours implements DtlsCallbacks {
        @Override
        public void send(byte[] datagram) {
            work.add(() -> {
                assertThat(h.peer.sendRaw(0, datagram)).isTrue();
                assertThat(h.lastSent().port()).isEqualTo(4000);
                toEncoder.offer(h.lastSent().bytes());
            });
        }

        @Override
        public void onKeys(SrtpKeys keys, SrtpCipherPair ciphers) {
            work.add(() -> {
                h.peer.onKeys(0, ciphers);
                established++;
            });
        }

        @Override
        public void onEnd(DtlsEnd end, DropReason reason) {}
    }

    private final class Encoder implements DtlsCallbacks {
        @Override
        public void send(byte[] datagram) {
            work.add(() -> {
                StunClient.copy(datagram, h.in);
                h.from(5, 4000);
                h.peer.onDtls(0, h.in);
            });
        }

        @Override
        public void onKeys(SrtpKeys keys, SrtpCipherPair ciphers) {
            work.add(() -> {
                encoderKeys = ciphers;
                established++;
            });
        }

        @Override
        public void onEnd(DtlsEnd end, DropReason reason) {}
    }
}
