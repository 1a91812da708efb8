package io.steadycast.netsim.endpoint;

/**
 * A long pause between two pictures on the screen.
 *
 * @param startNs when the picture before it was shown
 * @param durationNs until the next one
 * @param why the next one did not come sooner
 */
public record Gap(long startNs, long durationNs, Why why) {

    /** What ended late, from what only the receiver can see. */
    public enum Cause {
        /** Everything was there, and the viewer began to hold pictures back for longer. */
        DELAY_RAISED("more playout delay"),
        /** What was shown came in time, but pictures in between never came whole. */
        MISSING("pictures missing"),
        /** Something that had to be asked for came after its time. */
        REPAIR("late repair"),
        /** Nothing was missing: it came late, out of a queue or out of the sender. */
        DELIVERY("late delivery"),
        /** What was lost stayed lost until a keyframe came. */
        KEYFRAME("waited for a keyframe"),
        /** Another encoding began. */
        SWITCH("another layer"),
        /** No picture came any more. */
        OPEN("no picture any more");

        private final String text;

        Cause(String text) {
            this.text = text;
        }

        public String text() {
            return text;
        }
    }

    /**
     * The picture that ended it.
     *
     * @param cause in one word
     * @param missing pictures that were captured before it, after the last one that was shown
     * @param lateNs how long after its time it could be decoded; negative if it lay ready so long
     * @param heldMoreNs how much longer it was held back than the picture before
     * @param waitedTemporalId temporal layer of the frame that everything waited for
     */
    public record Why(Cause cause, int missing, long lateNs, long heldMoreNs, int waitedTemporalId) {
        static final Why OPEN = new Why(Cause.OPEN, 0, 0, 0, 0);
    }

    long endNs() {
        return startNs + durationNs;
    }
}
