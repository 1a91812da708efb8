package io.steadycast.benchmarks.generator;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;

/** Any thread; each caller brings its own {@link #newErrno}. The system calls of the generator (Linux, 64 bit). */
final class Libc {
    static final int AF_INET = 2;
    static final int SOCK_DGRAM = 2;
    static final int SOL_SOCKET = 1;
    static final int SO_SNDBUF = 7;
    static final int SO_RCVBUF = 8;
    static final int SO_SNDBUFFORCE = 32;
    static final int SO_RCVBUFFORCE = 33;
    static final int SO_TIMESTAMPNS = 35;
    static final int IPPROTO_IP = 0;
    static final int IP_PKTINFO = 8;
    static final int MSG_DONTWAIT = 0x40;
    static final int EAGAIN = 11;
    static final int EINTR = 4;
    static final int ENOBUFS = 105;
    static final int ECONNREFUSED = 111;
    private static final int CLOCK_REALTIME = 0;

    private static final Linker LINKER = Linker.nativeLinker();
    private static final StructLayout STATE = Linker.Option.captureStateLayout();
    private static final Linker.Option ERRNO = Linker.Option.captureCallState("errno");
    private static final VarHandle ERRNO_VALUE = STATE.varHandle(MemoryLayout.PathElement.groupElement("errno"));
    private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT;
    private static final MethodHandle SOCKET = handle("socket", FunctionDescriptor.of(INT, INT, INT, INT));
    private static final MethodHandle BIND = handle("bind", FunctionDescriptor.of(INT, INT, ValueLayout.ADDRESS, INT));
    private static final MethodHandle SETSOCKOPT =
            handle("setsockopt", FunctionDescriptor.of(INT, INT, INT, INT, ValueLayout.ADDRESS, INT));
    private static final MethodHandle CLOSE = handle("close", FunctionDescriptor.of(INT, INT));
    private static final MethodHandle RECVMMSG =
            handle("recvmmsg", FunctionDescriptor.of(INT, INT, ValueLayout.ADDRESS, INT, INT, ValueLayout.ADDRESS));
    private static final MethodHandle SENDMMSG =
            handle("sendmmsg", FunctionDescriptor.of(INT, INT, ValueLayout.ADDRESS, INT, INT));
    private static final MethodHandle CLOCK_GETTIME = LINKER.downcallHandle(
            LINKER.defaultLookup().findOrThrow("clock_gettime"), FunctionDescriptor.of(INT, INT, ValueLayout.ADDRESS));

    private Libc() {}

    private static MethodHandle handle(String name, FunctionDescriptor descriptor) {
        return LINKER.downcallHandle(LINKER.defaultLookup().findOrThrow(name), descriptor, ERRNO);
    }

    static MemorySegment newErrno(Arena arena) {
        return arena.allocate(STATE);
    }

    static int errno(MemorySegment state) {
        return (int) ERRNO_VALUE.get(state, 0L);
    }

    static int socket(MemorySegment errno) throws IOException {
        try {
            return checked("socket", errno, (int) SOCKET.invokeExact(errno, AF_INET, SOCK_DGRAM, 0));
        } catch (Throwable e) {
            throw rethrown(e);
        }
    }

    static void bind(MemorySegment errno, int socket, MemorySegment address) throws IOException {
        try {
            int length = (int) address.byteSize();
            checked("bind", errno, (int) BIND.invokeExact(errno, socket, address, length));
        } catch (Throwable e) {
            throw rethrown(e);
        }
    }

    /** Whether the kernel took it. */
    static boolean option(MemorySegment errno, int socket, int level, int name, int value) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment holder = arena.allocateFrom(INT, value);
            return (int) SETSOCKOPT.invokeExact(errno, socket, level, name, holder, Integer.BYTES) == 0;
        } catch (Throwable e) {
            throw rethrown(e);
        }
    }

    /** Messages, or -1 with the reason in {@code errno}. */
    static int recvmmsg(MemorySegment errno, int socket, MemorySegment messages, int count) {
        try {
            return (int) RECVMMSG.invokeExact(errno, socket, messages, count, MSG_DONTWAIT, MemorySegment.NULL);
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }

    /** Messages, or -1 with the reason in {@code errno}. */
    static int sendmmsg(MemorySegment errno, int socket, MemorySegment messages, int count) {
        try {
            return (int) SENDMMSG.invokeExact(errno, socket, messages, count, MSG_DONTWAIT);
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }

    /** The clock of the kernel's receive stamps; {@code holder} has 16 bytes. */
    static long realtimeNs(MemorySegment holder) {
        try {
            int ignored = (int) CLOCK_GETTIME.invokeExact(CLOCK_REALTIME, holder);
            assert ignored == 0;
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
        return holder.get(ValueLayout.JAVA_LONG, 0) * 1_000_000_000L + holder.get(ValueLayout.JAVA_LONG, 8);
    }

    static void close(MemorySegment errno, int socket) throws IOException {
        try {
            checked("close", errno, (int) CLOSE.invokeExact(errno, socket));
        } catch (Throwable e) {
            throw rethrown(e);
        }
    }

    private static int checked(String call, MemorySegment errno, int answer) throws IOException {
        if (answer < 0) {
            throw new IOException(call + ": errno " + errno(errno));
        }
        return answer;
    }

    private static IOException rethrown(Throwable e) {
        return e instanceof IOException known ? known : new IOException(e);
    }
}
