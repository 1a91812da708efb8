package io.steadycast.media.wire;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.steadycast.media.wire.codec.DependencyDescriptorReader;
import java.lang.foreign.MemorySegment;

/**
 * Coverage-guided fuzzing of every reader: {@code JAZZER_FUZZ=1 mvn -pl media-server -am test -Dtest='WireFuzzTest#rtcp'}. Without the variable the inputs
 * kept in the resources {@code WireFuzzTestInputs} are replayed. The segments are exact, so a read outside throws.
 */
class WireFuzzTest {
    @FuzzTest(maxDuration = "60s")
    void rtp(byte[] bytes) {
        Readers readers = new Readers();
        readers.rtp(MemorySegment.ofArray(bytes), 0, bytes.length);
        readers.rtx(MemorySegment.ofArray(bytes), 0, bytes.length);
    }

    @FuzzTest(maxDuration = "60s")
    void rtcp(byte[] bytes) {
        new Readers().rtcp(MemorySegment.ofArray(bytes), 0, bytes.length);
    }

    @FuzzTest(maxDuration = "60s")
    void payloads(byte[] bytes) {
        new Readers().codecs(MemorySegment.ofArray(bytes), 0, bytes.length);
    }

    /** The first byte says where the structure's descriptor ends and the next frame's begins. */
    @FuzzTest(maxDuration = "60s")
    void dependencies(byte[] bytes) {
        if (bytes.length == 0) {
            return;
        }
        Readers readers = new Readers();
        DependencyDescriptorReader reader = new DependencyDescriptorReader();
        MemorySegment segment = MemorySegment.ofArray(bytes);
        int first = Math.min(bytes[0] & 0xFF, bytes.length - 1);
        readers.dependencies(reader, segment.asSlice(1, first), 0, first);
        int second = bytes.length - 1 - first;
        readers.dependencies(reader, segment.asSlice(1L + first, second), 0, second);
    }
}
