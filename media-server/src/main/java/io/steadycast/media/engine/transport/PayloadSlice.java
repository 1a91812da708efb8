package io.steadycast.media.engine.transport;

import java.lang.foreign.MemorySegment;

/** Confined to its shard. A reusable pointer to the part of a payload that still lies in a slot of the log. */
public final class PayloadSlice {
    public MemorySegment segment = MemorySegment.NULL;
    public long offset;
    public int length;

    public PayloadSlice set(MemorySegment segment, long offset, int length) {
        this.segment = segment;
        this.offset = offset;
        this.length = length;
        return this;
    }
}
