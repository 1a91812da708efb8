package io.steadycast.media.control;

import io.steadycast.media.config.ServerConfig;
import io.steadycast.media.net.DatagramTransport;
import io.steadycast.media.net.LoopSettings;
import io.steadycast.media.net.linux.Support;
import java.io.IOException;
import java.util.Locale;

/**
 * Immutable. How this server moves datagrams: what is configured, or the best that works here.
 *
 * @param text for the line at start
 */
record Transports(DatagramTransport datagrams, LoopSettings.Batching batching, String text) {
    /** Throws where what is wished for by name does not work here. */
    static Transports choose(ServerConfig.Moving wished) throws IOException {
        DatagramTransport datagrams = switch (wished.transport()) {
            case AUTO -> best();
            case LINUX -> available(DatagramTransport.LINUX);
            case EPOLL -> available(DatagramTransport.EPOLL);
            case NIO -> DatagramTransport.NIO;
        };
        boolean segments = wished.segmentation() && Support.here() == Support.SEGMENTS;
        return new Transports(datagrams, new LoopSettings.Batching(segments), text(datagrams, wished, segments));
    }

    private static DatagramTransport best() {
        if (DatagramTransport.LINUX.available()) {
            return DatagramTransport.LINUX;
        }
        return DatagramTransport.EPOLL.available() ? DatagramTransport.EPOLL : DatagramTransport.NIO;
    }

    private static DatagramTransport available(DatagramTransport wished) throws IOException {
        if (!wished.available()) {
            throw new IOException("udp.transport = " + wished.name().toLowerCase(Locale.ROOT)
                    + ", but that is not available here; use auto or nio");
        }
        return wished;
    }

    private static String text(DatagramTransport datagrams, ServerConfig.Moving wished, boolean segments) {
        return switch (datagrams) {
            case NIO -> "NIO";
            case EPOLL -> "Netty's epoll";
            case LINUX -> {
                String without = wished.segmentation() ? "which did not work here" : "udp.segmentation = false";
                yield "recvmmsg and sendmmsg " + (segments ? "with" : "without") + " UDP_SEGMENT"
                        + (segments ? "" : " (" + without + ")");
            }
        };
    }
}
