package io.steadycast.media.engine.egress;

import io.steadycast.media.wire.rtp.RtpHeader;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

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

    boolean empty() {
        return payload.length == 0;
    }
}
