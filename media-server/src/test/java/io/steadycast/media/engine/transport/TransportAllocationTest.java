package io.steadycast.media.engine.transport;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.foreign.MemorySegment;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Test;

/** The transport itself allocates nothing per packet: look-up, demultiplexing, indices, windows, both directions. */
class TransportAllocationTest {
    private static final int PACKETS = 100_000;

    private final TransportHarness h = new TransportHarness();
    private final Datagram out = Datagram.allocate(h.arena);
    private final MemorySegment payload = h.arena.allocate(1200);
    private final DatagramSink sink = new DatagramSink() {
        @Override
        public Datagram claim() {
            return out;
        }

        @Override
        public void send(Datagram claimed) {}
    };
    private long index;

    @Test
    void sendingAndReceivingAllocatesNothing() {
        TransportContext context =
                new TransportContext(sink, h.addresses, new UfragIndex(8), h.drops, TransportLimits.DEFAULT);
        PeerTransport peer = new PeerTransport(0, context, 3, h.local, h.remote, h.inbox);
        StunClient.copy(h.check(1).bytes(), h.in);
        h.from(5, 4000);
        peer.onStun(1, h.in);
        peer.onKeys(1, SrtpCipherPair.none());
        long found = run(peer);
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();
        found += run(peer);
        long bytes = threads.getCurrentThreadAllocatedBytes() - before;
        assertThat(found).isEqualTo(2L * PACKETS * 3);
        assertThat(bytes).as("bytes for %s packets each way", PACKETS).isLessThan(PACKETS);
    }

    private long run(PeerTransport peer) {
        long found = 0;
        for (int i = 0; i < PACKETS; i++) {
            Datagram d = peer.claim();
            if (d == null) {
                continue;
            }
            index++;
            d.buffer.set(Bytes.INT, 0, 0x8060_0000 | (int) (index & 0xFFFF));
            d.buffer.set(Bytes.INT, 8, 1234);
            if (peer.protectRtp(d, 12, 0, payload, 0, 1100, index) && Demux.classify(d) == Demux.RTP) {
                peer.commit(d);
                found += h.addresses.find(d);
                assert peer.unprotectRtp(d) == 1112;
            }
        }
        return found;
    }
}
