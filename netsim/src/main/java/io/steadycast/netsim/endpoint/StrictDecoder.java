package io.steadycast.netsim.endpoint;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Iterator;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Confined to its endpoint. Decodes whole frames in order as soon as their headers say that it can, and complains if that was a lie: a reference that was never
 * decoded, a timestamp that does not rise, picture numbers that do not follow where sequence numbers do.
 */
final class StrictDecoder {
    private static final long HOLD_NS = 150_000_000L;
    private static final int KEPT = 256;

    /** Told about each decoded frame. */
    interface Output {
        void onDecoded(long nowNs, ReceivedFrame frame);
    }

    private final Complaints complaints;
    private final Output output;
    private final ReferenceFinder references = new ReferenceFinder();
    private final TreeMap<Long, ReceivedFrame> waiting = new TreeMap<>();
    private final TreeMap<Long, ReceivedFrame> decodable = new TreeMap<>();
    private final Set<Long> decodedIds = new HashSet<>();
    private final Set<Long> decodedTruths = new HashSet<>();
    private @Nullable ReceivedFrame last;
    private @Nullable ReceivedFrame lastWhole;
    private boolean keyframeNeeded = true;
    private long decoded;
    private long skipped;

    StrictDecoder(Complaints complaints, Output output) {
        this.complaints = complaints;
        this.output = output;
    }

    boolean keyframeNeeded() {
        return keyframeNeeded;
    }

    long decoded() {
        return decoded;
    }

    /** Picture ids that were passed over. */
    long skipped() {
        return skipped;
    }

    boolean pending() {
        return !decodable.isEmpty();
    }

    void onFrame(long nowNs, ReceivedFrame frame, boolean follows) {
        checkNumbers(nowNs, frame, follows);
        ReceivedFrame newestDecoded = last;
        if (newestDecoded != null && frame.pictureId <= newestDecoded.pictureId) {
            return;
        }
        waiting.put(frame.pictureId, frame);
        if (newestDecoded != null) {
            waiting.headMap(newestDecoded.pictureId).clear();
        }
        boolean progress = true;
        while (progress) {
            progress = resolve();
        }
        drain(nowNs);
    }

    /** One pass in the frames' order; true if it found references, so that others may now be found. */
    private boolean resolve() {
        boolean progress = false;
        Iterator<ReceivedFrame> frames = waiting.values().iterator();
        while (frames.hasNext()) {
            ReceivedFrame frame = frames.next();
            ReferenceFinder.Outcome outcome = references.find(frame);
            if (outcome != ReferenceFinder.Outcome.WAITS) {
                frames.remove();
                progress |= outcome == ReferenceFinder.Outcome.FOUND;
            }
            if (outcome == ReferenceFinder.Outcome.FOUND) {
                decodable.put(frame.pictureId, frame);
            }
        }
        while (waiting.size() > KEPT) {
            waiting.pollFirstEntry();
        }
        return progress;
    }

    /** Numbers of frames that touch each other. */
    private void checkNumbers(long nowNs, ReceivedFrame frame, boolean follows) {
        ReceivedFrame before = lastWhole;
        if (follows && before != null) {
            if (frame.pictureId != before.pictureId + 1) {
                complaints.add(nowNs, "picture id " + frame.pictureId + " follows " + before.pictureId);
            }
            if (frame.timestamp <= before.timestamp) {
                complaints.add(nowNs, "timestamp " + frame.timestamp + " follows " + before.timestamp);
            }
            long expected = before.tl0PicIdx + (frame.temporalId == 0 ? 1 : 0);
            if ((frame.tl0PicIdx - expected & 0xFF) != 0) {
                complaints.add(nowNs, "TL0PICIDX " + frame.tl0PicIdx + " instead of " + expected);
            }
        }
        if (before == null || frame.lastSeq > before.lastSeq) {
            lastWhole = frame;
        }
    }

    /** The whole frame with the highest numbers so far. */
    @Nullable
    ReceivedFrame newestWhole() {
        return lastWhole;
    }

    /** Decodes what is next; beyond a gap only after waiting for its repair. */
    void drain(long nowNs) {
        while (!decodable.isEmpty()) {
            ReceivedFrame next = decodable.firstEntry().getValue();
            ReceivedFrame before = last;
            boolean inOrder = before != null && next.pictureId == before.pictureId + 1;
            if (!inOrder && !next.keyframe && nowNs - next.completeNs < HOLD_NS) {
                return;
            }
            decodable.pollFirstEntry();
            if (keyframeNeeded && !next.keyframe) {
                continue;
            }
            if (headersAllow(next)) {
                decode(nowNs, next);
            }
        }
    }

    private boolean headersAllow(ReceivedFrame frame) {
        for (int i = 0; i < frame.references; i++) {
            if (!decodedIds.contains(frame.referenceIds[i])) {
                return false;
            }
        }
        return true;
    }

    private void decode(long nowNs, ReceivedFrame frame) {
        ReceivedFrame before = last;
        if (before != null && frame.timestamp <= before.timestamp) {
            complaints.add(nowNs, "decoded timestamp goes from " + before.timestamp + " to " + frame.timestamp);
        }
        if (before != null) {
            skipped += frame.pictureId - before.pictureId - 1;
        }
        if (frame.keyframe) {
            decodedTruths.clear();
            decodedIds.clear();
        } else if (!decodedTruths.contains(identity(frame, frame.truth.reference))) {
            complaints.add(
                    nowNs,
                    "frame %d of encoding %d (picture %d, temporal layer %d, refers to %s by its headers) refers to frame %d, which was never decoded"
                            .formatted(
                                    frame.truth.frame,
                                    frame.truth.encoding,
                                    frame.pictureId,
                                    frame.temporalId,
                                    Arrays.toString(Arrays.copyOf(frame.referenceIds, frame.references)),
                                    frame.truth.reference));
        }
        decodedTruths.add(identity(frame, frame.truth.frame));
        decodedIds.add(frame.pictureId);
        if (decodedIds.size() > 2 * KEPT) {
            decodedIds.removeIf(id -> id < frame.pictureId - KEPT);
            decodedTruths.removeIf(id -> (id & 0xFF_FFFF_FFFFL) < frame.truth.frame - KEPT);
        }
        keyframeNeeded = false;
        decoded++;
        last = frame;
        output.onDecoded(nowNs, frame);
    }

    private static long identity(ReceivedFrame frame, long number) {
        return (long) frame.truth.host << 48 | (long) frame.truth.encoding << 40 | (number & 0xFF_FFFF_FFFFL);
    }
}
