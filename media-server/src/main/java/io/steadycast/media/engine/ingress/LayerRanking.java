package io.steadycast.media.engine.ingress;

import io.steadycast.media.engine.log.EncodingState;
import io.steadycast.media.engine.log.TrackSource;

/**
 * Confined to its shard. Orders the encodings of one track by quality: by picture size, then by measured rate, else as the description lists them. Only the
 * wire shows which is better: browsers list rids in any order.
 */
final class LayerRanking {
    /** Rates within this ratio are the same quality. */
    private static final double RATE_RATIO = 1.3;

    private final TrackSource source;
    private final int[] order;

    LayerRanking(TrackSource source) {
        this.source = source;
        this.order = new int[source.encodingCount()];
    }

    /** Publishes the ranks; true if they changed. */
    boolean update() {
        int seen = 0;
        for (int i = 0; i < order.length; i++) {
            if (pixels(i) > 0) {
                insertSorted(i, seen++);
            }
        }
        boolean descending = seen > 1 && order[0] > order[seen - 1];
        for (int i = 0; i < order.length; i++) {
            if (pixels(i) == 0) {
                insertBeside(i, seen++, descending);
            }
        }
        boolean changed = false;
        for (int rank = 0; rank < order.length; rank++) {
            EncodingState state = state(order[rank]);
            if (state.rank() != rank) {
                state.rank(rank);
                changed = true;
            }
        }
        return changed;
    }

    private void insertSorted(int encoding, int size) {
        int at = size;
        while (at > 0 && better(order[at - 1], encoding)) {
            order[at] = order[at - 1];
            at--;
        }
        order[at] = encoding;
    }

    private boolean better(int left, int right) {
        long leftPixels = pixels(left);
        long rightPixels = pixels(right);
        if (leftPixels != rightPixels) {
            return leftPixels > rightPixels;
        }
        long leftBps = state(left).bitrateBps();
        long rightBps = state(right).bitrateBps();
        return rightBps > 0 && leftBps > rightBps * RATE_RATIO;
    }

    /** An encoding never seen yet stands where the description puts it between its neighbours, in the direction that the seen ones have. */
    private void insertBeside(int encoding, int size, boolean descending) {
        int at = descending ? size : 0;
        for (int i = 0; i < size; i++) {
            boolean neighbourIsBefore = order[i] < encoding;
            if (descending && neighbourIsBefore) {
                at = Math.min(at, i);
            } else if (!descending && neighbourIsBefore) {
                at = i + 1;
            }
        }
        System.arraycopy(order, at, order, at + 1, size - at);
        order[at] = encoding;
    }

    private long pixels(int encoding) {
        return (long) state(encoding).widthPx() * state(encoding).heightPx();
    }

    private EncodingState state(int encoding) {
        return source.encoding(encoding).state();
    }
}
