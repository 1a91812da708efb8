package io.steadycast.netsim.emulate;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/**
 * How the kernel ranks a thread. An ordinary one waits for a whole slice of whoever else is busy, about 3 ms with Linux's EEVDF; that is three times what a run may be late.
 * Java's own priorities do nothing on Linux.
 */
public enum Urgency {
    /** Before all ordinary threads: sched(7), SCHED_RR. Root may, and who has RLIMIT_RTPRIO. */
    REAL_TIME,
    /** With a larger share. */
    NICE,
    ORDINARY;

    private static final int SCHED_RR = 2;
    private static final int SCHED_RESET_ON_FORK = 0x40000000;
    private static final int LOWEST_REAL_TIME = 1;
    private static final int PRIO_PROCESS = 0;
    private static final int NICENESS = -15;
    private static final int CALLING_THREAD = 0;

    /** Raises the calling thread as far as it may go. */
    static Urgency raise() {
        try (Arena arena = Arena.ofConfined()) {
            Linker linker = Linker.nativeLinker();
            SymbolLookup libc = linker.defaultLookup();
            MethodHandle setScheduler = linker.downcallHandle(
                    libc.findOrThrow("sched_setscheduler"),
                    FunctionDescriptor.of(
                            ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.ADDRESS));
            MemorySegment parameters = arena.allocateFrom(ValueLayout.JAVA_INT, LOWEST_REAL_TIME);
            if ((int) setScheduler.invokeExact(CALLING_THREAD, SCHED_RR | SCHED_RESET_ON_FORK, parameters) == 0) {
                return REAL_TIME;
            }
            MethodHandle setPriority = linker.downcallHandle(
                    libc.findOrThrow("setpriority"),
                    FunctionDescriptor.of(
                            ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_INT));
            return (int) setPriority.invokeExact(PRIO_PROCESS, CALLING_THREAD, NICENESS) == 0 ? NICE : ORDINARY;
        } catch (Throwable notLinux) {
            // No such functions, or no native access: it works without, only less punctually.
            return ORDINARY;
        }
    }
}
