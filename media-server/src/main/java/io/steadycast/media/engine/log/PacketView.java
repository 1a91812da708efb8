package io.steadycast.media.engine.log;

import java.lang.foreign.MemorySegment;

/**
 * Confined to its shard. A reader's reusable look at one slot: its metadata (a copy) and where the packet's bytes lie (no copy). The bytes
 * may be overwritten at any moment by a writer that lapped the reader, so whoever copied them asks {@link TrackLog#stillValid} afterwards.
 */
public final class PacketView {
    public final PacketInfo info = new PacketInfo();

    /** The log's memory; never null, empty before the first successful read. */
    public MemorySegment segment = MemorySegment.NULL;

    /** Of the RTP packet's first byte in {@link #segment}. */
    public long rtpOffset;

    /** Header, extensions and payload, without RTP padding. */
    public int rtpLength;

    long slotOffset;
    long version;

    /** Of the payload's first byte in {@link #segment}. */
    public long payloadOffset() {
        return rtpOffset + info.payloadOffset;
    }

    public int payloadLength() {
        return info.payloadLength;
    }
}
