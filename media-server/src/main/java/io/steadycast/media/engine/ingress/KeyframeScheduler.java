package io.steadycast.media.engine.ingress;

/**
 * Confined to its shard. Decides when the publisher of one encoding is asked for a keyframe. All viewers' wishes merge into one; a slot lasts
 * T = max(minimum, K / (share * R)) with K the size of keyframes and R the rate of the encoding, counted from the last keyframe or request (ADAPTATION 3.4).
 * A keyframe that begins fulfils every wish made before it, whoever caused it. Only a picture that is broken for everybody does not wait for its slot; if that
 * goes on, the waits double until they are slots again.
 */
final class KeyframeScheduler {
    private static final double SIZE_WEIGHT = 0.3;
    private static final int MAX_URGENT_DOUBLINGS = 6;

    private final IngressConfig.Keyframes config;
    private boolean wished;
    private boolean urged;
    private int urgesInARow;
    private long lastUrgedNs;
    private boolean awaiting;
    private boolean started;
    private long slotStartNs;
    private long askedNs;
    private int retries;
    private double keyframeBytes;
    private long keyframeTimestamp;
    private long arrivingBytes;
    private boolean arriving;
    private long keyframes;
    private long requests;

    KeyframeScheduler(IngressConfig.Keyframes config) {
        this.config = config;
    }

    void wish() {
        wished = true;
    }

    /** What came from the publisher is broken for all of its viewers until the next keyframe. */
    void urge() {
        urged = true;
    }

    /** A packet of a keyframe; several of them carry one timestamp. True when it is the first of its keyframe. */
    boolean onKeyframePacket(long nowNs, long extTimestamp, int bytes) {
        boolean first = keyframes == 0 || extTimestamp != keyframeTimestamp;
        if (first) {
            closeSize();
            keyframes++;
            keyframeTimestamp = extTimestamp;
            arriving = true;
            arrivingBytes = 0;
            wished = false;
            urged = false;
            awaiting = false;
            slotStartNs = nowNs;
            started = true;
        }
        arrivingBytes += bytes;
        return first;
    }

    /** A packet of another frame: the keyframe's size is known now. */
    void onOtherPacket() {
        if (arriving) {
            closeSize();
        }
    }

    private void closeSize() {
        if (arriving) {
            keyframeBytes =
                    keyframeBytes == 0 ? arrivingBytes : keyframeBytes + SIZE_WEIGHT * (arrivingBytes - keyframeBytes);
            arriving = false;
        }
    }

    /** Whether to ask the publisher now. */
    boolean tick(long nowNs, long rttNs, long bitrateBps) {
        if (awaiting) {
            return repeat(nowNs, rttNs);
        }
        long waitedNs = started ? nowNs - slotStartNs : Long.MAX_VALUE;
        if (urged && waitedNs >= urgentWaitNs(nowNs, bitrateBps)) {
            urgesInARow++;
            lastUrgedNs = nowNs;
        } else if (!wished || waitedNs < periodNs(bitrateBps)) {
            return false;
        }
        wished = false;
        urged = false;
        awaiting = true;
        started = true;
        slotStartNs = nowNs;
        retries = 0;
        return ask(nowNs);
    }

    private long urgentWaitNs(long nowNs, long bitrateBps) {
        if (nowNs - lastUrgedNs > config.maxPeriodNs()) {
            urgesInARow = 0;
        }
        return Math.min(periodNs(bitrateBps), config.retryNs() << Math.min(urgesInARow, MAX_URGENT_DOUBLINGS));
    }

    private boolean repeat(long nowNs, long rttNs) {
        // Doubling keeps a publisher whose encoder is paused from being asked three times a second for ever.
        long waitNs = Math.max(2 * rttNs, config.retryNs()) << Math.min(retries, 3);
        if (nowNs - askedNs < waitNs) {
            return false;
        }
        if (retries >= config.maxRetries()) {
            awaiting = false;
            return false;
        }
        retries++;
        return ask(nowNs);
    }

    private boolean ask(long nowNs) {
        askedNs = nowNs;
        requests++;
        return true;
    }

    /** Length of the slot for an encoding of this rate. */
    long periodNs(long bitrateBps) {
        if (bitrateBps <= 0 || keyframeBytes == 0) {
            return config.minPeriodNs();
        }
        double seconds = keyframeBytes * 8 / (config.rateShare() * bitrateBps);
        return Math.clamp((long) (seconds * 1e9), config.minPeriodNs(), config.maxPeriodNs());
    }

    /** RTP bytes of one, smoothed; 0 before the first whole one. */
    int keyframeBytes() {
        return (int) keyframeBytes;
    }

    long keyframes() {
        return keyframes;
    }

    long requests() {
        return requests;
    }
}
