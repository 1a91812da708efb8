package io.steadycast.media.crypto;

import io.steadycast.media.engine.transport.DropCounters;
import io.steadycast.media.engine.transport.DropReason;
import io.steadycast.media.engine.transport.DtlsInbox;
import java.io.ByteArrayOutputStream;
import java.io.InterruptedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.bouncycastle.tls.DatagramTransport;
import org.jspecify.annotations.Nullable;

/**
 * Confined to its handshake thread. The datagrams under a DTLS session: takes them from the inbox, and packs what the library sends record by
 * record into as few datagrams as fit.
 *
 * <p>Both matter for joining over a bad network. A flight that is one datagram survives loss far more often than one of six. And a flight that is
 * outstanding is repeated here, byte by byte, on a timer that starts short and stays short; the library's own only doubles. A repeated record is
 * what the receiver's replay window expects from a network, and one that was lost is as good as new (RFC 6347 sections 4.1.2.6, 4.2.4).
 */
final class DtlsFlights implements DatagramTransport {
    /** Datagrams of ours stay below the smallest MTU of the path: 1280 less IPv6, UDP and a tunnel. */
    static final int MTU_BYTES = 1200;

    private static final int RECEIVE_BYTES = 2048;
    private static final int MAX_FLIGHT_DATAGRAMS = 16;
    /**
     * Repeats of the last flight, which no answer ever confirms; without them one loss costs the peer a timeout that has already doubled often (a browser's is at half a
     * minute after eight). Where 70 % are lost 3 of 1000 peers miss all of them; to the others they are a few small datagrams in six seconds.
     */
    private static final int LAST_FLIGHT_REPEATS = 16;

    private static final long MILLI_NS = 1_000_000;

    private final DtlsInbox inbox;
    private final Consumer<byte[]> output;
    private final DropCounters drops;
    private final DtlsSettings settings;

    private final ByteArrayOutputStream pending = new ByteArrayOutputStream(MTU_BYTES);
    private final List<byte[]> flight = new ArrayList<>();
    private boolean flightComplete;
    private boolean established;
    private long resendMs;
    private long resendAtNs;
    private final boolean sendsLastFlight;
    private int lastFlightRepeats;
    private boolean closed;
    private byte @Nullable [] first;

    /** @param first the ClientHello that was already taken out of the inbox; null for the client */
    DtlsFlights(
            byte @Nullable [] first,
            DtlsInbox inbox,
            Consumer<byte[]> output,
            DropCounters drops,
            DtlsSettings settings) {
        this.first = first;
        this.sendsLastFlight = first != null;
        this.lastFlightRepeats = sendsLastFlight ? LAST_FLIGHT_REPEATS : 0;
        this.inbox = inbox;
        this.output = output;
        this.drops = drops;
        this.settings = settings;
        this.resendMs = settings.resendMs();
    }

    /** The handshake is complete: the last flight is repeated a few times, and whenever the peer repeats its own. */
    void established() {
        flush();
        flightComplete = true;
        established = true;
        resendMs = settings.resendMs();
        resendAtNs = System.nanoTime() + resendMs * MILLI_NS;
    }

    @Override
    public int getReceiveLimit() {
        return RECEIVE_BYTES;
    }

    @Override
    public int getSendLimit() {
        return MTU_BYTES;
    }

    @Override
    public void send(byte[] bytes, int offset, int length) {
        if (flightComplete && !established) {
            flight.clear();
            flightComplete = false;
            resendMs = settings.resendMs();
        }
        if (pending.size() + length > MTU_BYTES) {
            flush();
        }
        pending.write(bytes, offset, length);
        if (established) {
            flush();
        }
    }

    private void flush() {
        if (pending.size() == 0) {
            return;
        }
        byte[] datagram = pending.toByteArray();
        pending.reset();
        if (!established && flight.size() < MAX_FLIGHT_DATAGRAMS) {
            flight.add(datagram);
        }
        output.accept(datagram);
    }

    @Override
    public int receive(byte[] into, int offset, int length, int waitMs) throws InterruptedIOException {
        flush();
        if (closed) {
            // The library goes on waiting after a close_notify.
            throw new InterruptedIOException("closed");
        }
        if (!flightComplete) {
            flightComplete = true;
            resendAtNs = System.nanoTime() + resendMs * MILLI_NS;
        }
        byte[] datagram = next(waitMs);
        if (datagram == null) {
            return -1;
        }
        if (datagram.length > length || !wellFormed(datagram)) {
            drops.count(DropReason.DTLS_MALFORMED);
            return -1;
        }
        if (established && sendsLastFlight && isHandshake(datagram)) {
            // The peer has not seen our last flight yet (RFC 6347 section 4.2.4).
            flight.forEach(output);
        }
        System.arraycopy(datagram, 0, into, offset, datagram.length);
        return datagram.length;
    }

    private byte @Nullable [] next(int waitMs) throws InterruptedIOException {
        byte[] datagram = first;
        first = null;
        return datagram == null ? poll(waitMs) : datagram;
    }

    private byte @Nullable [] poll(int waitMs) throws InterruptedIOException {
        long deadlineNs = System.nanoTime() + waitMs * MILLI_NS;
        try {
            while (true) {
                long nowNs = System.nanoTime();
                boolean resends = !flight.isEmpty() && (!established || lastFlightRepeats > 0);
                long waitNs = resends ? Math.min(deadlineNs, resendAtNs) - nowNs : deadlineNs - nowNs;
                byte[] datagram = inbox.poll(Math.max(0, (waitNs + MILLI_NS - 1) / MILLI_NS));
                if (datagram != null) {
                    return datagram;
                }
                if (inbox.closed()) {
                    throw new InterruptedIOException("inbox closed");
                }
                nowNs = System.nanoTime();
                if (resends && nowNs - resendAtNs >= 0) {
                    repeat(nowNs);
                }
                if (nowNs - deadlineNs >= 0) {
                    return null;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted");
        }
    }

    private void repeat(long nowNs) {
        flight.forEach(output);
        resendMs = Math.min(2 * resendMs, settings.maxResendMs());
        resendAtNs = nowNs + resendMs * MILLI_NS;
        if (established) {
            lastFlightRepeats--;
        }
    }

    @Override
    public void close() {
        flush();
        closed = true;
    }

    private static boolean isHandshake(byte[] datagram) {
        return datagram[0] == 22;
    }

    /** Every record has a known type, a DTLS version, epoch 0 or 1 and a length that fits (RFC 6347 section 4.1). */
    static boolean wellFormed(byte[] datagram) {
        int at = 0;
        while (at < datagram.length) {
            if (datagram.length - at < 13) {
                return false;
            }
            int type = datagram[at];
            int epoch = ((datagram[at + 3] & 0xFF) << 8) | (datagram[at + 4] & 0xFF);
            int length = ((datagram[at + 11] & 0xFF) << 8) | (datagram[at + 12] & 0xFF);
            if (type < 20 || type > 24 || datagram[at + 1] != (byte) 0xFE || epoch > 1) {
                return false;
            }
            at += 13 + length;
        }
        return at == datagram.length && at > 0;
    }
}
