package io.steadycast.media.engine.ingress;

import io.steadycast.media.engine.transport.Datagram;
import io.steadycast.media.engine.transport.PeerTransport;
import io.steadycast.media.wire.rtcp.ReceiverReport;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/** Confined to its shard. Collects RTCP messages of one tick into as few compound datagrams as they need. */
final class RtcpBatch {
    /** Room for SRTCP's index and tag stays below an Ethernet MTU. */
    static final int MAX_BYTES = 1_200;

    private final PeerTransport transport;
    private final long localSsrc;
    private final boolean reducedSize;
    private @Nullable Datagram datagram;
    private int lengthBytes;

    RtcpBatch(PeerTransport transport, long localSsrc, boolean reducedSize) {
        this.transport = transport;
        this.localSsrc = localSsrc;
        this.reducedSize = reducedSize;
    }

    /**
     * A datagram with room for so many more bytes at {@link #lengthBytes}, or null if none can be sent now.
     *
     * @param isReport what follows begins with a report itself, as a compound without reduced size has to (RFC 5506 section 4.1)
     */
    @Nullable
    MemorySegment room(int bytes, boolean isReport) {
        if (datagram != null && lengthBytes + bytes > MAX_BYTES) {
            flush();
        }
        if (datagram == null) {
            Datagram claimed = transport.claim();
            if (claimed == null) {
                return null;
            }
            datagram = claimed;
            lengthBytes = isReport || reducedSize ? 0 : ReceiverReport.begin(claimed.buffer, 0, localSsrc, 0);
        }
        return datagram.buffer;
    }

    int lengthBytes() {
        return lengthBytes;
    }

    void advance(int bytes) {
        lengthBytes += bytes;
    }

    void flush() {
        Datagram full = datagram;
        datagram = null;
        if (full != null && lengthBytes > 0) {
            full.length = lengthBytes;
            transport.sendRtcp(full);
        }
    }
}
