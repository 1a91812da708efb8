package io.steadycast.media.crypto;

import java.lang.foreign.MemorySegment;
import java.util.Objects;

/** Any thread. From segments to the plain addresses that {@link LibCrypto} takes, with the checks that an address no longer has. */
final class NativeBytes {
    private static final int TEXT_LIMIT_BYTES = 256;

    private NativeBytes() {}

    /**
     * Where this part of a segment lies.
     *
     * @throws IndexOutOfBoundsException when it is not within the segment
     * @throws IllegalArgumentException when the segment is on the heap, where the collector moves it
     */
    static long address(MemorySegment segment, long offset, long bytes) {
        if (!segment.isNative()) {
            throw new IllegalArgumentException("libcrypto takes no memory on the heap");
        }
        Objects.checkFromIndexSize(offset, bytes, segment.byteSize());
        return segment.address() + offset;
    }

    /** A string of C. */
    @SuppressWarnings("restricted") // the launcher allows native access
    static String text(long address) {
        return MemorySegment.ofAddress(address).reinterpret(TEXT_LIMIT_BYTES).getString(0);
    }
}
