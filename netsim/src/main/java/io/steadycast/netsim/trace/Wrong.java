package io.steadycast.netsim.trace;

import io.steadycast.netsim.BadInput;
import org.jspecify.annotations.Nullable;

/** Words for what is wrong in a file: one line with place, key, value and legal range. */
final class Wrong {
    private static final int MAX_VALUE_CHARS = 60;

    private Wrong() {}

    /**
     * @param line 1-based; 0 when the whole file is meant
     * @param value null: missing
     */
    static BadInput at(String file, int line, String key, @Nullable String value, String legal) {
        String place = line == 0 ? file : file + ":" + line;
        String shown = value == null ? "missing" : quoted(value);
        return new BadInput(place + ": " + key + ": " + shown + " (legal: " + legal + ")");
    }

    private static String quoted(String value) {
        String printable = value.replaceAll("\\p{Cntrl}", "?");
        return '"'
                + (printable.length() <= MAX_VALUE_CHARS ? printable : printable.substring(0, MAX_VALUE_CHARS) + "...")
                + '"';
    }
}
