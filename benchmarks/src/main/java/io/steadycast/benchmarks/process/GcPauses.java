package io.steadycast.benchmarks.process;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Immutable. Pauses in the JVM's own log ({@code -Xlog:gc*}), whatever the collector: all threads stand still for so long.
 *
 * @param count of them
 * @param longestMs 0 without any
 */
public record GcPauses(int count, double longestMs) {
    private static final Pattern PAUSE = Pattern.compile("Pause [^\\n]*?([0-9]+\\.[0-9]+)ms\\s*$");

    /** Lines of a log from some point on. */
    public static GcPauses in(String log) {
        int count = 0;
        double longest = 0;
        for (String line : log.split("\n", -1)) {
            Matcher pause = PAUSE.matcher(line);
            if (pause.find()) {
                count++;
                longest = Math.max(longest, Double.parseDouble(pause.group(1)));
            }
        }
        return new GcPauses(count, longest);
    }
}
