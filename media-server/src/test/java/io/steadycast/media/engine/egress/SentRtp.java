package io.steadycast.media.engine.egress;

import io.steadycast.media.wire.rtp.RtpHeader;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;

/** A packet as the viewer gets it; the null cipher's tag tells its extended number. */
@SuppressWarnings("ArrayRecordComponent") // test data
record SentRtp(
        long atNs, long ssrc, int type, long extSeq, long timestamp, boolean marker, byte[] payload, byte[] bytes) {
    private static final int TAG_BYTES = 16;

    static SentRtp parse(long nowNs, MemorySegment b, int length) {
        int end = length - TAG_BYTES;
        int header = RtpHeader.headerBytes(b, 0, end);
        int payload = RtpHeader.payloadBytes(b, 0, end);
        long index = io.steadycast.media.wire.Bytes.u64(b, end);
        return new SentRtp(
                nowNs,
                RtpHeader.ssrc(b, 0),
                RtpHeader.payloadType(b, 0),
                index,
                RtpHeader.timestamp(b, 0),
                RtpHeader.marker(b, 0),
                b.asSlice(header, payload).toArray(ValueLayout.JAVA_BYTE),
                b.asSlice(0, end).toArray(ValueLayout.JAVA_BYTE));
    }

    int u8(int index) {
        return payload[index] & 0xFF;
    }

    int u16(int index) {
        return u8(index) << 8 | u8(index + 1);
    }

    /** Of a VP8 descriptor with all fields. */
    int pictureId() {
        return u16(2) & 0x7FFF;
    }

    int tl0PicIdx() {
        return u8(4);
    }

    int temporalId() {
        return u8(5) >> 6;
    }

    /** What the host wrote behind the descriptor: encoding and source number. */
    int sourceEncoding() {
        return u8(6);
    }

    int sourceSeq() {
        return u16(7);
    }

    int frameOfHost() {
        return u16(9);
    }

    /** Of a one-byte-header extension (RFC 8285 section 4.2) that holds text; empty if it is not there. */
    String extension(int id) {
        int at = extensionAt(id);
        return at < 0 ? "" : new String(bytes, at + 1, (bytes[at] & 0xF) + 1, StandardCharsets.US_ASCII);
    }

    /** Of one that holds 16 bits; -1 if it is not there. */
    int extension16(int id) {
        int at = extensionAt(id);
        return at < 0 ? -1 : (bytes[at + 1] & 0xFF) << 8 | (bytes[at + 2] & 0xFF);
    }

    private int extensionAt(int id) {
        if ((bytes[0] & 0x10) == 0) {
            return -1;
        }
        int at = 12 + 4;
        int end = at + 4 * (((bytes[14] & 0xFF) << 8) | (bytes[15] & 0xFF));
        while (at < end && bytes[at] != 0) {
            if (((bytes[at] & 0xFF) >> 4) == id) {
                return at;
            }
            at += 2 + (bytes[at] & 0xF);
        }
        return -1;
    }

    boolean empty() {
        return payload.length == 0;
    }
}
