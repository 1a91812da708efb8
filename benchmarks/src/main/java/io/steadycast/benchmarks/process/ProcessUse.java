package io.steadycast.benchmarks.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Immutable. What a process has taken of the machine (proc(5): /proc/PID/stat, /proc/PID/status).
 *
 * @param cpuNs user and system time since it began; the kernel counts in ticks of 10 ms
 * @param residentBytes now
 */
public record ProcessUse(long cpuNs, long residentBytes) {
    /** USER_HZ of every Linux that has a JDK. */
    private static final long TICK_NS = 10_000_000L;

    private static final int USER_TIME_FIELD = 14;
    private static final Pattern RESIDENT = Pattern.compile("(?m)^VmRSS:\\s+(\\d+) kB$");

    public static ProcessUse of(long pid) throws IOException {
        Path directory = Path.of("/proc", Long.toString(pid));
        return new ProcessUse(
                cpuNs(Files.readString(directory.resolve("stat"), StandardCharsets.UTF_8)),
                residentBytes(Files.readString(directory.resolve("status"), StandardCharsets.UTF_8)));
    }

    /** Fields 14 and 15; the second one, a name in parentheses, may hold anything. */
    static long cpuNs(String stat) throws IOException {
        String[] fields = stat.substring(stat.lastIndexOf(')') + 1).strip().split(" ", -1);
        // The field after the name is the third.
        int user = USER_TIME_FIELD - 3;
        if (fields.length <= user + 1) {
            throw new IOException("no process times in \"" + stat.strip() + "\"");
        }
        try {
            return (Long.parseLong(fields[user]) + Long.parseLong(fields[user + 1])) * TICK_NS;
        } catch (NumberFormatException e) {
            throw new IOException("no process times in \"" + stat.strip() + "\"", e);
        }
    }

    /** 0 of a process that has none any more. */
    static long residentBytes(String status) {
        Matcher found = RESIDENT.matcher(status);
        return found.find() ? Long.parseLong(found.group(1)) * 1024 : 0;
    }
}
