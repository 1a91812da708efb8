package io.steadycast.netsim.endpoint;

import java.util.ArrayList;
import java.util.List;

/** Confined to its endpoint. What a decoder would have choked on. A viewer that has one failed its test. */
public final class Complaints {
    private static final int KEPT = 20;

    private final List<String> texts = new ArrayList<>();
    private long count;

    void add(long nowNs, String text) {
        count++;
        if (texts.size() < KEPT) {
            texts.add("%.3f s: %s".formatted(nowNs / 1e9, text));
        }
    }

    public long count() {
        return count;
    }

    /** The first ones. */
    public List<String> texts() {
        return List.copyOf(texts);
    }

    @Override
    public String toString() {
        return count + " complaints " + texts;
    }
}
