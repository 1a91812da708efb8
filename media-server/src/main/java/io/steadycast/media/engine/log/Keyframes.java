package io.steadycast.media.engine.log;

import java.util.concurrent.atomic.AtomicLongArray;

/**
 * One writer, any readers. Where the latest keyframes of a log begin. Entries are independent of each other (a reader takes the best one that it
 * sees, and each is a keyframe by itself), so single atomic longs suffice.
 */
final class Keyframes {
    private static final int REMEMBERED = 8;

    private final AtomicLongArray firstSeqs = new AtomicLongArray(REMEMBERED);
    private int next;
    private int youngest = -1;
    private long youngestTimestamp;

    Keyframes() {
        for (int i = 0; i < REMEMBERED; i++) {
            firstSeqs.setPlain(i, -1);
        }
    }

    /** Writer only. Several packets may claim to begin the same keyframe (spatial layers, parameter sets): the earliest one does. */
    void add(long extSeq, long extTimestamp) {
        if (youngest >= 0 && extTimestamp == youngestTimestamp) {
            if (extSeq < firstSeqs.getPlain(youngest)) {
                firstSeqs.setRelease(youngest, extSeq);
            }
            return;
        }
        if (youngest < 0 || extSeq > firstSeqs.getPlain(youngest)) {
            youngest = next;
            youngestTimestamp = extTimestamp;
        }
        firstSeqs.setRelease(next, extSeq);
        next = (next + 1) % REMEMBERED;
    }

    long youngestIn(long fromSeq, long beforeSeq) {
        long best = -1;
        for (int i = 0; i < REMEMBERED; i++) {
            long extSeq = firstSeqs.getAcquire(i);
            if (extSeq >= fromSeq && extSeq < beforeSeq && extSeq > best) {
                best = extSeq;
            }
        }
        return best;
    }
}
