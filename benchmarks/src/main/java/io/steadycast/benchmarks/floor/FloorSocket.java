package io.steadycast.benchmarks.floor;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.ByteOrder;

/** Confined to its thread. The bare calls: nothing between a loop and the kernel but what every message needs (Linux, 64 bit). */
final class FloorSocket implements AutoCloseable {
    static final int BATCH = 32;
    private static final int AF_INET = 2;
    private static final int SOCK_DGRAM = 2;
    private static final int SOL_UDP = 17;
    private static final int UDP_SEGMENT = 103;
    private static final int MSG_DONTWAIT = 0x40;
    private static final int MESSAGE_BYTES = 64;
    private static final int ADDRESS_BYTES = 16;
    private static final int VECTOR_BYTES = 16;
    private static final int CONTROL_BYTES = 24;
    private static final int BUFFER_BYTES = 16_384;
    private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT;
    private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG;
    private static final ValueLayout.OfShort NET_SHORT = ValueLayout.JAVA_SHORT.withOrder(ByteOrder.BIG_ENDIAN);
    private static final ValueLayout.OfInt NET_INT = INT.withOrder(ByteOrder.BIG_ENDIAN);
    private static final Linker LINKER = Linker.nativeLinker();
    private static final MethodHandle SOCKET = handle("socket", FunctionDescriptor.of(INT, INT, INT, INT));
    private static final MethodHandle CLOSE = handle("close", FunctionDescriptor.of(INT, INT));
    private static final MethodHandle SENDTO = handle(
            "sendto", FunctionDescriptor.of(LONG, INT, ValueLayout.ADDRESS, LONG, INT, ValueLayout.ADDRESS, INT));
    private static final MethodHandle SENDMMSG =
            handle("sendmmsg", FunctionDescriptor.of(INT, INT, ValueLayout.ADDRESS, INT, INT));

    private final Arena arena = Arena.ofConfined();
    private final int socket;
    private final MemorySegment messages = arena.allocate((long) BATCH * MESSAGE_BYTES, 8);
    private final MemorySegment vectors = arena.allocate((long) BATCH * VECTOR_BYTES, 8);
    private final MemorySegment controls = arena.allocate((long) BATCH * CONTROL_BYTES, 8);
    private final MemorySegment[] addresses = new MemorySegment[BATCH];
    private final MemorySegment buffer = arena.allocate(BUFFER_BYTES, 8);

    /** Message i goes to the i-th address from this one on. */
    FloorSocket(int firstAddress, int port) throws IOException {
        socket = call(() -> (int) SOCKET.invokeExact(AF_INET, SOCK_DGRAM, 0));
        if (socket < 0) {
            throw new IOException("no socket");
        }
        for (int i = 0; i < BATCH; i++) {
            MemorySegment address = arena.allocate(ADDRESS_BYTES, 8);
            address.set(ValueLayout.JAVA_SHORT, 0, (short) AF_INET);
            address.set(NET_SHORT, 2, (short) port);
            address.set(NET_INT, 4, firstAddress + i);
            addresses[i] = address;
            long vector = (long) i * VECTOR_BYTES;
            vectors.set(LONG, vector, buffer.address());
            long control = (long) i * CONTROL_BYTES;
            controls.set(LONG, control, 18);
            controls.set(INT, control + 8, SOL_UDP);
            controls.set(INT, control + 12, UDP_SEGMENT);
            long message = (long) i * MESSAGE_BYTES;
            messages.set(LONG, message, address.address());
            messages.set(INT, message + 8, ADDRESS_BYTES);
            messages.set(LONG, message + 16, vectors.address() + vector);
            messages.set(LONG, message + 24, 1);
        }
    }

    private static MethodHandle handle(String name, FunctionDescriptor descriptor) {
        return LINKER.downcallHandle(LINKER.defaultLookup().findOrThrow(name), descriptor);
    }

    /** A call of its own for each of {@link #BATCH} datagrams; answers how many left. */
    int sendEach(int bytes) {
        int sent = 0;
        for (int i = 0; i < BATCH; i++) {
            MemorySegment to = addresses[i];
            sent += call(() -> (int) (long)
                                    SENDTO.invokeExact(socket, buffer, (long) bytes, MSG_DONTWAIT, to, ADDRESS_BYTES))
                            == bytes
                    ? 1
                    : 0;
        }
        return sent;
    }

    /** All in one call, each message of so many equal segments; answers how many datagrams left. */
    int sendTogether(int bytes, int segments) {
        for (int i = 0; i < BATCH; i++) {
            vectors.set(LONG, (long) i * VECTOR_BYTES + 8, (long) bytes * segments);
            controls.set(ValueLayout.JAVA_SHORT, (long) i * CONTROL_BYTES + 16, (short) bytes);
            long message = (long) i * MESSAGE_BYTES;
            messages.set(LONG, message + 32, segments > 1 ? controls.address() + (long) i * CONTROL_BYTES : 0);
            messages.set(LONG, message + 40, segments > 1 ? CONTROL_BYTES : 0);
        }
        int sent = call(() -> (int) SENDMMSG.invokeExact(socket, messages, BATCH, MSG_DONTWAIT));
        return Math.max(0, sent) * segments;
    }

    @FunctionalInterface
    private interface SystemCall {
        @SuppressWarnings("PMD.SignatureDeclareThrowsException")
        int make() throws Throwable;
    }

    private static int call(SystemCall call) {
        try {
            return call.make();
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        int ignored = call(() -> (int) CLOSE.invokeExact(socket));
        assert ignored == 0;
        arena.close();
    }
}
