package io.steadycast.media.net;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.socket.DatagramPacket;
import io.netty.channel.socket.SocketProtocolFamily;
import io.steadycast.media.engine.transport.Datagram;
import java.io.IOException;
import java.net.InetSocketAddress;

/**
 * Confined to its loop. Netty's channels: an object for each datagram and, on the way in, one for its sender's address. While the kernel takes no more, Netty keeps what
 * was handed over and goes on when the socket is writable; a datagram is free again when Netty has let go of its buffer.
 */
final class NettySockets implements UdpSockets {
    private final MediaLoop loop;
    private final EventLoop thread;
    private final LoopSettings settings;
    private final SendSlab slab;
    private final RemoteAddresses remotes = new RemoteAddresses();
    private final Channel[] sockets;
    private final ByteBuf[] buffers;
    /** Handed to Netty, which may still hold them. */
    private final int[] inFlight;

    private int inFlightCount;

    NettySockets(MediaLoop loop, EventLoop thread, LoopSettings settings, SendSlab slab) {
        this.loop = loop;
        this.thread = thread;
        this.settings = settings;
        this.slab = slab;
        sockets = new Channel[settings.addresses().size()];
        buffers = new ByteBuf[slab.capacity()];
        inFlight = new int[slab.capacity()];
        for (int i = 0; i < buffers.length; i++) {
            // Netty reads the slab's own memory: nothing is copied between the engine and the kernel.
            buffers[i] = Unpooled.wrappedBuffer(slab.get(i).buffer.asByteBuffer());
        }
    }

    @Override
    public void bind() throws IOException {
        for (int i = 0; i < sockets.length; i++) {
            InetSocketAddress local = new InetSocketAddress(settings.addresses().get(i), settings.port());
            ChannelFuture bound = bootstrap(i, local).bind(local).awaitUninterruptibly();
            if (!bound.isSuccess()) {
                throw MediaLoop.cannotListen(local, MediaLoop.reason(bound.cause()), bound.cause());
            }
            sockets[i] = bound.channel();
        }
    }

    private Bootstrap bootstrap(int socket, InetSocketAddress local) {
        SocketProtocolFamily family = DatagramTransport.family(local.getAddress());
        Bootstrap bootstrap = new Bootstrap()
                .group(thread)
                .channelFactory(() -> settings.transport().channel(family))
                .option(ChannelOption.AUTO_READ, false)
                .option(ChannelOption.SO_RCVBUF, settings.buffers().receiveBytes())
                .option(ChannelOption.SO_SNDBUF, settings.buffers().sendBytes())
                .handler(new DatagramIntake(loop, socket));
        settings.transport().configure(bootstrap);
        return bootstrap;
    }

    @Override
    public int port(int socket) {
        return ((InetSocketAddress) sockets[socket].localAddress()).getPort();
    }

    @Override
    public void start() {
        for (Channel socket : sockets) {
            socket.config().setAutoRead(true);
        }
    }

    /** One system call for each socket where the platform can. Nothing stays: Netty keeps it. */
    @Override
    public int send(int[] batch, int count) {
        for (int i = 0; i < count; i++) {
            write(batch[i]);
        }
        if (count > 0) {
            for (Channel socket : sockets) {
                socket.flush();
            }
        }
        if (inFlightCount > 0) {
            recover();
        }
        return 0;
    }

    @SuppressWarnings("FutureReturnValueIgnored") // the void promise is no future: it tells failures to the pipeline
    private void write(int index) {
        Datagram datagram = slab.get(index);
        ByteBuf bytes = buffers[index];
        bytes.setIndex(0, datagram.length);
        // The slab keeps one reference for good; Netty drops the second when the datagram has left or was refused.
        bytes.retain();
        Channel socket = sockets[datagram.socket];
        // The void promise reports failures to the pipeline (DatagramIntake) without an object per datagram.
        socket.write(new DatagramPacket(bytes, remotes.of(datagram)), socket.voidPromise());
        inFlight[inFlightCount++] = index;
    }

    private void recover() {
        int kept = 0;
        for (int i = 0; i < inFlightCount; i++) {
            int index = inFlight[i];
            if (buffers[index].refCnt() == 1) {
                slab.release(index);
            } else {
                inFlight[kept++] = index;
            }
        }
        inFlightCount = kept;
    }

    /** Netty closed them with its thread. */
    @Override
    public void close() {}
}
