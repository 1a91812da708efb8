package io.steadycast.media.net.linux;

import java.lang.foreign.AddressLayout;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.ByteOrder;

/**
 * Stateless. The system calls, each answering what the kernel says or the negative error number. Structures are told by their address: a segment would cost an atomic
 * increment and decrement of its arena each time.
 *
 * <p>None of them is a critical call (Linker.Option.critical): they take microseconds and more, in which other threads' garbage collection may not have to wait.
 */
final class Libc {
    static final int ERROR_BYTES =
            Math.toIntExact(Linker.Option.captureStateLayout().byteSize());

    private static final long ERRNO =
            Linker.Option.captureStateLayout().byteOffset(MemoryLayout.PathElement.groupElement("errno"));

    private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT;
    private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG;
    private static final AddressLayout POINTER = ValueLayout.ADDRESS;

    private static final MethodHandle SOCKET = handle("socket", INT, INT, INT);
    private static final MethodHandle BIND = handle("bind", INT, POINTER, INT);
    private static final MethodHandle CONNECT = handle("connect", INT, POINTER, INT);
    private static final MethodHandle GETSOCKNAME = handle("getsockname", INT, POINTER, POINTER);
    private static final MethodHandle SETSOCKOPT = handle("setsockopt", INT, INT, INT, POINTER, INT);
    private static final MethodHandle GETSOCKOPT = handle("getsockopt", INT, INT, INT, POINTER, POINTER);
    private static final MethodHandle CLOSE = handle("close", INT);
    private static final MethodHandle POLL = handle("poll", POINTER, LONG, INT);
    private static final MethodHandle RECVMMSG = handle("recvmmsg", INT, LONG, INT, INT, LONG);
    private static final MethodHandle SENDMMSG = handle("sendmmsg", INT, LONG, INT, INT);

    private Libc() {}

    /** Throws where there is no such function, or none may be called. */
    private static MethodHandle handle(String name, MemoryLayout... parameters) {
        if (!System.getProperty("os.name", "").equals("Linux")
                || POINTER.byteSize() != Long.BYTES
                || ByteOrder.nativeOrder() != ByteOrder.LITTLE_ENDIAN) {
            throw new UnsupportedOperationException("structures of 64-bit little-endian Linux");
        }
        SymbolLookup library = Linker.nativeLinker().defaultLookup();
        return Linker.nativeLinker()
                .downcallHandle(
                        library.findOrThrow(name),
                        FunctionDescriptor.of(INT, parameters),
                        Linker.Option.captureCallState("errno"));
    }

    private static int answer(int result, MemorySegment error) {
        return result >= 0 ? result : -error.get(INT, ERRNO);
    }

    static int socket(int family, int type, MemorySegment error) {
        try {
            return answer((int) SOCKET.invokeExact(error, family, type, 0), error);
        } catch (Throwable impossible) {
            throw failed(impossible);
        }
    }

    static int bind(int descriptor, MemorySegment address, int bytes, MemorySegment error) {
        try {
            return answer((int) BIND.invokeExact(error, descriptor, address, bytes), error);
        } catch (Throwable impossible) {
            throw failed(impossible);
        }
    }

    static int connect(int descriptor, MemorySegment address, int bytes, MemorySegment error) {
        try {
            return answer((int) CONNECT.invokeExact(error, descriptor, address, bytes), error);
        } catch (Throwable impossible) {
            throw failed(impossible);
        }
    }

    static int getsockname(int descriptor, MemorySegment address, MemorySegment bytes, MemorySegment error) {
        try {
            return answer((int) GETSOCKNAME.invokeExact(error, descriptor, address, bytes), error);
        } catch (Throwable impossible) {
            throw failed(impossible);
        }
    }

    static int setsockopt(int descriptor, int level, int name, MemorySegment value, MemorySegment error) {
        try {
            int bytes = Math.toIntExact(value.byteSize());
            return answer((int) SETSOCKOPT.invokeExact(error, descriptor, level, name, value, bytes), error);
        } catch (Throwable impossible) {
            throw failed(impossible);
        }
    }

    /** {@code bytes} tells how many there is room for, and how many there are. */
    static int getsockopt(
            int descriptor, int level, int name, MemorySegment value, MemorySegment bytes, MemorySegment error) {
        try {
            return answer((int) GETSOCKOPT.invokeExact(error, descriptor, level, name, value, bytes), error);
        } catch (Throwable impossible) {
            throw failed(impossible);
        }
    }

    static int close(int descriptor, MemorySegment error) {
        try {
            return answer((int) CLOSE.invokeExact(error, descriptor), error);
        } catch (Throwable impossible) {
            throw failed(impossible);
        }
    }

    static int poll(MemorySegment descriptors, int count, int timeoutMs, MemorySegment error) {
        try {
            return answer((int) POLL.invokeExact(error, descriptors, (long) count, timeoutMs), error);
        } catch (Throwable impossible) {
            throw failed(impossible);
        }
    }

    static int recvmmsg(int descriptor, long messages, int count, MemorySegment error) {
        try {
            return answer((int) RECVMMSG.invokeExact(error, descriptor, messages, count, Message.DONT_WAIT, 0L), error);
        } catch (Throwable impossible) {
            throw failed(impossible);
        }
    }

    static int sendmmsg(int descriptor, long messages, int count, MemorySegment error) {
        try {
            return answer((int) SENDMMSG.invokeExact(error, descriptor, messages, count, Message.DONT_WAIT), error);
        } catch (Throwable impossible) {
            throw failed(impossible);
        }
    }

    private static IllegalStateException failed(Throwable cause) {
        return new IllegalStateException("a system call cannot be made", cause);
    }
}
