package io.steadycast.media.net;

import io.netty.channel.IoEvent;
import io.netty.channel.IoEventLoop;
import io.netty.channel.IoRegistration;
import io.netty.channel.epoll.EpollIoEvent;
import io.netty.channel.epoll.EpollIoHandle;
import io.netty.channel.epoll.EpollIoOps;
import io.netty.channel.unix.FileDescriptor;
import io.netty.util.concurrent.Future;
import io.steadycast.media.engine.transport.Datagram;
import io.steadycast.media.engine.transport.DropCounters;
import io.steadycast.media.engine.transport.DropReason;
import io.steadycast.media.net.linux.Errno;
import io.steadycast.media.net.linux.MessageBatch;
import io.steadycast.media.net.linux.ReceiveBatch;
import io.steadycast.media.net.linux.UdpSocket;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * Confined to its loop. Linux's own calls on sockets of ours, which Netty's epoll only watches: datagrams are read into and sent out of the engine's memory, a viewer's
 * packets of a cycle as few messages, all messages of a socket in one call, and nothing is allocated.
 */
final class LinuxSockets implements UdpSockets {
    /** Datagrams in one system call. */
    private static final int RECEIVE_BATCH = 64;

    /** Datagrams that are read before timers, tasks and other sockets get their turn again. */
    private static final int MAX_READS_PER_CYCLE = 128;

    private static final EpollIoOps READ = EpollIoOps.EPOLLIN;
    private static final EpollIoOps READ_AND_WRITE = EpollIoOps.EPOLLIN.with(EpollIoOps.EPOLLOUT);

    private final MediaLoop loop;
    private final IoEventLoop thread;
    private final LoopSettings settings;
    private final SendSlab slab;
    private final DropCounters drops;
    private final LoopCounters counters;
    private final Watched[] sockets;
    private final ReceiveBatch received;
    private final MessageBatch messages;
    private final ByDestination order;

    LinuxSockets(
            MediaLoop loop, IoEventLoop thread, LoopSettings settings, SendSlab slab, DropCounters drops, Arena arena) {
        this.loop = loop;
        this.thread = thread;
        this.settings = settings;
        this.slab = slab;
        this.drops = drops;
        counters = loop.counters();
        sockets = new Watched[settings.addresses().size()];
        received = new ReceiveBatch(RECEIVE_BATCH, arena);
        messages = new MessageBatch(slab.capacity(), arena);
        order = new ByDestination(slab, sockets.length);
    }

    @Override
    public void bind() throws IOException {
        for (int i = 0; i < sockets.length; i++) {
            InetSocketAddress local = new InetSocketAddress(settings.addresses().get(i), settings.port());
            UdpSocket socket;
            try {
                socket = UdpSocket.open(local);
            } catch (IOException refused) {
                throw MediaLoop.cannotListen(local, String.valueOf(refused.getMessage()), refused);
            }
            Watched watched = new Watched(socket, i);
            sockets[i] = watched;
            socket.receiveBufferBytes(settings.buffers().receiveBytes());
            socket.sendBufferBytes(settings.buffers().sendBytes());
            if (!settings.batching().segmentation()) {
                socket.disableSegmentation();
            }
            Future<IoRegistration> registered = thread.register(watched).awaitUninterruptibly();
            if (!registered.isSuccess()) {
                throw MediaLoop.cannotListen(local, MediaLoop.reason(registered.cause()), registered.cause());
            }
            watched.registration = registered.getNow();
        }
    }

    @Override
    public int port(int socket) {
        return sockets[socket].port;
    }

    @Override
    public void start() {
        for (Watched socket : sockets) {
            socket.watch(READ);
        }
    }

    @Override
    public int send(int[] batch, int count) {
        if (count == 0) {
            return 0;
        }
        int[] sorted = order.sort(batch, count);
        int kept = 0;
        for (int i = 0; i < sockets.length; i++) {
            int from = order.from(i);
            int to = order.to(i);
            if (from == to) {
                continue;
            }
            int done = sockets[i].blocked ? 0 : send(sockets[i], sorted, from, to);
            for (int at = from; at < from + done; at++) {
                slab.release(sorted[at]);
            }
            for (int at = from + done; at < to; at++) {
                batch[kept++] = sorted[at];
            }
        }
        return kept;
    }

    private int send(Watched by, int[] sorted, int from, int to) {
        messages.begin(by.socket);
        for (int at = from; at < to; at++) {
            messages.add(slab.get(sorted[at]));
        }
        long messagesBefore = messages.sentMessages();
        int done = messages.send();
        counters.messagesOut.add(messages.sentMessages() - messagesBefore);
        if (messages.refused() > 0) {
            drops.count(DropReason.SEND_FAILED, messages.refused());
        }
        if (messages.withoutRoom() > 0) {
            drops.count(DropReason.SEND_WOULD_BLOCK, messages.withoutRoom());
        }
        if (done < to - from) {
            by.blocked = true;
            by.watch(READ_AND_WRITE);
        }
        return done;
    }

    private void read(Watched from) {
        int left = MAX_READS_PER_CYCLE;
        int count = RECEIVE_BATCH;
        while (left > 0 && count == RECEIVE_BATCH) {
            count = received.receive(from.socket);
            if (count < 0) {
                loop.failed(new IOException("cannot receive: " + Errno.text(-count)));
                break;
            }
            for (int i = 0; i < count; i++) {
                Datagram datagram = received.datagram(i);
                loop.receive(datagram, from.index, received.isTruncated(i));
            }
            left -= count;
        }
        loop.endOfBatch();
    }

    /** After the loop's thread has ended, or where it never watched them. */
    @Override
    public void close() {
        for (Watched one : sockets) {
            if (one != null) {
                one.close();
            }
        }
    }

    /** Confined to its loop. One socket, and what epoll is asked to tell of it. */
    private final class Watched implements EpollIoHandle {
        final UdpSocket socket;
        final int index;
        final int port;
        private final FileDescriptor descriptor;

        @Nullable
        IoRegistration registration;

        /** It took no more, and did not tell yet that it does again. */
        boolean blocked;

        Watched(UdpSocket socket, int index) throws IOException {
            this.socket = socket;
            this.index = index;
            port = socket.port();
            descriptor = new FileDescriptor(socket.descriptor());
        }

        void watch(EpollIoOps events) {
            IoRegistration to = registration;
            if (to != null && to.isValid()) {
                to.submit(events);
            }
        }

        @Override
        public FileDescriptor fd() {
            return descriptor;
        }

        /** Throws nothing: Netty would let the loop sleep for a second. */
        @Override
        public void handle(IoRegistration from, IoEvent event) {
            try {
                EpollIoOps what = ((EpollIoEvent) event).ops();
                if (what.contains(EpollIoOps.EPOLLOUT) && blocked) {
                    blocked = false;
                    watch(READ);
                    loop.flush();
                }
                if (what.contains(EpollIoOps.EPOLLIN) || what.contains(EpollIoOps.EPOLLERR)) {
                    read(this);
                }
            } catch (Throwable bug) {
                loop.failed(bug);
            }
        }

        @Override
        public void close() {
            socket.close();
        }
    }
}
