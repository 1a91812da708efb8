package io.steadycast.media.net;

import java.net.InetAddress;
import java.util.List;

/**
 * How one loop is to be made.
 *
 * @param addresses local addresses; each gets a socket of its own on {@code port}, in this order, so that replies leave from the
 *     address they came to
 */
public record LoopSettings(
        String name,
        DatagramTransport transport,
        List<InetAddress> addresses,
        int port,
        SocketBuffers buffers,
        Batching batching,
        long tickIntervalMs) {

    public LoopSettings {
        addresses = List.copyOf(addresses);
    }

    /** Of a loop that sends what it has at once, runs as segments where it can. */
    public LoopSettings(
            String name,
            DatagramTransport transport,
            List<InetAddress> addresses,
            int port,
            SocketBuffers buffers,
            long tickIntervalMs) {
        this(name, transport, addresses, port, buffers, Batching.USUAL, tickIntervalMs);
    }

    /**
     * What leaves and is read together, where the transport is {@link DatagramTransport#LINUX}.
     *
     * @param segmentation whether several datagrams to one receiver may leave as one message (UDP_SEGMENT)
     */
    public record Batching(boolean segmentation) {
        public static final Batching USUAL = new Batching(true);
    }

    /** Bytes the kernel keeps per socket, datagrams that the loop keeps while the kernel takes no more, and the bounds of TCP connections. */
    public record SocketBuffers(int receiveBytes, int sendBytes, int sendQueueDatagrams, StreamLimits streams) {
        /** Of a loop that is given no TCP connections. */
        public SocketBuffers(int receiveBytes, int sendBytes, int sendQueueDatagrams) {
            this(receiveBytes, sendBytes, sendQueueDatagrams, StreamLimits.NONE);
        }
    }
}
