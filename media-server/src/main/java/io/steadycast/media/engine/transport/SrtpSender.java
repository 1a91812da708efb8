package io.steadycast.media.engine.transport;

import static io.steadycast.media.engine.transport.Bytes.INT;

import org.jspecify.annotations.Nullable;

/**
 * Confined to its shard. What was already encrypted under one key: an (SSRC, index) is given to the cipher at most once.
 *
 * <p>A second use of an index under AES-GCM or AES-CTR would give the plaintext away (RFC 7714 section 8.1, RFC 3711 section 9.1), so numbers
 * that are older than the window are refused as well, and an SSRC once used is never forgotten.
 */
public final class SrtpSender implements AutoCloseable {
    /** Numbers behind the highest that may still be sent late. */
    public static final int WINDOW = 4096;
    /** SSRCs that one peer may ever be sent under one key. */
    public static final int SSRC_LIMIT = 512;

    private static final long RTP_INDEX_LIMIT = 1L << 48;
    private static final int RTP_HEADER_BYTES = 12;

    private final SrtpCipher cipher;
    private final SsrcTable<IndexWindow> streams = new SsrcTable<>(SSRC_LIMIT);
    private int nextRtcpIndex;

    public SrtpSender(SrtpCipher cipher) {
        this.cipher = cipher;
    }

    public int rtpOverheadBytes() {
        return cipher.rtpOverheadBytes();
    }

    public int rtcpOverheadBytes() {
        return cipher.rtcpOverheadBytes();
    }

    /** Length of the protected packet, or a {@link DropReason#negative}. */
    public int protectRtp(Datagram d, int headerBytes, int prefixBytes, PayloadSlice rest, long extendedSeq) {
        if (headerBytes < RTP_HEADER_BYTES
                || headerBytes + prefixBytes + rest.length + cipher.rtpOverheadBytes() > Datagram.CAPACITY_BYTES) {
            return DropReason.SEND_TOO_LARGE.negative();
        }
        if (extendedSeq < 0 || extendedSeq >= RTP_INDEX_LIMIT) {
            return DropReason.SRTP_INDEX_EXHAUSTED.negative();
        }
        if (Bytes.u16(d, 2) != (extendedSeq & 0xFFFF)) {
            throw new IllegalStateException("sequence number of the header is not that of the index");
        }
        IndexWindow window = window(d.buffer.get(INT, 8));
        if (window == null) {
            return DropReason.SRTP_SSRC_LIMIT.negative();
        }
        if (!window.isNew(extendedSeq)) {
            return DropReason.SRTP_REUSED_INDEX.negative();
        }
        window.mark(extendedSeq);
        return cipher.protectRtp(d, headerBytes, prefixBytes, rest, extendedSeq);
    }

    /**
     * Length of the protected compound, or a {@link DropReason#negative}. One index counts for all SSRCs, which keeps (SSRC, index) unique
     * without a table.
     */
    public int protectRtcp(Datagram d) {
        if (d.length < 8 || d.length + cipher.rtcpOverheadBytes() > Datagram.CAPACITY_BYTES) {
            return DropReason.SEND_TOO_LARGE.negative();
        }
        if (nextRtcpIndex < 0) {
            return DropReason.SRTP_INDEX_EXHAUSTED.negative();
        }
        return cipher.protectRtcp(d, nextRtcpIndex++);
    }

    @Override
    public void close() {
        cipher.close();
    }

    private @Nullable IndexWindow window(int ssrc) {
        IndexWindow window = streams.find(ssrc);
        if (window == null && !streams.full()) {
            window = new IndexWindow(WINDOW);
            streams.add(ssrc, window);
        }
        return window;
    }
}
