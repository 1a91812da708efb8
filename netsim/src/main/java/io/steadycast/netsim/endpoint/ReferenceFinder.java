package io.steadycast.netsim.endpoint;

import java.util.Arrays;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Confined to its endpoint. Finds what a VP8 frame refers to by its headers alone, as libwebrtc does (modules/video_coding/rtp_vp8_ref_finder.cc): TL0PICIDX names
 * the base frame, and a picture id in between that never came holds a frame back.
 */
final class ReferenceFinder {
    private static final int TEMPORAL_LAYERS = 4;
    private static final int KEPT = 64;
    private static final int MAX_GAP = 1_000;

    /** What became of a frame. */
    enum Outcome {
        FOUND,
        /** Something before it is missing. */
        WAITS,
        USELESS
    }

    private final TreeMap<Long, long[]> byBase = new TreeMap<>();
    private final TreeSet<Long> notReceived = new TreeSet<>();
    private long newest = -1;
    private long oldest = -1;

    Outcome find(ReceivedFrame frame) {
        noteGap(frame.pictureId);
        frame.references = 0;
        if (frame.keyframe) {
            long[] layers = new long[TEMPORAL_LAYERS];
            Arrays.fill(layers, frame.pictureId);
            byBase.put(frame.tl0PicIdx, layers);
            trim();
            return Outcome.FOUND;
        }
        return frame.temporalId == 0 ? base(frame) : enhancement(frame);
    }

    /**
     * What lies between the oldest and the newest frame seen and never came whole. libwebrtc looks only at what is above the first frame that was whole; where
     * that was not the keyframe, it decodes across a hole. Here nothing does.
     */
    private void noteGap(long pictureId) {
        if (newest < 0) {
            newest = pictureId;
            oldest = pictureId;
        }
        for (long id = newest + 1; id < pictureId && pictureId - id < MAX_GAP; id++) {
            notReceived.add(id);
        }
        for (long id = pictureId + 1; id < oldest && id - pictureId < MAX_GAP; id++) {
            notReceived.add(id);
        }
        notReceived.remove(pictureId);
        newest = Math.max(newest, pictureId);
        oldest = Math.min(oldest, pictureId);
        notReceived.headSet(newest - MAX_GAP).clear();
    }

    private Outcome base(ReceivedFrame frame) {
        long[] before = byBase.get(frame.tl0PicIdx - 1);
        if (before == null) {
            return byBase.isEmpty() || frame.tl0PicIdx > byBase.firstKey() ? Outcome.WAITS : Outcome.USELESS;
        }
        frame.referenceIds[frame.references++] = before[0];
        long[] layers = before.clone();
        layers[0] = frame.pictureId;
        byBase.put(frame.tl0PicIdx, layers);
        trim();
        return Outcome.FOUND;
    }

    private Outcome enhancement(ReceivedFrame frame) {
        long[] layers = byBase.get(frame.tl0PicIdx);
        if (layers == null) {
            return byBase.isEmpty() || frame.tl0PicIdx > byBase.firstKey() ? Outcome.WAITS : Outcome.USELESS;
        }
        int lowest = 0;
        int highest = frame.layerSync ? 0 : frame.temporalId;
        for (int layer = lowest; layer <= highest; layer++) {
            if (layers[layer] > frame.pictureId) {
                return Outcome.USELESS;
            }
            Long missing = notReceived.higher(layers[layer]);
            if (!frame.layerSync && missing != null && missing < frame.pictureId) {
                return Outcome.WAITS;
            }
            if (frame.references < frame.referenceIds.length) {
                frame.referenceIds[frame.references++] = layers[layer];
            }
        }
        layers[frame.temporalId] = frame.pictureId;
        return Outcome.FOUND;
    }

    private void trim() {
        while (byBase.size() > KEPT) {
            byBase.pollFirstEntry();
        }
    }
}
