package io.steadycast.netsim.emulate;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/**
 * Any thread. A UDP relay that loses and delays in real time, between real clients and a real server: clients send to {@link #address}, the
 * server sees one socket per client. {@link #rebind} moves those sockets to new ports, as a NAT that forgot its mapping does.
 */
public final class LossyRelay implements AutoCloseable {
    private static final int MAX_CLIENTS = 1024;
    private static final int SOCKET_BUFFER_BYTES = 1 << 20;

    private final InetSocketAddress server;
    private final Selector selector;
    private final DatagramChannel front;
    private final InetSocketAddress address;
    private final RelayWay toServer;
    private final RelayWay toClients;
    private final Map<InetSocketAddress, RelayLink> links = new HashMap<>();
    private final ConcurrentLinkedQueue<Runnable> commands = new ConcurrentLinkedQueue<>();
    private final ByteBuffer buffer = ByteBuffer.allocate(65536);
    private final Thread thread;

    /** Listens on a free port of the server's own address. The seed decides which packets are lost. */
    public LossyRelay(InetSocketAddress server, long seed) throws IOException {
        this.server = server;
        this.selector = Selector.open();
        this.front = open(server.getAddress());
        this.address = (InetSocketAddress) front.getLocalAddress();
        this.toServer = new RelayWay(seed);
        this.toClients = new RelayWay(seed + 1);
        front.register(selector, SelectionKey.OP_READ);
        this.thread =
                Thread.ofPlatform().daemon().name("relay-" + address.getPort()).start(this::loop);
    }

    public InetSocketAddress address() {
        return address;
    }

    /** What happens to packets from clients to the server, from now on. */
    public void toServer(double loss, Duration delay) {
        toServer.set(loss, delay.toNanos());
    }

    /** What happens to packets from the server to clients, from now on. */
    public void toClients(double loss, Duration delay) {
        toClients.set(loss, delay.toNanos());
    }

    public Counters counters() {
        return new Counters(
                toServer.forwarded.get(),
                toServer.lost.get(),
                toClients.forwarded.get(),
                toClients.lost.get(),
                toServer.overflowed.get() + toClients.overflowed.get());
    }

    /** Packets so far. */
    public record Counters(
            long toServerForwarded, long toServerLost, long toClientsForwarded, long toClientsLost, long overflowed) {}

    /** Gives every client a new source port towards the server; what the server still sends to the old ones is lost. */
    public void rebind() {
        commands.add(() -> links.values().forEach(this::moveToNewPort));
        selector.wakeup();
    }

    @Override
    public void close() {
        commands.add(() -> Thread.currentThread().interrupt());
        selector.wakeup();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void loop() {
        try (selector;
                front) {
            while (!Thread.currentThread().isInterrupted()) {
                cycle();
            }
            for (RelayLink link : links.values()) {
                link.upstream.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void cycle() throws IOException {
        long waitNs = Math.min(toServer.nextInNs(System.nanoTime()), toClients.nextInNs(System.nanoTime()));
        if (waitNs == 0) {
            selector.selectNow();
        } else {
            // Rounded up to the selector's milliseconds; a delay is at least what was asked for.
            selector.select(waitNs == Long.MAX_VALUE ? 0 : waitNs / 1_000_000 + 1);
        }
        for (Runnable command = commands.poll(); command != null; command = commands.poll()) {
            command.run();
        }
        for (SelectionKey key : selector.selectedKeys()) {
            receive(key);
        }
        selector.selectedKeys().clear();
        for (RelayWay.Waiting packet = toServer.poll(System.nanoTime());
                packet != null;
                packet = toServer.poll(System.nanoTime())) {
            send(packet.link().upstream, packet.bytes(), server);
        }
        for (RelayWay.Waiting packet = toClients.poll(System.nanoTime());
                packet != null;
                packet = toClients.poll(System.nanoTime())) {
            send(front, packet.bytes(), packet.link().client);
        }
    }

    private void receive(SelectionKey key) throws IOException {
        if (!key.isValid()) {
            return;
        }
        var channel = (DatagramChannel) key.channel();
        RelayLink link = (RelayLink) key.attachment();
        for (; ; ) {
            buffer.clear();
            var from = (InetSocketAddress) channel.receive(buffer);
            if (from == null) {
                return;
            }
            buffer.flip();
            if (link != null) {
                toClients.offer(System.nanoTime(), buffer, link);
            } else {
                RelayLink client = linkOf(from);
                if (client != null) {
                    toServer.offer(System.nanoTime(), buffer, client);
                }
            }
        }
    }

    private @Nullable RelayLink linkOf(InetSocketAddress client) throws IOException {
        RelayLink known = links.get(client);
        if (known != null || links.size() >= MAX_CLIENTS) {
            return known;
        }
        var link = new RelayLink(client, open(server.getAddress()));
        link.upstream.register(selector, SelectionKey.OP_READ, link);
        links.put(client, link);
        return link;
    }

    private void moveToNewPort(RelayLink link) {
        try {
            link.upstream.close();
            link.upstream = open(server.getAddress());
            link.upstream.register(selector, SelectionKey.OP_READ, link);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void send(DatagramChannel channel, ByteBuffer bytes, InetSocketAddress to) throws IOException {
        try {
            channel.send(bytes, to);
        } catch (ClosedChannelException closed) {
            throw closed;
        } catch (IOException refused) {
            // Nobody listens there any more; to a relay that is a loss like any other.
            bytes.clear();
        }
    }

    private static DatagramChannel open(InetAddress address) throws IOException {
        boolean six = address.getAddress().length == 16;
        DatagramChannel channel =
                DatagramChannel.open(six ? StandardProtocolFamily.INET6 : StandardProtocolFamily.INET);
        channel.setOption(StandardSocketOptions.SO_RCVBUF, SOCKET_BUFFER_BYTES);
        channel.setOption(StandardSocketOptions.SO_SNDBUF, SOCKET_BUFFER_BYTES);
        channel.bind(new InetSocketAddress(address, 0));
        channel.configureBlocking(false);
        return channel;
    }
}
