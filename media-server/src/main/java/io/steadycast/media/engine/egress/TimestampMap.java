package io.steadycast.media.engine.egress;

/**
 * Confined to its shard. From a source's extended RTP timestamps to the viewer's, continuous over switches and replays.
 *
 * <p>A segment belongs to one stay on one encoding. Its live part is a shift: {@code out = x + shift}. Its replayed part is <em>squeezed</em>: a
 * replay that begins at source time {@code x0}, is sent from viewer time {@code y0} on and meets the live edge at {@code y1 = x1 + shift} maps
 * {@code [x0, x1]} to {@code [y0, y1]} linearly. It is strictly increasing (a replay of 2 s in 0.4 s keeps a sixth of every distance, 500 of
 * 3,000 ticks), meets the live part without a step, and depends on the packet alone, so that a late repair gets the timestamp of its frame.
 *
 * <p>Why squeeze at all: a receiver takes timestamps for capture times. libwebrtc's TimestampExtrapolator fits local arrival against RTP
 * timestamp (recursive least squares from the first frame on) and its JitterEstimator takes (arrival difference - timestamp difference) as
 * queueing delay. Two seconds of frames sent in 0.4 s under their own timestamps look like a stream that was 1.6 s late at first and then
 * caught up: the extrapolator spends seconds on un-learning the late start, meanwhile frames are scheduled for rendering too late, and the
 * inter-frame delay variance (-27 ms for each frame of 33 ms) inflates the jitter buffer. With timestamps that advance as fast as the packets
 * are sent, both see what they see of a live stream: arrival minus timestamp is constant from the first frame on, and equal to what
 * it will be live, because the last squeezed timestamp touches the first live one at its true place. Sender reports only ever speak of the
 * live part, so the audio, which needs no replay, is in sync from the first common frame.
 */
final class TimestampMap {
    /** Segments that late packets may still refer to. */
    private static final int REMEMBERED = 8;

    private final long[] shift = new long[REMEMBERED];
    private final long[] x0 = new long[REMEMBERED];
    private final long[] y0 = new long[REMEMBERED];
    private final long[] x1 = new long[REMEMBERED];
    private int segments;

    /** Nothing was mapped yet. */
    boolean isEmpty() {
        return segments == 0;
    }

    /** A stay whose every timestamp is live. */
    void live(long newShift) {
        begin(newShift, Long.MIN_VALUE, Long.MIN_VALUE, Long.MIN_VALUE);
    }

    /**
     * A stay that begins with a squeezed part: {@code fromX} goes out as {@code fromY}, and from {@code untilY} on all is live.
     *
     * @param fromY below {@code untilY}
     * @param untilY above {@code fromX + newShift}
     */
    void squeezed(long newShift, long fromX, long fromY, long untilY) {
        long untilX = untilY - newShift;
        if (untilX <= fromX || untilY <= fromY) {
            throw new IllegalArgumentException(
                    "squeeze of [" + fromX + ", " + untilX + "] into [" + fromY + ", " + untilY + "]");
        }
        begin(newShift, fromX, fromY, untilX);
    }

    private void begin(long newShift, long fromX, long fromY, long untilX) {
        int slot = segments % REMEMBERED;
        shift[slot] = newShift;
        x0[slot] = fromX;
        y0[slot] = fromY;
        x1[slot] = untilX;
        segments++;
    }

    /** Names the current stay, for {@link #map(int, long)}. */
    int segment() {
        return segments - 1;
    }

    /** False when later stays pushed it out. */
    boolean remembers(int segment) {
        return segment >= 0 && segment >= segments - REMEMBERED && segment < segments;
    }

    long map(long extTimestamp) {
        return map(segments - 1, extTimestamp);
    }

    long map(int segment, long extTimestamp) {
        int slot = segment % REMEMBERED;
        if (extTimestamp >= x1[slot]) {
            return extTimestamp + shift[slot];
        }
        long y1 = x1[slot] + shift[slot];
        // Frames before the replayed keyframe are not sent; a late packet of one must not run away below.
        long fromEnd = x1[slot] - Math.max(extTimestamp, x0[slot]);
        return y1 - scale(fromEnd, y1 - y0[slot], x1[slot] - x0[slot]);
    }

    /** Of the live part of the current stay. */
    long shift() {
        return shift[(segments - 1) % REMEMBERED];
    }

    /** Replays last seconds, so that the product of two tick counts stays far below 2^63. */
    private static long scale(long value, long numerator, long denominator) {
        return value * numerator / denominator;
    }
}
