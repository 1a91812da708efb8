package io.steadycast.media.net;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.IoEventLoop;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.steadycast.media.engine.transport.Datagram;
import io.steadycast.media.engine.transport.DatagramSink;
import io.steadycast.media.engine.transport.DropCounters;
import io.steadycast.media.engine.transport.DropReason;
import java.io.IOException;
import java.lang.foreign.Arena;
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
    private final IoEventLoop thread;
    private final UdpSockets sockets;
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
            loop.sockets.bind();
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
        streams = new StreamTable(this, settings.buffers().streams(), drops);
        SendSlab slab = new SendSlab(settings.buffers().sendQueueDatagrams(), arena);
        sockets = settings.transport() == DatagramTransport.LINUX
                ? new LinuxSockets(this, thread, settings, slab, drops, arena)
                : new NettySockets(this, thread, settings, slab);
        sends = new SendBatch(slab, sockets, settings.addresses().size(), streams, drops, counters);
        lastFailureLogNs = System.nanoTime() - LOG_EVERY_NS;
    }

    static IOException cannotListen(InetSocketAddress local, String why, @Nullable Throwable cause) {
        return new IOException("cannot listen on UDP " + text(local) + ": " + why, cause);
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
        return sockets.port(socket);
    }

    /** Begins to read and to tick. Called once. */
    public void start(LoopHandler driven) {
        thread.execute(() -> {
            handler = driven;
            sockets.start();
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
        incoming.length = length;
        deliver(incoming, socket);
    }

    /** One that lies where it was received. */
    void receive(Datagram datagram, int socket, boolean truncated) {
        counters.datagramsIn.increment();
        counters.bytesIn.add(datagram.length);
        if (truncated) {
            drops.count(DropReason.TRUNCATED);
        } else {
            deliver(datagram, socket);
        }
    }

    /** So many bytes of a connection are in the incoming datagram. */
    void received(NumericAddress sender, int socket, int length) {
        sender.writeTo(incoming);
        incoming.length = length;
        deliver(incoming, socket);
    }

    private void deliver(Datagram datagram, int socket) {
        LoopHandler driven = handler;
        if (driven == null) {
            return;
        }
        if (!inBatch) {
            inBatch = true;
            batchNs = System.nanoTime();
        }
        datagram.socket = socket;
        try {
            driven.onDatagram(batchNs, datagram);
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

    void flush() {
        try {
            sends.flush();
        } catch (Throwable bug) {
            failed(bug);
        }
    }

    /** A refused datagram must not end the loop that serves everybody else. Logged at most once per interval. */
    void failed(Throwable bug) {
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
            sockets.close();
            arena.close();
        }
    }
}
