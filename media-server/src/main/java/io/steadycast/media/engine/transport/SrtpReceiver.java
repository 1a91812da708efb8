package io.steadycast.media.engine.transport;

import static io.steadycast.media.engine.transport.Bytes.INT;

import org.jspecify.annotations.Nullable;

/**
 * Confined to its shard. What was received under one key: rollover counters and replay windows of the peer's SSRCs (RFC 3711 sections 3.3.1,
 * 3.3.2). Only an authentic packet creates or moves a context, so a forger can neither fill the table nor shift a counter.
 */
public final class SrtpReceiver implements AutoCloseable {
    /** Wide, because repairs of a long round trip come late; RFC 3711 asks for 64 at least. */
    public static final int RTP_WINDOW = 1024;

    public static final int RTCP_WINDOW = 128;

    private static final int HALF_RANGE = 1 << 15;
    private static final int RTP_HEADER_BYTES = 12;
    private static final int RTCP_HEADER_BYTES = 8;
    private static final int ENCRYPTED = 0x8000_0000;
    /** Below this, the first packet seen of an SSRC may be one after a wrap whose predecessors were all lost. */
    private static final int WRAPPED_START = 1 << 12;

    private final SrtpCipher cipher;
    private final SsrcTable<IndexWindow> rtp;
    private final SsrcTable<IndexWindow> rtcp;
    private long lastRtpIndex = -1;

    public SrtpReceiver(SrtpCipher cipher, int ssrcLimit) {
        this.cipher = cipher;
        this.rtp = new SsrcTable<>(ssrcLimit);
        this.rtcp = new SsrcTable<>(ssrcLimit);
    }

    /** ROC and sequence number of the packet that {@link #unprotectRtp} accepted last. */
    long lastRtpIndex() {
        return lastRtpIndex;
    }

    /** New length, or a {@link DropReason#negative}. */
    public int unprotectRtp(Datagram d) {
        int headerBytes = headerBytes(d);
        if (headerBytes < 0 || headerBytes + cipher.rtpOverheadBytes() > d.length) {
            return DropReason.SRTP_MALFORMED.negative();
        }
        int ssrc = d.buffer.get(INT, 8);
        int seq = Bytes.u16(d, 2);
        IndexWindow window = rtp.find(ssrc);
        if (window == null) {
            return unprotectFirst(d, headerBytes, ssrc, seq);
        }
        long index = guessIndex(window.highest(), seq);
        if (!window.isNew(index)) {
            return replayed(window, index);
        }
        int length = cipher.unprotectRtp(d, headerBytes, index);
        if (length >= 0) {
            window.mark(index);
            lastRtpIndex = index;
        }
        return length;
    }

    /** New length, or a {@link DropReason#negative}. */
    public int unprotectRtcp(Datagram d) {
        if (d.length < RTCP_HEADER_BYTES + cipher.rtcpOverheadBytes() || Bytes.u8(d, 0) >> 6 != 2) {
            return DropReason.SRTP_MALFORMED.negative();
        }
        int word = d.buffer.get(INT, cipher.rtcpIndexOffset(d.length));
        if ((word & ENCRYPTED) == 0) {
            return DropReason.SRTCP_UNENCRYPTED.negative();
        }
        int index = word & ~ENCRYPTED;
        int ssrc = d.buffer.get(INT, 4);
        IndexWindow window = rtcp.find(ssrc);
        if (window == null && rtcp.full()) {
            return DropReason.SRTP_SSRC_LIMIT.negative();
        }
        if (window != null && !window.isNew(index)) {
            return replayed(window, index);
        }
        int length = cipher.unprotectRtcp(d);
        if (length >= 0) {
            markOrAdd(rtcp, window, ssrc, index, RTCP_WINDOW);
        }
        return length;
    }

    @Override
    public void close() {
        cipher.close();
    }

    private int unprotectFirst(Datagram d, int headerBytes, int ssrc, int seq) {
        if (rtp.full()) {
            return DropReason.SRTP_SSRC_LIMIT.negative();
        }
        long index = seq;
        int length = cipher.unprotectRtp(d, headerBytes, index);
        if (length == DropReason.SRTP_AUTHENTICATION.negative() && seq < WRAPPED_START) {
            index = (1L << 16) + seq;
            length = cipher.unprotectRtp(d, headerBytes, index);
        }
        if (length >= 0) {
            markOrAdd(rtp, null, ssrc, index, RTP_WINDOW);
            lastRtpIndex = index;
        }
        return length;
    }

    private static void markOrAdd(
            SsrcTable<IndexWindow> table, @Nullable IndexWindow known, int ssrc, long index, int windowSize) {
        IndexWindow window = known;
        if (window == null) {
            window = new IndexWindow(windowSize);
            table.add(ssrc, window);
        }
        window.mark(index);
    }

    private static int replayed(IndexWindow window, long index) {
        return (window.tooOld(index) ? DropReason.SRTP_TOO_OLD : DropReason.SRTP_REPLAYED).negative();
    }

    /** RFC 3711 section 3.3.1 and appendix A: the rollover counter that puts seq closest to the highest index. */
    static long guessIndex(long highest, int seq) {
        long roc = highest >>> 16;
        int highestSeq = (int) (highest & 0xFFFF);
        if (highestSeq < HALF_RANGE) {
            if (seq - highestSeq > HALF_RANGE && roc > 0) {
                roc--;
            }
        } else if (highestSeq - HALF_RANGE > seq) {
            roc++;
        }
        return (roc << 16) | seq;
    }

    /** Length of the RTP header with CSRCs and extension, or -1 when it does not fit the packet. */
    private static int headerBytes(Datagram d) {
        if (d.length < RTP_HEADER_BYTES) {
            return -1;
        }
        int first = Bytes.u8(d, 0);
        if (first >> 6 != 2) {
            return -1;
        }
        int bytes = RTP_HEADER_BYTES + 4 * (first & 0x0F);
        if ((first & 0x10) != 0) {
            if (bytes + 4 > d.length) {
                return -1;
            }
            bytes += 4 + 4 * Bytes.u16(d, bytes + 2);
        }
        return bytes <= d.length ? bytes : -1;
    }
}
