package io.steadycast.netsim.endpoint;

import java.util.Arrays;

/** Confined to its endpoint. Which of the last 8192 frames were decoded (libwebrtc's DecodedFramesHistory, kMaxFramesHistory). */
final class DecodedHistory {
    private static final int KEPT = 1 << 13;

    private final long[] ids = new long[KEPT];
    private long lastId = -1;
    private long lastTimestamp;

    DecodedHistory() {
        clear();
    }

    void clear() {
        Arrays.fill(ids, -1);
        lastId = -1;
    }

    void insert(long id, long timestamp) {
        ids[(int) (id & (KEPT - 1))] = id;
        lastId = id;
        lastTimestamp = timestamp;
    }

    boolean contains(long id) {
        return id >= 0 && id <= lastId && ids[(int) (id & (KEPT - 1))] == id;
    }

    /** -1 before the first. */
    long lastId() {
        return lastId;
    }

    long lastTimestamp() {
        return lastTimestamp;
    }
}
