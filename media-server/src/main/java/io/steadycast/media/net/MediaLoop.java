package io.steadycast.media.net;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.socket.SocketProtocolFamily;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.steadycast.media.engine.transport.Datagram;
import io.steadycast.media.engine.transport.DatagramSink;
import io.steadycast.media.engine.transport.DropCounters;
import io.steadycast.media.engine.transport.DropReason;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Confined to its loop, but for {@link #wake}, {@link #close} and the counters. One thread, one UDP port with a socket per local
 * address, TCP connections that were handed over, and the {@link LoopHandler} it drives. Whatever the handler throws is counted and logged, and the loop goes on.
 */
public final class MediaLoop implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(MediaLoop.class);
    private static final long LOG_EVERY_NS = TimeUnit.SECONDS.toNanos(10);
    private static final long CLOSE_TIMEOUT_MS = 1000;

    private final LoopSettings settings;
    private final MultiThreadIoEventLoopGroup group;
    private final EventLoop thread;
    private final Channel[] sockets;
    private final Arena arena = Arena.ofShared();
    private final StreamTable streams;
    private final SendBatch sends;
    private final DropCounters drops;
    private final LoopCounters counters = new LoopCounters();
    private final Datagram incoming = Datagram.allocate(arena);
    private final ByteBuffer incomingBytes = incoming.buffer.asByteBuffer();
    private final AtomicBoolean wakePending = new AtomicBoolean();
    private final Runnable onWake = this::woken;

    private @Nullable LoopHandler handler;
    private volatile @Nullable Future<?> ticks;
    private long batchNs;
    private boolean inBatch;
    private long lastFailureLogNs;

    /** Binds the sockets; nothing is read before {@link #start}. {@code drops} counts what this loop loses. */
    public static MediaLoop open(LoopSettings settings, DropCounters drops) throws IOException {
        MediaLoop loop = new MediaLoop(settings, drops);
        try {
            loop.bind();
            return loop;
        } catch (IOException failed) {
            loop.close();
            throw failed;
        }
    }

    private MediaLoop(LoopSettings settings, DropCounters drops) {
        this.settings = settings;
        this.drops = drops;
        group = new MultiThreadIoEventLoopGroup(
                1,
                new DefaultThreadFactory(settings.name(), false),
                settings.transport().ioHandler());
        thread = group.next();
        sockets = new Channel[settings.addresses().size()];
        streams = new StreamTable(this, settings.buffers().streams(), drops);
        sends = new SendBatch(sockets, streams, settings.buffers().sendQueueDatagrams(), arena, drops, counters);
        lastFailureLogNs = System.nanoTime() - LOG_EVERY_NS;
    }

    private void bind() throws IOException {
        for (int i = 0; i < sockets.length; i++) {
            InetSocketAddress local = new InetSocketAddress(settings.addresses().get(i), settings.port());
            ChannelFuture bound = bootstrap(i, local.getAddress()).bind(local).awaitUninterruptibly();
            if (!bound.isSuccess()) {
                throw new IOException(
                        "cannot listen on UDP " + text(local) + ": " + reason(bound.cause()), bound.cause());
            }
            sockets[i] = bound.channel();
        }
    }

    private Bootstrap bootstrap(int socket, InetAddress local) {
        SocketProtocolFamily family = DatagramTransport.family(local);
        DatagramIntake intake = new DatagramIntake(this, socket);
        Bootstrap bootstrap = new Bootstrap()
                .group(thread)
                .channelFactory(() -> settings.transport().channel(family))
                .option(ChannelOption.AUTO_READ, false)
                .option(ChannelOption.SO_RCVBUF, settings.buffers().receiveBytes())
                .option(ChannelOption.SO_SNDBUF, settings.buffers().sendBytes())
                .handler(intake);
        settings.transport().configure(bootstrap);
        return bootstrap;
    }

    static String reason(@Nullable Throwable cause) {
        String message = cause == null ? "unknown reason" : String.valueOf(cause.getMessage());
        return message.contains("in use") ? "the port is in use" : message;
    }

    static String text(InetSocketAddress address) {
        String host = address.getAddress().getHostAddress();
        return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + address.getPort();
    }

    /** Where the handler builds what it sends. */
    public DatagramSink sink() {
        return sends;
    }

    public LoopCounters counters() {
        return counters;
    }

    public StreamCounters streamCounters() {
        return streams.counters();
    }

    ByteBuffer incomingBytes() {
        return incomingBytes;
    }

    /** Local port of one socket. */
    public int port(int socket) {
        return ((InetSocketAddress) sockets[socket].localAddress()).getPort();
    }

    /** Begins to read and to tick. Called once. */
    public void start(LoopHandler driven) {
        thread.execute(() -> {
            handler = driven;
            for (Channel socket : sockets) {
                socket.config().setAutoRead(true);
            }
        });
        ticks = thread.scheduleAtFixedRate(
                this::tick, settings.tickIntervalMs(), settings.tickIntervalMs(), TimeUnit.MILLISECONDS);
    }

    /** Any thread. Has the handler drain soon; many wakes before it does are one. */
    public void wake() {
        if (!wakePending.getAndSet(true) && !thread.isShuttingDown()) {
            thread.execute(onWake);
        }
    }

    /**
     * Any thread. Takes over a TCP connection that is registered nowhere, and what came over it so far; that buffer is released, and a connection that cannot be served
     * is closed.
     */
    @SuppressWarnings("FutureReturnValueIgnored") // what closes is closed, whenever
    void adopt(Channel channel, StreamIntake intake, ByteBuf received) {
        try {
            thread.execute(() -> register(channel, intake, received));
        } catch (RejectedExecutionException closing) {
            received.release();
            channel.close();
        }
    }

    @SuppressWarnings("FutureReturnValueIgnored") // what closes is closed, whenever
    private void register(Channel channel, StreamIntake intake, ByteBuf received) {
        StreamConnection adopted = handler == null ? null : streams.add(channel, System.nanoTime());
        if (adopted == null) {
            received.release();
            channel.close();
            return;
        }
        intake.handOver(adopted);
        thread.register(channel).addListener(registered -> {
            try {
                if (registered.isSuccess()) {
                    adopted.onBytes(received);
                    endOfBatch();
                    channel.config().setAutoRead(true);
                } else {
                    adopted.onClosed();
                    channel.close();
                }
            } finally {
                received.release();
            }
        });
    }

    void receive(ByteBuf content, InetSocketAddress sender, int socket) {
        int length = content.readableBytes();
        counters.datagramsIn.increment();
        counters.bytesIn.add(length);
        if (length > Datagram.CAPACITY_BYTES) {
            drops.count(DropReason.TRUNCATED);
            return;
        }
        incomingBytes.clear().limit(length);
        content.getBytes(content.readerIndex(), incomingBytes);
        RemoteAddresses.write(sender, incoming);
        deliver(socket, length);
    }

    /** So many bytes of a connection are in the incoming datagram. */
    void received(NumericAddress sender, int socket, int length) {
        sender.writeTo(incoming);
        deliver(socket, length);
    }

    private void deliver(int socket, int length) {
        LoopHandler driven = handler;
        if (driven == null) {
            return;
        }
        if (!inBatch) {
            inBatch = true;
            batchNs = System.nanoTime();
        }
        incoming.length = length;
        incoming.socket = socket;
        try {
            driven.onDatagram(batchNs, incoming);
        } catch (Throwable bug) {
            failed(bug);
        }
    }

    void disconnected(NumericAddress remote, int socket) {
        LoopHandler driven = handler;
        if (driven == null) {
            return;
        }
        incoming.length = 0;
        incoming.socket = socket;
        remote.writeTo(incoming);
        try {
            driven.onDisconnected(System.nanoTime(), incoming);
        } catch (Throwable bug) {
            failed(bug);
        }
    }

    void endOfBatch() {
        long nowNs = inBatch ? batchNs : System.nanoTime();
        inBatch = false;
        drain(nowNs);
    }

    private void woken() {
        // Cleared first: whoever leaves something after this line wakes again.
        wakePending.set(false);
        drain(System.nanoTime());
    }

    private void drain(long nowNs) {
        LoopHandler driven = handler;
        if (driven != null) {
            try {
                driven.drain(nowNs);
            } catch (Throwable bug) {
                failed(bug);
            }
        }
        flush();
    }

    private void tick() {
        LoopHandler driven = handler;
        if (driven != null) {
            try {
                long nowNs = System.nanoTime();
                streams.onTick(nowNs);
                driven.onTick(nowNs);
            } catch (Throwable bug) {
                failed(bug);
            }
        }
        flush();
    }

    private void flush() {
        try {
            sends.flush();
        } catch (Throwable bug) {
            failed(bug);
        }
    }

    /** A refused datagram must not end the loop that serves everybody else. Logged at most once per interval. */
    private void failed(Throwable bug) {
        counters.failures.increment();
        long nowNs = System.nanoTime();
        if (nowNs - lastFailureLogNs >= LOG_EVERY_NS) {
            lastFailureLogNs = nowNs;
            LOG.error(
                    "{}: an exception reached the loop, which goes on ({} so far)",
                    settings.name(),
                    counters.failures(),
                    bug);
        }
    }

    /** What the kernel refused. ENOBUFS is an EAGAIN that does not tell when to try again, so it is a drop like a full queue. */
    void socketFailed(Throwable cause) {
        String message = String.valueOf(cause.getMessage());
        boolean noRoom = message.contains("No buffer space") || message.contains("temporarily unavailable");
        drops.count(noRoom ? DropReason.SEND_WOULD_BLOCK : DropReason.SEND_FAILED);
        if (!(cause instanceof IOException)) {
            failed(cause);
        }
    }

    /** Ends the thread and frees sockets and memory; what was sent before is on its way. */
    @Override
    public void close() {
        Future<?> running = ticks;
        if (running != null) {
            running.cancel(false);
        }
        group.shutdownGracefully(0, CLOSE_TIMEOUT_MS, TimeUnit.MILLISECONDS).awaitUninterruptibly(2 * CLOSE_TIMEOUT_MS);
        if (group.isTerminated()) {
            arena.close();
        }
    }
}
