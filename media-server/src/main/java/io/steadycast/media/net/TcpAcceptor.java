package io.steadycast.media.net;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.steadycast.media.engine.transport.Datagram;
import io.steadycast.media.engine.transport.DropCounters;
import io.steadycast.media.engine.transport.DropReason;
import io.steadycast.media.engine.transport.IceCredentials;
import io.steadycast.media.engine.transport.StunPeek;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * Confined to its thread, but for {@link #close} and the counters. Accepts TCP connections of peers on one port for all loops (RFC 6544), waits for the first check of
 * each, and hands the connection to the loop that the check's ufrag names ({@link IceCredentials#shardOf}). The thread is its own, so that strangers who knock cost
 * media nothing; whether the check is authentic is for the shard to say.
 */
public final class TcpAcceptor implements AutoCloseable {
    /** Read at once; several times before others get their turn. */
    private static final int RECEIVE_BYTES = 16_384;

    private static final int MAX_READS_PER_CYCLE = 4;
    private static final int BACKLOG = 256;
    private static final long CLOSE_TIMEOUT_MS = 1000;

    private final TcpSettings settings;
    private final List<MediaLoop> loops;
    private final DropCounters drops;
    private final TcpQuota quota;
    private final MultiThreadIoEventLoopGroup group;
    private final Arena arena = Arena.ofShared();
    private final Datagram check = Datagram.allocate(arena);
    private final LongAdder accepted = new LongAdder();
    private final LongAdder handedOver = new LongAdder();
    private int waiting;

    /** Binds and listens. {@code loops} in the order of their shards' numbers; {@code drops} counts who was not let in. */
    public static TcpAcceptor open(TcpSettings settings, List<MediaLoop> loops, DropCounters drops) throws IOException {
        TcpAcceptor acceptor = new TcpAcceptor(settings, loops, drops);
        try {
            for (InetAddress address : settings.addresses()) {
                acceptor.listen(new InetSocketAddress(address, settings.port()));
            }
            return acceptor;
        } catch (IOException failed) {
            acceptor.close();
            throw failed;
        }
    }

    private TcpAcceptor(TcpSettings settings, List<MediaLoop> loops, DropCounters drops) {
        this.settings = settings;
        this.loops = List.copyOf(loops);
        this.drops = drops;
        quota = new TcpQuota(settings.limits().connections(), settings.limits().perAddress());
        group = new MultiThreadIoEventLoopGroup(
                1,
                new DefaultThreadFactory("tcp-accept", false),
                settings.transport().ioHandler());
    }

    private void listen(InetSocketAddress local) throws IOException {
        ChannelFuture bound = bootstrap(local.getAddress()).bind(local).awaitUninterruptibly();
        if (!bound.isSuccess()) {
            String reason = MediaLoop.reason(bound.cause());
            throw new IOException(
                    "cannot listen on TCP " + MediaLoop.text(local) + ": "
                            + (reason.contains("denied")
                                    ? "not permitted; ports below 1024 need root or CAP_NET_BIND_SERVICE"
                                    : reason),
                    bound.cause());
        }
    }

    private ServerBootstrap bootstrap(InetAddress local) {
        FixedRecvByteBufAllocator reads = new FixedRecvByteBufAllocator(RECEIVE_BYTES);
        reads.maxMessagesPerRead(MAX_READS_PER_CYCLE);
        ServerBootstrap bootstrap = new ServerBootstrap()
                .group(group)
                .channelFactory(() -> settings.transport().listener(local))
                .option(ChannelOption.SO_REUSEADDR, true)
                .option(ChannelOption.SO_BACKLOG, BACKLOG)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childOption(ChannelOption.RECVBUF_ALLOCATOR, reads)
                // One chunk at a time is handed to Netty, and the next when it tells that nothing is left of that.
                .childOption(ChannelOption.WRITE_BUFFER_WATER_MARK, new WriteBufferWaterMark(1, 2))
                .childHandler(new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        accepted(channel);
                    }
                });
        settings.transport().configureConnections(bootstrap);
        return bootstrap;
    }

    /** Connections so far, those that were refused at once too. */
    public long accepted() {
        return accepted.sum();
    }

    /** Of them, that showed a check for one of our loops. */
    public long handedOver() {
        return handedOver.sum();
    }

    /** At this moment, wherever they are. */
    public int open() {
        return quota.open();
    }

    @SuppressWarnings("FutureReturnValueIgnored") // what closes is closed, whenever
    private void accepted(Channel channel) {
        accepted.increment();
        if (waiting >= settings.limits().waiting()) {
            drops.count(DropReason.TCP_WAITING_LIMIT);
            channel.close();
            return;
        }
        InetAddress from = ((InetSocketAddress) channel.remoteAddress()).getAddress();
        if (!quota.take(from)) {
            drops.count(DropReason.TCP_LIMIT);
            channel.close();
            return;
        }
        channel.closeFuture().addListener(_ -> quota.release(from));
        waiting++;
        FirstCheck first = new FirstCheck(this, channel);
        channel.pipeline().addLast(first.intake());
        first.expectWithin(settings.limits().setupMs());
    }

    void refused(DropReason reason) {
        drops.count(reason);
    }

    void left() {
        waiting--;
    }

    /** The first frame of a connection: the loop that it is for, or null. */
    @Nullable
    MediaLoop loopOf(ByteBuf received, int offset, int length) {
        received.getBytes(offset, check.buffer.asByteBuffer().limit(length));
        check.length = length;
        long ufrag = StunPeek.localUfrag(check);
        int shard = ufrag < 0 ? -1 : IceCredentials.shardOf(ufrag);
        return shard < 0 || shard >= loops.size() ? null : loops.get(shard);
    }

    void handedOver(Channel channel, StreamIntake intake, ByteBuf received, MediaLoop loop) {
        handedOver.increment();
        loop.adopt(channel, intake, received);
    }

    /** Ends the thread, and with it what listens and what waits; connections that were handed over are their loops'. */
    @Override
    public void close() {
        group.shutdownGracefully(0, CLOSE_TIMEOUT_MS, TimeUnit.MILLISECONDS).awaitUninterruptibly(2 * CLOSE_TIMEOUT_MS);
        if (group.isTerminated()) {
            arena.close();
        }
    }
}
