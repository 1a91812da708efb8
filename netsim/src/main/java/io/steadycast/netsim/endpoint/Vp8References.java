package io.steadycast.netsim.endpoint;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Confined to its endpoint. What a VP8 frame refers to (modules/video_coding/rtp_vp8_ref_finder.cc@bb9331cf): TL0PICIDX names the base frame, and a picture id in
 * between that never came holds a frame of an upper layer back.
 *
 * <p>One rule is stricter: libwebrtc looks only at what is above the first frame that was whole, and no further back than 100 pictures; where that was not the
 * keyframe, or repair took longer, it decodes across a hole. Here nothing does within 1000 pictures, so that a viewer's complaints are about the server.
 */
final class Vp8References implements ReferenceFinder {
    private static final int TEMPORAL_LAYERS = 5;
    private static final int MAX_LAYER_INFO = 50;
    private static final int MAX_NOT_RECEIVED = 1_000;
    private static final int SLOTS = 64;
    private static final int GAP_SLOTS = 1_024;

    private final long[] baseIndex = new long[SLOTS];
    private final long[][] layerIds = new long[SLOTS][TEMPORAL_LAYERS];
    private final long[] notReceived = new long[GAP_SLOTS];
    private long newestBase = -1;
    private long newest = -1;
    private long oldest = -1;

    Vp8References() {
        Arrays.fill(baseIndex, -1);
        Arrays.fill(notReceived, -1);
    }

    @Override
    public void onPadding(long seq) {}

    @Override
    public Outcome find(ReceivedFrame frame) {
        if (frame.temporalId >= TEMPORAL_LAYERS) {
            return Outcome.USELESS;
        }
        frame.id = frame.pictureId;
        frame.spatialId = 0;
        frame.references = 0;
        noteGap(frame.id);
        if (frame.keyframe) {
            if (frame.temporalId != 0) {
                return Outcome.USELESS;
            }
            open(frame.tl0PicIdx, null);
            return taken(frame);
        }
        long baseOf = frame.temporalId == 0 ? frame.tl0PicIdx - 1 : frame.tl0PicIdx;
        long[] layers = layers(baseOf);
        if (layers == null) {
            return Outcome.WAITS;
        }
        if (frame.temporalId == 0) {
            return base(frame, layers);
        }
        return frame.layerSync ? sync(frame, layers) : enhancement(frame, layers);
    }

    private Outcome base(ReceivedFrame frame, long[] before) {
        long last = before[0];
        if (layers(frame.tl0PicIdx) == null) {
            open(frame.tl0PicIdx, before);
        }
        if (last >= frame.id) {
            return Outcome.USELESS;
        }
        frame.referenceIds[frame.references++] = last;
        return taken(frame);
    }

    private Outcome sync(ReceivedFrame frame, long[] layers) {
        if (layers[frame.temporalId] >= frame.id) {
            return Outcome.USELESS;
        }
        frame.referenceIds[frame.references++] = layers[0];
        return taken(frame);
    }

    private Outcome enhancement(ReceivedFrame frame, long[] layers) {
        for (int layer = 0; layer <= frame.temporalId; layer++) {
            if (layers[layer] < 0) {
                return Outcome.WAITS;
            }
            if (layers[layer] > frame.id) {
                return Outcome.USELESS;
            }
            if (gapBetween(layers[layer], frame.id)) {
                return Outcome.WAITS;
            }
            if (layers[layer] == frame.id) {
                return Outcome.USELESS;
            }
            if (!refersTo(frame, layers[layer])) {
                frame.referenceIds[frame.references++] = layers[layer];
            }
        }
        return taken(frame);
    }

    private static boolean refersTo(ReceivedFrame frame, long id) {
        for (int i = 0; i < frame.references; i++) {
            if (frame.referenceIds[i] == id) {
                return true;
            }
        }
        return false;
    }

    /** This base frame and those after it that are known already now have this frame on its layer. */
    private Outcome taken(ReceivedFrame frame) {
        long at = frame.tl0PicIdx;
        long[] layers = layers(at);
        while (layers != null && layers[frame.temporalId] <= frame.id) {
            layers[frame.temporalId] = frame.id;
            layers = layers(++at);
        }
        received(frame.id);
        return Outcome.FOUND;
    }

    private long @Nullable [] layers(long base) {
        int slot = (int) (base & (SLOTS - 1));
        return base >= 0 && baseIndex[slot] == base && base > newestBase - MAX_LAYER_INFO ? layerIds[slot] : null;
    }

    private void open(long base, long @Nullable [] before) {
        int slot = (int) (base & (SLOTS - 1));
        if (before == null) {
            Arrays.fill(layerIds[slot], -1);
        } else {
            System.arraycopy(before, 0, layerIds[slot], 0, TEMPORAL_LAYERS);
        }
        baseIndex[slot] = base;
        newestBase = Math.max(newestBase, base);
    }

    private void noteGap(long id) {
        if (newest < 0) {
            newest = id;
            oldest = id;
        }
        for (long at = Math.max(newest, id - MAX_NOT_RECEIVED) + 1; at <= id; at++) {
            notReceived[(int) (at & (GAP_SLOTS - 1))] = at;
        }
        if (id < oldest && newest - id < MAX_NOT_RECEIVED) {
            for (long at = id; at < oldest; at++) {
                notReceived[(int) (at & (GAP_SLOTS - 1))] = at;
            }
            oldest = id;
        }
        newest = Math.max(newest, id);
        oldest = Math.max(oldest, newest - MAX_NOT_RECEIVED);
    }

    private void received(long id) {
        int slot = (int) (id & (GAP_SLOTS - 1));
        notReceived[slot] = notReceived[slot] == id ? -1 : notReceived[slot];
    }

    /** Whether a picture after the one and before the other is known not to have come. */
    private boolean gapBetween(long after, long before) {
        for (long at = Math.max(after, newest - MAX_NOT_RECEIVED) + 1; at < before; at++) {
            if (notReceived[(int) (at & (GAP_SLOTS - 1))] == at) {
                return true;
            }
        }
        return false;
    }
}
