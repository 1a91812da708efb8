package io.steadycast.benchmarks.sockets;

import com.sun.management.ThreadMXBean;
import io.steadycast.media.engine.transport.Datagram;
import io.steadycast.media.engine.transport.DatagramSink;
import io.steadycast.media.engine.transport.DropCounters;
import io.steadycast.media.net.DatagramTransport;
import io.steadycast.media.net.LoopHandler;
import io.steadycast.media.net.LoopSettings;
import io.steadycast.media.net.MediaLoop;
import io.steadycast.media.net.linux.MessageBatch;
import io.steadycast.media.net.linux.ReceiveBatch;
import io.steadycast.media.net.linux.UdpSocket;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Confined to its caller. One media loop and its far ends on loopback. The loop's thread sends frames to all of them, or receives a datagram of each; what it costs is that
 * thread's CPU time, delivery into the far ends' buffers included. Reading those is the caller's own time, which nobody counts.
 */
final class LoopBench implements AutoCloseable {
    private static final InetAddress LOOPBACK = InetAddress.ofLiteral("127.0.0.1");
    private static final long MAPPED_LOOPBACK = 0xffff_7f00_0001L;
    private static final int SLAB = 8192;
    private static final int FEEDBACK_BYTES = 80;
    private static final int LIMIT_S = 10;

    private final Arena arena = Arena.ofConfined();
    private final MediaLoop loop;
    private final Sender sender;
    private final UdpSocket[] ends;
    private final MessageBatch toLoop = new MessageBatch(1, arena);
    private final ReceiveBatch fromLoop = new ReceiveBatch(64, arena);
    private final Datagram feedback = Datagram.allocate(arena);

    LoopBench(DatagramTransport transport, boolean segmentation, int viewers) throws IOException {
        loop = MediaLoop.open(
                new LoopSettings(
                        "bench",
                        transport,
                        List.of(LOOPBACK),
                        0,
                        new LoopSettings.SocketBuffers(4 << 20, 4 << 20, SLAB),
                        new LoopSettings.Batching(segmentation),
                        5),
                new DropCounters());
        ends = new UdpSocket[viewers];
        int[] ports = new int[viewers];
        for (int i = 0; i < viewers; i++) {
            ends[i] = UdpSocket.open(new InetSocketAddress(LOOPBACK, 0));
            ports[i] = ends[i].port();
        }
        feedback.length = FEEDBACK_BYTES;
        feedback.addressLow = MAPPED_LOOPBACK;
        feedback.port = loop.port(0);
        sender = new Sender(loop.sink(), ports);
        loop.start(sender);
    }

    /** What so many frames cost the loop's thread. */
    Cost send(int frames, int[] lengths) throws InterruptedException {
        Cost before = now();
        for (int i = 0; i < frames; i++) {
            sender.lengths = lengths;
            loop.wake();
            await(sender.sent);
            for (UdpSocket end : ends) {
                for (int got = 0; got < lengths.length; ) {
                    int more = fromLoop.receive(end);
                    if (more <= 0) {
                        break;
                    }
                    got += more;
                }
            }
        }
        return now().since(before, (long) frames * lengths.length * ends.length);
    }

    /** What a datagram of each far end costs the loop's thread, so many times. */
    Cost receive(int rounds) throws InterruptedException {
        Cost before = now();
        for (int i = 0; i < rounds; i++) {
            for (UdpSocket end : ends) {
                toLoop.begin(end);
                toLoop.add(feedback);
                toLoop.send();
            }
            if (!sender.received.tryAcquire(ends.length, LIMIT_S, TimeUnit.SECONDS)) {
                throw new IllegalStateException("a datagram was lost on loopback");
            }
        }
        return now().since(before, (long) rounds * ends.length);
    }

    private static void await(Semaphore what) throws InterruptedException {
        if (!what.tryAcquire(LIMIT_S, TimeUnit.SECONDS)) {
            throw new IllegalStateException("the loop does not answer");
        }
    }

    private Cost now() throws InterruptedException {
        while (sender.thread == 0) {
            Thread.sleep(1);
        }
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        return new Cost(
                threads.getThreadCpuTime(sender.thread),
                threads.getThreadAllocatedBytes(sender.thread),
                loop.counters().messagesOut(),
                0);
    }

    /** Of the loop's thread. */
    record Cost(long cpuNs, long allocatedBytes, long messages, long datagrams) {
        Cost since(Cost before, long sent) {
            return new Cost(
                    cpuNs - before.cpuNs, allocatedBytes - before.allocatedBytes, messages - before.messages, sent);
        }

        double nsPerDatagram() {
            return (double) cpuNs / datagrams;
        }

        double bytesPerDatagram() {
            return (double) allocatedBytes / datagrams;
        }
    }

    @Override
    public void close() {
        loop.close();
        for (UdpSocket end : ends) {
            end.close();
        }
        arena.close();
    }

    /** Confined to its loop, but for what says otherwise. */
    private static final class Sender implements LoopHandler {
        private final DatagramSink sink;
        private final int[] ports;
        /** Any thread: a frame to send at the next wake. */
        volatile int[] lengths = new int[0];

        /** Any thread. */
        volatile long thread;

        final Semaphore sent = new Semaphore(0);
        final Semaphore received = new Semaphore(0);
        private boolean flushed;

        Sender(DatagramSink sink, int[] ports) {
            this.sink = sink;
            this.ports = ports;
        }

        @Override
        public void onDatagram(long nowNs, Datagram datagram) {
            received.release();
        }

        @Override
        public void onDisconnected(long nowNs, Datagram where) {}

        /** As fan-out does it: each packet to all, then the next. What was claimed leaves after this returns, so the frame before is what has left by now. */
        @Override
        public void drain(long nowNs) {
            int[] frame = lengths;
            lengths = new int[0];
            for (int length : frame) {
                for (int port : ports) {
                    Datagram out = sink.claim();
                    if (out == null) {
                        throw new IllegalStateException("the slab is too small");
                    }
                    out.length = length;
                    out.addressHigh = 0;
                    out.addressLow = MAPPED_LOOPBACK;
                    out.port = port;
                    out.socket = 0;
                    sink.send(out);
                }
            }
            if (frame.length > 0) {
                flushed = true;
            }
        }

        @Override
        public void onTick(long nowNs) {
            thread = Thread.currentThread().threadId();
            if (flushed) {
                flushed = false;
                sent.release();
            }
        }
    }
}
