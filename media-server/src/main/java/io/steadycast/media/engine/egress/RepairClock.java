package io.steadycast.media.engine.egress;

import io.steadycast.abr.control.FrameClass;
import io.steadycast.media.engine.log.TrackSource;

/**
 * Confined to its shard. Repair by the clock instead of by reports, where reports get lost as often as what they report of ({@link
 * io.steadycast.abr.control.Plan#resendUnheard}): whatever a picture stands still without is sent again each round until it is known to have arrived. Whoever waits for a
 * report about each copy waits for the one that is told of last, and has half as many rounds before the deadline; that costs more late frames than this costs copies of
 * what had arrived. Its memory is taken when the first packet waits: most viewers' reports are heard.
 */
final class RepairClock {
    private static final int CAPACITY = 1_024;
    private static final int MASK = CAPACITY - 1;

    private final SentLog sentLog;
    private final RepairQueue queue;
    private long[] viewerSeqs = new long[0];
    private long[] dueNs = new long[0];
    private int head;
    private int count;
    private long nextSeq = Long.MAX_VALUE;

    RepairClock(SentLog sentLog, RepairQueue queue) {
        this.sentLog = sentLog;
        this.queue = queue;
    }

    /** The source is gone, or reports are heard. */
    void stop() {
        count = 0;
        nextSeq = Long.MAX_VALUE;
    }

    /** {@code endSeq}: the viewer's number that the next packet will have. */
    void onTick(long nowNs, TrackSource source, long endSeq) {
        nextSeq = Math.min(nextSeq, endSeq);
        while (nextSeq < endSeq) {
            int slot = sentLog.find(nextSeq);
            if (slot >= 0 && sentLog.state(slot) == SentLog.QUEUED) {
                break;
            }
            if (slot >= 0 && isNeeded(slot)) {
                add(nextSeq, sentLog.sentNs(slot) + queue.roundNs());
            }
            nextSeq++;
        }
        for (int i = count; i > 0 && dueNs[head] <= nowNs; i--) {
            long viewerSeq = viewerSeqs[head];
            head = (head + 1) & MASK;
            count--;
            int slot = sentLog.find(viewerSeq);
            if (slot >= 0 && isNeeded(slot)) {
                repair(nowNs, source, slot);
            }
        }
    }

    /** What was sent again meanwhile, since it was asked for or reported lost, has its round. */
    private void repair(long nowNs, TrackSource source, int slot) {
        long roundNs = queue.roundNs();
        long sinceNs = nowNs - sentLog.lastSentNs(slot);
        if (sinceNs < roundNs) {
            add(sentLog.viewerSeq(slot), nowNs + roundNs - sinceNs);
        } else if (queue.repair(nowNs, source, slot)) {
            add(sentLog.viewerSeq(slot), nowNs + roundNs);
        }
    }

    /** Of what does not fit, feedback and NACKs have to tell. */
    private void add(long viewerSeq, long atNs) {
        if (viewerSeqs.length == 0) {
            viewerSeqs = new long[CAPACITY];
            dueNs = new long[CAPACITY];
        }
        if (count < CAPACITY) {
            viewerSeqs[(head + count) & MASK] = viewerSeq;
            dueNs[(head + count) & MASK] = atNs;
            count++;
        }
    }

    private boolean isNeeded(int slot) {
        FrameClass kind = sentLog.frameClass(slot);
        return sentLog.state(slot) == SentLog.SENT
                && !sentLog.hasArrived(slot)
                && (kind == FrameClass.KEY || kind == FrameClass.T0);
    }
}
