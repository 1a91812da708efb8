package io.steadycast.media.net;

import io.netty.buffer.ByteBuf;
import io.steadycast.media.engine.transport.Datagram;
import java.nio.ByteBuffer;

/**
 * Confined to its loop. Cuts the bytes of a TCP connection into the packets that they frame, however they are fragmented or run together.
 *
 * <pre>
 *  0                   1                   2                   3
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |            LENGTH             |  RTP, RTCP, STUN or DTLS ...  |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+   RFC 4571 section 2
 * </pre>
 */
final class StreamFrames {
    static final int LENGTH_BYTES = 2;
    /** Answer of {@link #next}: all bytes are taken, and the next frame is not whole yet. */
    static final int MORE = -1;
    /** Answer of {@link #next}: the next frame is longer than a datagram may be, and will be passed over. */
    static final int TOO_LONG = -2;

    private final byte[] part = new byte[LENGTH_BYTES + Datagram.CAPACITY_BYTES];
    private int partBytes;
    private int skipBytes;

    /** Writes the next whole frame to the start of {@code into}; answers its length, {@link #MORE} or {@link #TOO_LONG}. */
    int next(ByteBuf in, ByteBuffer into) {
        skip(in);
        if (partBytes == 0 && in.readableBytes() >= LENGTH_BYTES) {
            int length = in.getUnsignedShort(in.readerIndex());
            if (length <= Datagram.CAPACITY_BYTES && in.readableBytes() >= LENGTH_BYTES + length) {
                in.skipBytes(LENGTH_BYTES);
                into.clear().limit(length);
                in.readBytes(into);
                return length;
            }
        }
        return assemble(in, into);
    }

    private int assemble(ByteBuf in, ByteBuffer into) {
        if (!take(in, LENGTH_BYTES)) {
            return MORE;
        }
        int length = (part[0] & 0xFF) << 8 | (part[1] & 0xFF);
        if (length > Datagram.CAPACITY_BYTES) {
            partBytes = 0;
            skipBytes = length;
            return TOO_LONG;
        }
        if (!take(in, LENGTH_BYTES + length)) {
            return MORE;
        }
        partBytes = 0;
        into.clear().put(part, LENGTH_BYTES, length);
        return length;
    }

    /** Whether so many bytes of the frame are there. */
    private boolean take(ByteBuf in, int bytes) {
        int taken = Math.min(bytes - partBytes, in.readableBytes());
        if (taken > 0) {
            in.readBytes(part, partBytes, taken);
            partBytes += taken;
        }
        return partBytes >= bytes;
    }

    private void skip(ByteBuf in) {
        int skipped = Math.min(skipBytes, in.readableBytes());
        in.skipBytes(skipped);
        skipBytes -= skipped;
    }
}
