package io.steadycast.netsim.endpoint;

/**
 * Confined to its endpoint. Whole frames in decoding order and which of them can be decoded next (api/video/frame_buffer.cc@bb9331cf). A temporal unit is all frames
 * of one timestamp; it is decodable when everything outside it that it refers to was decoded.
 */
final class FrameBuffer {
    /** kMaxFramesBuffered. */
    static final int CAPACITY = 800;

    private static final int NONE = -1;

    private final FramePool pool;
    private final DecodedHistory decoded = new DecodedHistory();
    private final ReceivedFrame[] frames = new ReceivedFrame[CAPACITY];
    private int count;
    private long lastContinuousId = NONE;
    private long lastContinuousSeq = NONE;
    private long lastContinuousUnitId = NONE;
    private long continuousUnits;
    private long dropped;
    private int nextFirst = NONE;
    private int nextLast = NONE;
    private long lastDecodableTimestamp;

    FrameBuffer(FramePool pool) {
        this.pool = pool;
    }

    /** False if the frame is of no use; then it is the caller's still. */
    boolean insert(long nowNs, ReceivedFrame frame) {
        for (int i = 0; i < frame.references; i++) {
            if (frame.referenceIds[i] >= frame.id) {
                return false;
            }
        }
        if (frame.id <= decoded.lastId()) {
            if (!frame.keyframe || frame.timestamp <= decoded.lastTimestamp()) {
                dropped += decoded.contains(frame.id) ? 0 : 1;
                return false;
            }
            clear();
        }
        if (count == CAPACITY) {
            if (!frame.keyframe) {
                return false;
            }
            clear();
        }
        int at = count;
        while (at > 0 && frames[at - 1].id >= frame.id) {
            at--;
        }
        if (at < count && frames[at].id == frame.id) {
            return false;
        }
        System.arraycopy(frames, at, frames, at + 1, count - at);
        frames[at] = frame;
        count++;
        propagateContinuity(at, nowNs);
        findDecodable();
        return true;
    }

    private void propagateContinuity(int from, long nowNs) {
        ReceivedFrame waited = frames[from];
        for (int i = from; i < count; i++) {
            ReceivedFrame frame = frames[i];
            if (frame.continuous || !isContinuous(frame, i)) {
                continue;
            }
            frame.continuous = true;
            frame.continuousNs = nowNs;
            frame.waitedTemporalId = waited.temporalId;
            frame.waitedNacked = waited.nacked;
            if (frame.id > lastContinuousId) {
                lastContinuousId = frame.id;
                lastContinuousSeq = frame.lastSeq;
            }
            if (frame.lastSpatialLayer) {
                continuousUnits++;
                lastContinuousUnitId = Math.max(lastContinuousUnitId, frame.id);
            }
        }
    }

    private boolean isContinuous(ReceivedFrame frame, int before) {
        for (int i = 0; i < frame.references; i++) {
            long id = frame.referenceIds[i];
            if (!decoded.contains(id) && !isContinuousBefore(before, id)) {
                return false;
            }
        }
        return true;
    }

    private boolean isContinuousBefore(int before, long id) {
        int at = before - 1;
        while (at >= 0 && frames[at].id > id) {
            at--;
        }
        return at >= 0 && frames[at].id == id && frames[at].continuous;
    }

    private void findDecodable() {
        nextFirst = NONE;
        nextLast = NONE;
        int first = 0;
        for (int i = 0; i < count && frames[i].id <= lastContinuousUnitId; i++) {
            if (frames[i].timestamp != frames[first].timestamp) {
                first = i;
            }
            if (frames[i].lastSpatialLayer && isDecodable(first, i)) {
                if (nextFirst == NONE) {
                    nextFirst = first;
                    nextLast = i;
                }
                lastDecodableTimestamp = frames[first].timestamp;
            }
        }
    }

    private boolean isDecodable(int first, int last) {
        for (int i = first; i <= last; i++) {
            ReceivedFrame frame = frames[i];
            for (int r = 0; r < frame.references; r++) {
                if (!decoded.contains(frame.referenceIds[r]) && !isWithin(first, last, frame.referenceIds[r])) {
                    return false;
                }
            }
        }
        return true;
    }

    private boolean isWithin(int first, int last, long id) {
        for (int i = first; i <= last; i++) {
            if (frames[i].id == id) {
                return true;
            }
        }
        return false;
    }

    boolean hasDecodable() {
        return nextFirst != NONE;
    }

    /** Of the next decodable temporal unit. */
    long nextTimestamp() {
        return frames[nextFirst].timestamp;
    }

    /** Of the last decodable one. */
    long lastTimestamp() {
        return lastDecodableTimestamp;
    }

    /** Takes the next decodable temporal unit out; answers how many frames were written. They are the caller's. */
    int extract(ReceivedFrame[] into) {
        int taken = 0;
        for (int i = nextFirst; i <= nextLast; i++) {
            decoded.insert(frames[i].id, frames[i].timestamp);
            if (taken < into.length) {
                into[taken++] = frames[i];
            } else {
                pool.give(frames[i]);
            }
        }
        int passedOver = nextFirst;
        for (int i = 0; i < passedOver; i++) {
            pool.give(frames[i]);
        }
        dropped += passedOver;
        removeUpTo(nextLast);
        return taken;
    }

    /** Gives up everything up to the next decodable temporal unit, and that too. */
    void dropNext() {
        dropped += nextLast + 1;
        for (int i = 0; i <= nextLast; i++) {
            pool.give(frames[i]);
        }
        removeUpTo(nextLast);
    }

    private void removeUpTo(int last) {
        int left = count - last - 1;
        System.arraycopy(frames, last + 1, frames, 0, left);
        count = left;
        findDecodable();
    }

    private void clear() {
        for (int i = 0; i < count; i++) {
            pool.give(frames[i]);
        }
        count = 0;
        nextFirst = NONE;
        nextLast = NONE;
        lastContinuousId = NONE;
        lastContinuousUnitId = NONE;
        decoded.clear();
    }

    int size() {
        return count;
    }

    /** Last number of the newest continuous frame, -1 before the first: nothing up to it is missing any more. */
    long lastContinuousSeq() {
        return lastContinuousSeq;
    }

    long continuousUnits() {
        return continuousUnits;
    }

    /** Frames that were whole and never decoded. */
    long dropped() {
        return dropped;
    }
}
