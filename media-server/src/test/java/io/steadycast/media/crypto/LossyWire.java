package io.steadycast.media.crypto;

import io.steadycast.media.engine.transport.DropReason;
import io.steadycast.media.engine.transport.DtlsInbox;
import io.steadycast.media.engine.transport.SrtpCipherPair;
import io.steadycast.media.engine.transport.SrtpKeys;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Two ends of a link in memory. What one end sends lands in the other's inbox, or is lost by a seeded coin. */
final class LossyWire {
    final End client;
    final End server;

    LossyWire(long seed, double loss) {
        client = new End(new Random(seed), loss);
        server = new End(new Random(seed + 1), loss);
        client.other = server;
        server.other = client;
    }

    static final class End implements DtlsCallbacks {
        final DtlsInbox inbox = new DtlsInbox(DtlsInbox.DEFAULT_LIMIT);
        final CompletableFuture<SrtpKeys> keys = new CompletableFuture<>();
        final CompletableFuture<DtlsEnd> end = new CompletableFuture<>();
        final CompletableFuture<DropReason> endReason = new CompletableFuture<>();
        final AtomicInteger sent = new AtomicInteger();
        final List<byte[]> sentDatagrams = new ArrayList<>();
        /** One datagram in, the datagrams that leave in its place. */
        volatile @Nullable UnaryOperator<List<byte[]>> rewrite;

        private final Random random;
        private volatile double loss;
        private @Nullable End other;

        End(Random random, double loss) {
            this.random = random;
            this.loss = loss;
        }

        void loss(double newLoss) {
            loss = newLoss;
        }

        @Override
        public synchronized void send(byte[] datagram) {
            sent.incrementAndGet();
            sentDatagrams.add(datagram);
            UnaryOperator<List<byte[]>> rewriter = rewrite;
            List<byte[]> out = rewriter == null ? List.of(datagram) : rewriter.apply(List.of(datagram));
            for (byte[] each : out) {
                if (random.nextDouble() >= loss && other != null) {
                    other.inbox.offer(each);
                }
            }
        }

        synchronized List<byte[]> sentSoFar() {
            return List.copyOf(sentDatagrams);
        }

        @Override
        public void onKeys(SrtpKeys exported, SrtpCipherPair ciphers) {
            ciphers.close();
            keys.complete(exported);
        }

        @Override
        public void onEnd(DtlsEnd how, DropReason reason) {
            end.complete(how);
            endReason.complete(reason);
            keys.completeExceptionally(new IllegalStateException(how + " " + reason));
        }
    }
}
