package io.steadycast.netsim.endpoint;

import io.steadycast.media.engine.log.Codec;
import io.steadycast.media.wire.Bytes;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * Confined to its endpoint. Cuts a real frame into RTP payloads that a decoder understands: VP8 (RFC 7741), VP9 in non-flexible mode without layers (RFC 9628 section
 * 4.2), H.264 as single NAL units and FU-A (RFC 6184 sections 5.6 and 5.8).
 */
final class RecordedPayload {
    private static final int FU_A = 28;

    private static final int FU_HEADER_BYTES = 2;
    private static final int VP9_PICTURE_ID = 0x80;
    private static final int VP9_PREDICTED = 0x40;
    private static final int VP9_BEGIN = 0x08;
    private static final int VP9_END = 0x04;
    private static final int START_CODE_BYTES = 3;

    private final Codec codec;
    private final int maxBytes;
    private final List<Piece> pieces = new ArrayList<>();

    /**
     * A part of a frame.
     *
     * @param prefix bytes of the payload before those of the frame
     * @param prefixBytes how many of its eight bytes there are, most significant first
     * @param from in the frame
     * @param lengthBytes of the frame
     */
    private record Piece(long prefix, int prefixBytes, int from, int lengthBytes) {}

    private ByteBuffer frame = ByteBuffer.allocate(0);

    /** @param maxBytes of a frame in one packet */
    RecordedPayload(Codec codec, int maxBytes) {
        this.codec = codec;
        this.maxBytes = maxBytes;
    }

    static boolean supports(Codec codec) {
        return codec == Codec.VP8 || codec == Codec.VP9 || codec == Codec.H264;
    }

    /** Takes a frame and answers the number of its packets. */
    int take(ByteBuffer newFrame, boolean keyframe, int pictureId) {
        frame = newFrame;
        pieces.clear();
        switch (codec) {
            case VP8 -> even(0, 0);
            case VP9 -> vp9(keyframe, pictureId);
            case H264 -> h264();
            case AV1, OPUS -> throw new IllegalArgumentException(codec + " cannot be packed");
        }
        return pieces.size();
    }

    /** Writes a packet's payload and answers its length. */
    int write(int packet, MemorySegment out, long at) {
        Piece piece = pieces.get(packet);
        for (int i = 0; i < piece.prefixBytes; i++) {
            int shift = 8 * (piece.prefixBytes - 1 - i);
            Bytes.putU8(out, at + i, (int) (piece.prefix >>> shift) & 0xFF);
        }
        MemorySegment from = MemorySegment.ofBuffer(frame);
        Bytes.copy(from, piece.from, out, at + piece.prefixBytes, piece.lengthBytes);
        return piece.prefixBytes + piece.lengthBytes;
    }

    private void even(long prefix, int prefixBytes) {
        int size = frame.limit();
        int count = Math.max(1, (size + maxBytes - 1) / maxBytes);
        int each = (size + count - 1) / count;
        for (int from = 0; from < size; from += each) {
            pieces.add(new Piece(prefix, prefixBytes, from, Math.min(each, size - from)));
        }
    }

    private void vp9(boolean keyframe, int pictureId) {
        long flags = VP9_PICTURE_ID | (keyframe ? 0 : VP9_PREDICTED);
        even(flags << 16 | 0x8000 | pictureId, 3);
        for (int i = 0; i < pieces.size(); i++) {
            Piece piece = pieces.get(i);
            long edge = (i == 0 ? VP9_BEGIN : 0) | (i == pieces.size() - 1 ? VP9_END : 0);
            pieces.set(i, new Piece(piece.prefix | edge << 16, piece.prefixBytes, piece.from, piece.lengthBytes));
        }
    }

    private void h264() {
        int start = nextStart(0);
        while (start >= 0) {
            int from = start + START_CODE_BYTES;
            int next = nextStart(from);
            int end = next < 0 ? frame.limit() : next;
            // Zero bytes before a start code belong to it (H.264 annex B, trailing_zero_8bits).
            while (end > from && frame.get(end - 1) == 0) {
                end--;
            }
            if (end > from) {
                unit(from, end - from);
            }
            start = next;
        }
    }

    private void unit(int from, int size) {
        if (size <= maxBytes) {
            pieces.add(new Piece(0, 0, from, size));
            return;
        }
        int header = frame.get(from) & 0xFF;
        int payload = size - 1;
        int room = maxBytes - FU_HEADER_BYTES;
        int count = (payload + room - 1) / room;
        int each = (payload + count - 1) / count;
        for (int done = 0; done < payload; done += each) {
            int take = Math.min(each, payload - done);
            int edge = (done == 0 ? 0x80 : 0) | (done + take == payload ? 0x40 : 0);
            int indicator = (header & 0xE0) | FU_A;
            long prefix = ((long) indicator << 8) | edge | (header & 0x1F);
            pieces.add(new Piece(prefix, FU_HEADER_BYTES, from + 1 + done, take));
        }
    }

    private int nextStart(int from) {
        for (int at = from; at + 2 < frame.limit(); at++) {
            if (frame.get(at) == 0 && frame.get(at + 1) == 0 && frame.get(at + 2) == 1) {
                return at;
            }
        }
        return -1;
    }
}
