package io.steadycast.media.net;

import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.ChannelOption;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollChannelOption;
import io.netty.channel.epoll.EpollDatagramChannel;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.DatagramChannel;
import io.netty.channel.socket.SocketProtocolFamily;
import io.netty.channel.socket.nio.NioDatagramChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.steadycast.media.engine.transport.Datagram;
import io.steadycast.media.net.linux.Support;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.nio.channels.spi.SelectorProvider;

/**
 * The ways of moving datagrams, and frames over TCP: Linux's own calls ({@link LinuxSockets}), Netty's epoll with whole batches in one system call, and the JDK's own
 * channels everywhere else.
 */
public enum DatagramTransport {
    LINUX {
        @Override
        public boolean available() {
            return EPOLL.available() && Support.here() != Support.NONE;
        }

        @Override
        IoHandlerFactory ioHandler() {
            return EPOLL.ioHandler();
        }

        @Override
        DatagramChannel channel(SocketProtocolFamily family) {
            return EPOLL.channel(family);
        }

        @Override
        void configure(Bootstrap bootstrap) {
            EPOLL.configure(bootstrap);
        }

        @Override
        ServerChannel listener(InetAddress local) {
            return EPOLL.listener(local);
        }

        @Override
        void configureConnections(ServerBootstrap bootstrap) {
            EPOLL.configureConnections(bootstrap);
        }
    },
    EPOLL {
        @Override
        public boolean available() {
            return Epoll.isAvailable();
        }

        @Override
        IoHandlerFactory ioHandler() {
            return EpollIoHandler.newFactory();
        }

        @Override
        DatagramChannel channel(SocketProtocolFamily family) {
            return new EpollDatagramChannel(family);
        }

        @Override
        void configure(Bootstrap bootstrap) {
            // One buffer is cut into datagrams of this size by a single recvmmsg.
            bootstrap.option(EpollChannelOption.MAX_DATAGRAM_PAYLOAD_SIZE, RECEIVE_BYTES);
            bootstrap.option(ChannelOption.RECVBUF_ALLOCATOR, allocator(RECEIVE_BYTES * BATCH));
        }

        @Override
        ServerChannel listener(InetAddress local) {
            return new EpollServerSocketChannel(family(local));
        }

        @Override
        void configureConnections(ServerBootstrap bootstrap) {
            bootstrap.childOption(EpollChannelOption.TCP_NOTSENT_LOWAT, UNSENT_BYTES);
        }
    },
    NIO {
        @Override
        public boolean available() {
            return true;
        }

        @Override
        IoHandlerFactory ioHandler() {
            return NioIoHandler.newFactory();
        }

        @Override
        DatagramChannel channel(SocketProtocolFamily family) {
            return new NioDatagramChannel(family);
        }

        @Override
        void configure(Bootstrap bootstrap) {
            bootstrap.option(ChannelOption.RECVBUF_ALLOCATOR, allocator(RECEIVE_BYTES));
        }

        @Override
        ServerChannel listener(InetAddress local) {
            return new NioServerSocketChannel(SelectorProvider.provider(), family(local));
        }

        @Override
        void configureConnections(ServerBootstrap bootstrap) {
            bootstrap.childOption(ChannelOption.SO_SNDBUF, SEND_BUFFER_BYTES);
        }
    };

    /** One more than is accepted: a datagram that was cut off cannot be told from a full one otherwise. Rounded up for alignment. */
    private static final int RECEIVE_BYTES = Datagram.CAPACITY_BYTES + 16;

    /** Datagrams per system call. */
    private static final int BATCH = 32;

    /** Datagrams read before timers and sends get their turn again. */
    private static final int MAX_READS_PER_CYCLE = 128;

    /**
     * The kernel takes no more of a connection than this beyond what is on its way: what it has cannot be taken back, and is late when the way is busy. It would
     * take megabytes.
     */
    private static final long UNSENT_BYTES = 16_384;

    /** The same where that cannot be said: all that is on its way has to fit as well. */
    private static final int SEND_BUFFER_BYTES = 262_144;

    public abstract boolean available();

    abstract IoHandlerFactory ioHandler();

    abstract DatagramChannel channel(SocketProtocolFamily family);

    abstract void configure(Bootstrap bootstrap);

    /** A socket to listen on for TCP connections. */
    abstract ServerChannel listener(InetAddress local);

    abstract void configureConnections(ServerBootstrap bootstrap);

    static SocketProtocolFamily family(InetAddress local) {
        return local instanceof Inet4Address ? SocketProtocolFamily.INET : SocketProtocolFamily.INET6;
    }

    private static FixedRecvByteBufAllocator allocator(int bytes) {
        FixedRecvByteBufAllocator allocator = new FixedRecvByteBufAllocator(bytes);
        allocator.maxMessagesPerRead(MAX_READS_PER_CYCLE);
        return allocator;
    }
}
