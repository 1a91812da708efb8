package io.steadycast.media.crypto;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.util.Locale;
import java.util.Optional;

/**
 * Any thread. Puts the calling thread behind the others. Java's own priorities do nothing on Linux ({@code -XX:ThreadPriorityPolicy} needs root), but every thread may make itself nicer, and Linux
 * counts niceness by thread although POSIX says by process (setpriority(2)).
 */
final class BackgroundPriority {
    /** Of a core that both want, such a thread gets a tenth. */
    static final int NICE = 10;

    private static final int PRIO_PROCESS = 0;
    private static final int CALLING_THREAD = 0;

    private BackgroundPriority() {}

    /** False where it cannot be done; then the thread runs like all others. */
    @SuppressWarnings("restricted") // the launcher allows native access
    static boolean take() {
        if (!System.getProperty("os.name", "").toLowerCase(Locale.ROOT).contains("linux")) {
            return false;
        }
        Linker linker = Linker.nativeLinker();
        Optional<MemorySegment> function = linker.defaultLookup().find("setpriority");
        if (function.isEmpty()) {
            return false;
        }
        try {
            return (int) linker.downcallHandle(
                                    function.get(), FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT))
                            .invokeExact(PRIO_PROCESS, CALLING_THREAD, NICE)
                    == 0;
        } catch (Throwable thrown) {
            throw new IllegalStateException("setpriority", thrown);
        }
    }
}
