package io.steadycast.benchmarks.srtp;

import io.steadycast.media.engine.transport.Datagram;
import io.steadycast.media.engine.transport.PayloadSlice;
import io.steadycast.media.engine.transport.SrtpKeys;
import io.steadycast.media.engine.transport.SrtpProfile;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** Protecting a packet whose payload lies in a slot, and taking one apart in place. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 4, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 4, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Fork(1)
public class SrtpBenchmark {
    private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);
    private static final int HEADER_BYTES = 20;
    private static final int SEQ = 0x1234;
    private static final int SSRC = 0x1234_5678;
    private static final long SEED = 6;

    @Param
    public Implementation library = Implementation.OPENSSL;

    @Param
    public SrtpProfile profile = SrtpProfile.AEAD_AES_128_GCM;

    @Param({"100", "1200"})
    public int payloadBytes = 100;

    private final Arena arena = Arena.ofShared();
    private final Datagram packet = Datagram.allocate(arena);
    private final Datagram sealed = Datagram.allocate(arena);
    private final PayloadSlice rest = new PayloadSlice();

    @SuppressWarnings("NullAway.Init") // by JMH
    private Implementation.Transform transform;

    @SuppressWarnings("NullAway.Init") // see prepare
    public SrtpBenchmark() {}

    @Setup
    public void prepare() {
        Random random = new Random(SEED);
        byte[] key = new byte[profile.keyBytes()];
        byte[] salt = new byte[profile.saltBytes()];
        byte[] payload = new byte[payloadBytes];
        random.nextBytes(key);
        random.nextBytes(salt);
        random.nextBytes(payload);
        transform = library.transform(profile, new SrtpKeys.Master(key, salt));
        rest.set(arena.allocateFrom(ValueLayout.JAVA_BYTE, payload), 0, payloadBytes);
        for (Datagram each : new Datagram[] {packet, sealed}) {
            // version 2, an extension of one word, payload type 96
            each.buffer.set(INT, 0, 0x9060_0000 | SEQ);
            each.buffer.set(INT, 8, SSRC);
            each.buffer.set(INT, 12, 0xBEDE_0001);
            each.length = HEADER_BYTES;
        }
        transform.protect(sealed, HEADER_BYTES, rest, SEQ);
    }

    @TearDown
    public void close() {
        transform.close();
        arena.close();
    }

    /** From the slot into the send buffer. */
    @Benchmark
    public int protect() {
        return transform.protect(packet, HEADER_BYTES, rest, SEQ);
    }

    /** With a copy of the protected packet, as {@link #copy} makes it. */
    @Benchmark
    public int unprotect() {
        copy();
        int length = transform.unprotect(packet, HEADER_BYTES, SEQ);
        if (length != HEADER_BYTES + payloadBytes) {
            throw new IllegalStateException("not authentic: " + length);
        }
        return length;
    }

    /** What {@link #unprotect} takes for having a packet to work on: to be taken off. */
    @Benchmark
    public int copy() {
        MemorySegment.copy(sealed.buffer, 0, packet.buffer, 0, sealed.length);
        packet.length = sealed.length;
        return packet.length;
    }
}
