package io.steadycast.netsim.profile;

import com.typesafe.config.ConfigOrigin;
import io.steadycast.netsim.BadInput;
import java.util.ArrayList;
import java.util.List;

/** Confined to one reading. All that is wrong in a file, not only the first thing. */
final class Problems {
    private static final int MAX = 50;

    private final String file;
    private final List<String> lines = new ArrayList<>();

    Problems(String file) {
        this.file = file;
    }

    void add(ConfigOrigin origin, String key, String value, String legal) {
        add(origin, key + ": " + value + " (legal: " + legal + ")");
    }

    void add(ConfigOrigin origin, String message) {
        String place = origin.lineNumber() > 0 ? file(origin) + ":" + origin.lineNumber() : file;
        String line = place + ": " + message.replaceAll("\\s+", " ");
        if (lines.size() < MAX && !lines.contains(line)) {
            lines.add(line);
        }
    }

    /** The main file, or one that it includes. */
    private String file(ConfigOrigin origin) {
        return origin.filename() == null ? file : origin.filename();
    }

    void throwIfAny() {
        if (!lines.isEmpty()) {
            throw new BadInput(lines);
        }
    }

    boolean any() {
        return !lines.isEmpty();
    }
}
