package io.steadycast.media.wire.rtp;

import io.steadycast.media.wire.Bytes;
import java.lang.foreign.MemorySegment;

/**
 * Confined to its owner, reused for every packet. Writes an RTP header and its extension elements straight into the buffer that goes out.
 *
 * <p>{@code begin}, then one {@link #element} for each extension, then {@link #finish}, which answers the header's length. The one-byte form (RFC 8285
 * section 4.2) is used until an element does not fit it (id above 14, or data of 0 or more than 16 bytes); then all that was written turns into the two-byte
 * form. The offset of an element is therefore good only until the next call; one that is patched at send time, such as the transport-wide sequence number, is
 * written last, or looked up by {@link #offsetOf} after {@link #finish}.
 */
public final class RtpHeaderWriter {
    private static final int EXTENSION_HEADER_BYTES = 4;
    private static final int ONE_BYTE_MAX_ID = 14;
    private static final int ONE_BYTE_MAX_DATA = 16;
    /** Plenty for a header in a datagram of 1,500 bytes, and a bound for our own mistakes. */
    private static final int MAX_EXTENSION_BYTES = 512;

    private MemorySegment segment = MemorySegment.NULL;
    private long start;
    private long at;
    private int elements;
    private boolean twoByte;

    /** Starts a header; {@code markerAndType} as {@link RtpHeader#markerAndType} makes it. */
    public void begin(
            MemorySegment target, long offset, int markerAndType, long sequenceNumber, long timestamp, long ssrc) {
        segment = target;
        start = offset;
        at = offset + RtpHeader.FIXED_BYTES + EXTENSION_HEADER_BYTES;
        elements = 0;
        twoByte = false;
        RtpHeader.write(target, offset, markerAndType, sequenceNumber, timestamp, ssrc);
    }

    /** Makes room for an element and answers where its data goes. */
    public long element(int id, int dataBytes) {
        if (id < 1 || id > 255 || dataBytes < 0 || dataBytes > 255) {
            throw new IllegalArgumentException("extension id " + id + " of " + dataBytes + " bytes");
        }
        if (!twoByte && (id > ONE_BYTE_MAX_ID || dataBytes == 0 || dataBytes > ONE_BYTE_MAX_DATA)) {
            toTwoByte();
        }
        if (at + 2 + dataBytes - start > MAX_EXTENSION_BYTES) {
            throw new IllegalStateException("header extension above " + MAX_EXTENSION_BYTES + " bytes");
        }
        if (twoByte) {
            Bytes.putU8(segment, at++, id);
            Bytes.putU8(segment, at++, dataBytes);
        } else {
            Bytes.putU8(segment, at++, id << 4 | (dataBytes - 1));
        }
        long data = at;
        at += dataBytes;
        elements++;
        return data;
    }

    /** An element of known bytes, such as a mid or rid. */
    public void element(int id, byte[] data) {
        Bytes.putBytes(segment, element(id, data.length), data);
    }

    /** An element passed through from another packet. */
    public void element(int id, MemorySegment source, long sourceOffset, int dataBytes) {
        long data = element(id, dataBytes);
        Bytes.copy(source, sourceOffset, segment, data, dataBytes);
    }

    public void element8(int id, int value) {
        Bytes.putU8(segment, element(id, 1), value);
    }

    public void element16(int id, int value) {
        Bytes.putU16(segment, element(id, 2), value);
    }

    public void element24(int id, int value) {
        Bytes.putU24(segment, element(id, 3), value);
    }

    /** Pads and closes the extension; answers the bytes before the payload. */
    public int finish() {
        if (elements == 0) {
            return RtpHeader.FIXED_BYTES;
        }
        long extension = start + RtpHeader.FIXED_BYTES;
        long data = extension + EXTENSION_HEADER_BYTES;
        while ((at - data) % 4 != 0) {
            Bytes.putU8(segment, at++, 0);
        }
        RtpHeader.setExtension(segment, start);
        Bytes.putU16(
                segment, extension, twoByte ? HeaderExtensions.TWO_BYTE_PROFILE : HeaderExtensions.ONE_BYTE_PROFILE);
        Bytes.putU16(segment, extension + 2, (int) ((at - data) / 4));
        return (int) (at - start);
    }

    /** After {@link #finish}: the absolute offset of an element's data, or -1. */
    public long offsetOf(int id) {
        long element = HeaderExtensions.find(segment, start, (int) (at - start), id);
        return element == HeaderExtensions.NONE ? -1 : HeaderExtensions.dataOffset(element);
    }

    /** Every element grows by one byte; from the last to the first, so that nothing is overwritten before it moved. */
    private void toTwoByte() {
        long data = start + RtpHeader.FIXED_BYTES + EXTENSION_HEADER_BYTES;
        long end = at;
        at += elements;
        for (int remaining = elements; remaining > 0; remaining--) {
            long head = oneByteHead(data, remaining - 1);
            int id = Bytes.u8(segment, head) >> 4;
            int dataBytes = (int) (end - head - 1);
            Bytes.copy(segment, head + 1, segment, head + 1 + remaining, dataBytes);
            Bytes.putU8(segment, head + remaining - 1, id);
            Bytes.putU8(segment, head + remaining, dataBytes);
            end = head;
        }
        twoByte = true;
    }

    private long oneByteHead(long data, int index) {
        long head = data;
        for (int i = 0; i < index; i++) {
            head += 2 + (Bytes.u8(segment, head) & 0x0F);
        }
        return head;
    }
}
