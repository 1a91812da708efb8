package io.steadycast.media.net;

import io.steadycast.media.engine.transport.Datagram;
import io.steadycast.media.engine.transport.DatagramSink;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Queue;

/**
 * Confined to its loop. Sends back what comes, but for checks of nobody; 'f' floods, 'm' floods while media is taken, 'd' ends the connection behind the answer, and
 * 'o' is answered to the connection before as well.
 */
final class EchoHandler implements LoopHandler {
    private static final int FLOOD = 200;

    private final DatagramSink sink;
    private final Queue<Integer> gone;
    private int number;
    private int formerSocket;

    /** {@code gone} gets the numbers of connections that ended. */
    EchoHandler(DatagramSink sink, Queue<Integer> gone) {
        this.sink = sink;
        this.gone = gone;
    }

    @Override
    public void onDatagram(long nowNs, Datagram d) {
        byte first = d.buffer.get(ValueLayout.JAVA_BYTE, 0);
        boolean nobody = first == 0 && d.length == 48 && d.buffer.get(ValueLayout.JAVA_BYTE, 31) == '!';
        if (nobody) {
            return;
        }
        if (d.length == 1 && (first == 'f' || first == 'm')) {
            for (int i = 0; i < FLOOD && (first == 'f' || sink.takesMedia(d.socket)); i++) {
                flood(d);
            }
            return;
        }
        if (d.length == 1 && first == 'o') {
            int socket = d.socket;
            d.socket = formerSocket;
            send(d);
            d.socket = socket;
        }
        send(d);
        if (d.length == 1 && first == 'd') {
            formerSocket = d.socket;
            sink.disconnect(d.socket);
        }
    }

    private void send(Datagram d) {
        Datagram out = sink.claim();
        if (out != null) {
            MemorySegment.copy(d.buffer, 0, out.buffer, 0, d.length);
            out.length = d.length;
            out.addressLike(d);
            sink.send(out);
        }
    }

    private void flood(Datagram to) {
        Datagram out = sink.claim();
        if (out != null) {
            out.buffer.set(ValueLayout.JAVA_INT_UNALIGNED, 0, ++number);
            out.buffer.set(ValueLayout.JAVA_BYTE, 999, (byte) number);
            out.length = 1_000;
            out.addressLike(to);
            sink.send(out);
        }
    }

    @Override
    public void onDisconnected(long nowNs, Datagram where) {
        gone.add(where.socket);
    }

    @Override
    public void onTick(long nowNs) {}

    @Override
    public void drain(long nowNs) {}
}
