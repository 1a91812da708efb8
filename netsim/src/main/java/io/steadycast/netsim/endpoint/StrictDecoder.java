package io.steadycast.netsim.endpoint;

import java.util.Arrays;

/**
 * Confined to its endpoint. Takes frames as a decoder does and complains if their headers lied: a reference that was never decoded, a timestamp that does not rise,
 * picture numbers that do not follow where sequence numbers do.
 */
final class StrictDecoder {
    private static final int KEPT = 1_024;

    private final Complaints complaints;
    private final boolean numbered;
    private final long[] decoded = new long[KEPT];
    private long lastId = -1;
    private long lastTimestamp;
    private long wholeId = -1;
    private long wholeLastSeq = -1;
    private long wholeTimestamp;
    private long wholeTl0;
    private long frames;
    private long skipped;

    /** @param numbered whether frames carry a number of their own that rises by one */
    StrictDecoder(Complaints complaints, boolean numbered) {
        this.complaints = complaints;
        this.numbered = numbered;
        Arrays.fill(decoded, -1);
    }

    long decoded() {
        return frames;
    }

    /** Picture ids that were passed over. */
    long skipped() {
        return skipped;
    }

    /** Last number of the whole frame with the highest numbers so far, -1 before the first. */
    long newestWholeSeq() {
        return wholeLastSeq;
    }

    /** Numbers of frames that touch each other. */
    void onWhole(long nowNs, ReceivedFrame frame, boolean follows) {
        if (follows && numbered) {
            if (frame.pictureId != wholeId + 1) {
                complaints.add(nowNs, "picture id " + frame.pictureId + " follows " + wholeId);
            }
            if (frame.timestamp <= wholeTimestamp) {
                complaints.add(nowNs, "timestamp " + frame.timestamp + " follows " + wholeTimestamp);
            }
            long expected = wholeTl0 + (frame.temporalId == 0 ? 1 : 0);
            if ((frame.tl0PicIdx - expected & 0xFF) != 0) {
                complaints.add(nowNs, "TL0PICIDX " + frame.tl0PicIdx + " instead of " + expected);
            }
        }
        if (frame.lastSeq > wholeLastSeq) {
            wholeLastSeq = frame.lastSeq;
            wholeId = frame.pictureId;
            wholeTimestamp = frame.timestamp;
            wholeTl0 = frame.tl0PicIdx;
        }
    }

    void decode(long nowNs, ReceivedFrame frame) {
        boolean sameUnit = lastId >= 0 && frame.timestamp == lastTimestamp && frame.spatialId > 0;
        if (lastId >= 0 && frame.timestamp <= lastTimestamp && !sameUnit) {
            complaints.add(nowNs, "decoded timestamp goes from " + lastTimestamp + " to " + frame.timestamp);
        }
        if (lastId >= 0 && numbered) {
            skipped += frame.id - lastId - 1;
        }
        if (frame.keyframe && frame.spatialId == 0) {
            Arrays.fill(decoded, -1);
        } else {
            check(nowNs, frame, frame.truth.reference);
            check(nowNs, frame, frame.truth.reference2);
        }
        decoded[(int) (frame.truth.frame & (KEPT - 1))] = identity(frame, frame.truth.frame);
        frames++;
        lastId = frame.id;
        lastTimestamp = frame.timestamp;
    }

    private void check(long nowNs, ReceivedFrame frame, long reference) {
        if (reference == FrameTruth.NO_REFERENCE
                || decoded[(int) (reference & (KEPT - 1))] == identity(frame, reference)) {
            return;
        }
        complaints.add(
                nowNs,
                "frame %d of encoding %d (picture %d, temporal layer %d, refers to %s by its headers) refers to frame %d, which was never decoded"
                        .formatted(
                                frame.truth.frame,
                                frame.truth.encoding,
                                frame.id,
                                frame.temporalId,
                                Arrays.toString(Arrays.copyOf(frame.referenceIds, frame.references)),
                                reference));
    }

    private static long identity(ReceivedFrame frame, long number) {
        return (long) frame.truth.host << 48 | (long) frame.truth.encoding << 40 | (number & 0xFF_FFFF_FFFFL);
    }
}
