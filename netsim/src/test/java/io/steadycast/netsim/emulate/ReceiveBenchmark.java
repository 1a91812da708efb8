package io.steadycast.netsim.emulate;

import com.sun.management.OperatingSystemMXBean;
import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.epoll.EpollChannelOption;
import io.netty.channel.epoll.EpollDatagramChannel;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.socket.DatagramPacket;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import org.HdrHistogram.Histogram;

/**
 * A main, not a test: how late the arrival stamp is, and what a received datagram costs, with NIO and with Netty's recvmmsg. ADR 0005 has figures. Sends bursts
 * of ten datagrams of 1,200 bytes that carry the time of their sending.
 */
public final class ReceiveBenchmark {
    private static final int BURST = 10;
    private static final int DATAGRAM_BYTES = 1200;
    private static final int SECONDS = 5;

    private ReceiveBenchmark() {}

    public static void main(String[] arguments) throws Exception {
        for (int packetsPerS : new int[] {1_000, 10_000, 1_000, 10_000}) {
            nio(packetsPerS);
            netty(packetsPerS);
        }
    }

    private static void nio(int packetsPerS) throws Exception {
        try (Selector selector = Selector.open();
                DatagramChannel channel = DatagramChannel.open()) {
            channel.setOption(StandardSocketOptions.SO_RCVBUF, 4 << 20);
            channel.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            channel.configureBlocking(false);
            channel.register(selector, SelectionKey.OP_READ);
            Histogram late = new Histogram(3);
            Thread reader = Thread.ofPlatform().start(() -> read(selector, channel, late));
            measure("NIO  ", packetsPerS, (InetSocketAddress) channel.getLocalAddress(), late);
            reader.interrupt();
            reader.join();
        }
    }

    private static void read(Selector selector, DatagramChannel channel, Histogram late) {
        ByteBuffer buffer = ByteBuffer.allocateDirect(2048);
        try {
            while (!Thread.currentThread().isInterrupted()) {
                selector.select();
                selector.selectedKeys().clear();
                buffer.clear();
                while (channel.receive(buffer) != null) {
                    late.recordValue(Math.max(0, System.nanoTime() - buffer.getLong(0)));
                    buffer.clear();
                }
            }
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static void netty(int packetsPerS) throws Exception {
        var group = new MultiThreadIoEventLoopGroup(1, EpollIoHandler.newFactory());
        Histogram late = new Histogram(3);
        Channel channel = new Bootstrap()
                .group(group)
                .channel(EpollDatagramChannel.class)
                .option(EpollChannelOption.SO_RCVBUF, 4 << 20)
                .option(EpollChannelOption.MAX_DATAGRAM_PAYLOAD_SIZE, 2048)
                .option(EpollChannelOption.RECVBUF_ALLOCATOR, new FixedRecvByteBufAllocator(64 * 2048))
                .handler(new SimpleChannelInboundHandler<DatagramPacket>() {
                    @Override
                    protected void channelRead0(ChannelHandlerContext context, DatagramPacket packet) {
                        ByteBuf content = packet.content();
                        late.recordValue(Math.max(0, System.nanoTime() - content.getLong(content.readerIndex())));
                    }
                })
                .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                .sync()
                .channel();
        measure("Netty", packetsPerS, (InetSocketAddress) channel.localAddress(), late);
        channel.close().sync();
        group.shutdownGracefully(0, 1, java.util.concurrent.TimeUnit.SECONDS).sync();
    }

    private static void measure(String name, int packetsPerS, InetSocketAddress to, Histogram late) throws Exception {
        var system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        ByteBuffer datagram = ByteBuffer.allocateDirect(DATAGRAM_BYTES);
        try (DatagramChannel sender = DatagramChannel.open()) {
            sender.connect(to);
            long periodNs = BURST * 1_000_000_000L / packetsPerS;
            long cpuNs = system.getProcessCpuTime();
            long nextNs = System.nanoTime();
            long packets = (long) packetsPerS * SECONDS;
            for (long sent = 0; sent < packets; nextNs += periodNs) {
                while (System.nanoTime() < nextNs) {
                    java.util.concurrent.locks.LockSupport.parkNanos(nextNs - System.nanoTime());
                }
                for (int i = 0; i < BURST; i++, sent++) {
                    datagram.clear().putLong(0, System.nanoTime());
                    sender.write(datagram);
                }
            }
            Thread.sleep(50);
            System.out.printf(
                    "%s %6d packets/s: stamp late p50 %.1f us, p99 %.1f us, max %.0f us; received %d of %d; CPU with the sender %.1f us a packet%n",
                    name,
                    packetsPerS,
                    late.getValueAtPercentile(50) / 1e3,
                    late.getValueAtPercentile(99) / 1e3,
                    late.getMaxValue() / 1e3,
                    late.getTotalCount(),
                    packets,
                    (system.getProcessCpuTime() - cpuNs) / 1e3 / packets);
        }
    }
}
