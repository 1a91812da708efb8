package io.steadycast.media.crypto;

import io.steadycast.media.engine.transport.DropCounters;
import io.steadycast.media.engine.transport.DropReason;
import io.steadycast.media.engine.transport.DtlsInbox;
import io.steadycast.media.engine.transport.SrtpCipherPair;
import io.steadycast.media.engine.transport.SrtpKeys;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Any thread. A handshake in memory between a server and a client of our own. */
final class DtlsWarmUp {
    private static final int PATIENCE_SECONDS = 10;

    private DtlsWarmUp() {}

    static boolean run(DtlsEndpoint server, DropCounters drops, CryptoLibrary library) throws InterruptedException {
        try (DtlsClient client = new DtlsClient(DtlsSettings.DEFAULT, drops, library)) {
            DtlsInbox toServer = new DtlsInbox(DtlsInbox.DEFAULT_LIMIT);
            DtlsInbox toClient = new DtlsInbox(DtlsInbox.DEFAULT_LIMIT);
            CountDownLatch done = new CountDownLatch(2);
            server.open(DtlsRole.PASSIVE, toServer, List.of(client.fingerprint()), new End(toClient, done));
            client.open(toClient, List.of(server.fingerprint()), new End(toServer, done));
            boolean success = done.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
            toServer.close();
            toClient.close();
            return success;
        }
    }

    private record End(DtlsInbox other, CountDownLatch done) implements DtlsCallbacks {
        @Override
        public void send(byte[] datagram) {
            // a full or closed inbox is a lost datagram
            boolean _ = other.offer(datagram);
        }

        @Override
        public void onKeys(SrtpKeys keys, SrtpCipherPair ciphers) {
            ciphers.close();
            done.countDown();
        }

        @Override
        public void onEnd(DtlsEnd end, DropReason reason) {}
    }
}
