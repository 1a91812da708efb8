package io.steadycast.media.net;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.ChannelOption;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollChannelOption;
import io.netty.channel.epoll.EpollDatagramChannel;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.DatagramChannel;
import io.netty.channel.socket.SocketProtocolFamily;
import io.netty.channel.socket.nio.NioDatagramChannel;
import io.steadycast.media.engine.transport.Datagram;

/** The two ways of moving datagrams: epoll with whole batches in one system call, and the JDK's own channels everywhere else. */
public enum DatagramTransport {
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
    };

    /** One more than is accepted: a datagram that was cut off cannot be told from a full one otherwise. Rounded up for alignment. */
    private static final int RECEIVE_BYTES = Datagram.CAPACITY_BYTES + 16;

    /** Datagrams per system call. */
    private static final int BATCH = 32;

    /** Datagrams read before timers and sends get their turn again. */
    private static final int MAX_READS_PER_CYCLE = 128;

    public abstract boolean available();

    abstract IoHandlerFactory ioHandler();

    abstract DatagramChannel channel(SocketProtocolFamily family);

    abstract void configure(Bootstrap bootstrap);

    private static FixedRecvByteBufAllocator allocator(int bytes) {
        FixedRecvByteBufAllocator allocator = new FixedRecvByteBufAllocator(bytes);
        allocator.maxMessagesPerRead(MAX_READS_PER_CYCLE);
        return allocator;
    }
}
