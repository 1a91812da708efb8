package io.steadycast.media.net.linux;

import io.steadycast.media.engine.transport.Datagram;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/** What of this package works here: tried on loopback once, since a kernel may know an option and a sandbox refuse it. */
public enum Support {
    /** Not 64-bit Linux, or no native access. */
    NONE,
    /** Each datagram is a message of its own. */
    SINGLE,
    /** Several datagrams leave as one message. */
    SEGMENTS;

    private static final int DATAGRAMS = 3;
    private static final int LENGTH_BYTES = 100;
    private static final int LIMIT_MS = 1000;

    /** Any thread. */
    public static Support here() {
        return Tried.HERE;
    }

    private static final class Tried {
        static final Support HERE = tried();
    }

    private static Support tried() {
        InetSocketAddress any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        try (UdpSocket from = UdpSocket.open(any);
                UdpSocket to = UdpSocket.open(any)) {
            if (from.segmentation() && passes(from, to)) {
                return SEGMENTS;
            }
            from.disableSegmentation();
            return passes(from, to) ? SINGLE : NONE;
        } catch (IOException | LinkageError | RuntimeException absent) {
            return NONE;
        }
    }

    private static boolean passes(UdpSocket from, UdpSocket to) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            MessageBatch messages = new MessageBatch(DATAGRAMS, arena);
            messages.begin(from);
            for (int i = 0; i < DATAGRAMS; i++) {
                Datagram datagram = Datagram.allocate(arena);
                datagram.length = LENGTH_BYTES;
                to.address(datagram);
                messages.add(datagram);
            }
            boolean segments = from.segmentation();
            if (messages.send() < DATAGRAMS || messages.sentMessages() != (segments ? 1 : DATAGRAMS)) {
                return false;
            }
            ReceiveBatch received = new ReceiveBatch(DATAGRAMS, arena);
            int good = 0;
            while (good < DATAGRAMS && to.awaitReadable(LIMIT_MS)) {
                int count = received.receive(to);
                for (int i = 0; i < count; i++) {
                    if (received.datagram(i).length != LENGTH_BYTES) {
                        return false;
                    }
                    good++;
                }
            }
            return good == DATAGRAMS;
        }
    }
}
