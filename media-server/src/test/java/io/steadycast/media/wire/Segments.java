package io.steadycast.media.wire;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.HexFormat;

/** Any thread. Byte vectors for tests: segments exactly as long as their bytes, so that any read outside throws. */
public final class Segments {
    private Segments() {}

    /** Spaces and line breaks are ignored. */
    public static MemorySegment hex(String digits) {
        return MemorySegment.ofArray(bytes(digits));
    }

    public static byte[] bytes(String digits) {
        return HexFormat.of().parseHex(digits.replaceAll("\\s", ""));
    }

    public static String hex(MemorySegment segment, long offset, long lengthBytes) {
        return HexFormat.of().formatHex(segment.asSlice(offset, lengthBytes).toArray(ValueLayout.JAVA_BYTE));
    }

    public static MemorySegment zeroed(int lengthBytes) {
        return MemorySegment.ofArray(new byte[lengthBytes]);
    }

    public static int size(MemorySegment segment) {
        return (int) segment.byteSize();
    }
}
