package io.steadycast.media.wire;

/**
 * Confined to its owner. Extends a counter of few bits on the wire to a long that never wraps, tolerating reordering in both directions.
 *
 * <p>A value is taken for the one nearest to a reference, at most half a cycle away (RFC 3550 Appendix A.1, RFC 3711 section 3.3.1). The reference follows
 * the highest value, so a late packet cannot pull it back: after a reordered burst the window is still around the newest.
 *
 * <p>The first value starts in cycle one, not zero: what was sent before it but arrives after it stays non-negative, and {@link #NONE} stays free to mean
 * "nothing yet".
 */
public final class Unwrapper {
    public static final long NONE = -1;

    private final int bits;
    private long highest = NONE;

    private Unwrapper(int bits) {
        this.bits = bits;
    }

    /** RTP sequence numbers and transport-wide sequence numbers. */
    public static Unwrapper seq16() {
        return new Unwrapper(16);
    }

    /** RTP timestamps. */
    public static Unwrapper timestamp32() {
        return new Unwrapper(32);
    }

    /** Reference time of transport-cc (64 ms units) and abs-send-time. */
    public static Unwrapper time24() {
        return new Unwrapper(24);
    }

    public static Unwrapper ofBits(int bits) {
        if (bits < 2 || bits > 32) {
            throw new IllegalArgumentException("bits " + bits);
        }
        return new Unwrapper(bits);
    }

    /** Extends and remembers: the reference moves on when the value is newer than all before. */
    public long unwrap(long wire) {
        long extended = peek(wire);
        if (extended > highest) {
            highest = extended;
        }
        return extended;
    }

    /** Extends without remembering, for values that are not trusted yet. */
    public long peek(long wire) {
        return highest == NONE ? firstCycle(wire, bits) : nearest(highest, wire, bits);
    }

    /** The highest extended value so far, or {@link #NONE}. */
    public long highest() {
        return highest;
    }

    public void reset() {
        highest = NONE;
    }

    /** Jumps to a new place, after a restart of the sender's counter that {@link #unwrap} would take for a jump back. */
    public void restartAt(long extended) {
        highest = extended;
    }

    public static long seq16(long reference, int wire) {
        return nearest(reference, wire, 16);
    }

    public static long timestamp32(long reference, long wire) {
        return nearest(reference, wire, 32);
    }

    public static long pictureId15(long reference, int wire) {
        return nearest(reference, wire, 15);
    }

    public static long pictureId7(long reference, int wire) {
        return nearest(reference, wire, 7);
    }

    public static long tl0PicIdx8(long reference, int wire) {
        return nearest(reference, wire, 8);
    }

    public static long time24(long reference, long wire) {
        return nearest(reference, wire, 24);
    }

    /**
     * The value congruent to {@code wire} modulo 2^bits that is nearest to the reference; a tie counts as newer. Never below zero as long as the reference
     * is at least half a cycle.
     */
    public static long nearest(long reference, long wire, int bits) {
        int shift = 64 - bits;
        // The difference modulo 2^bits, sign-extended; exactly half a cycle comes out as the negative extreme.
        long difference = (wire - reference) << shift >> shift;
        if (difference == -(1L << (bits - 1))) {
            difference = -difference;
        }
        return reference + difference;
    }

    private static long firstCycle(long wire, int bits) {
        return (1L << bits) | (wire & ((1L << bits) - 1));
    }
}
