package io.steadycast.netsim.client;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Confined to its thread. Why sessions failed, each reason once: fifty viewers of a room that does not exist have one problem. */
final class Failures {
    private final Map<String, Integer> counts = new LinkedHashMap<>();
    private int failed;

    void add(String line) {
        failed++;
        counts.merge(line, 1, Integer::sum);
    }

    int failed() {
        return failed;
    }

    List<String> lines() {
        List<String> lines = new ArrayList<>();
        counts.forEach((line, count) -> lines.add(count == 1 ? line : line + " (" + count + " sessions)"));
        return lines;
    }
}
