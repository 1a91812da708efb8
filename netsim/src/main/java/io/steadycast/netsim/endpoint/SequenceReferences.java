package io.steadycast.netsim.endpoint;

import java.util.Arrays;

/**
 * Confined to its endpoint. What an H.264 frame without descriptor refers to (modules/video_coding/rtp_seq_num_only_ref_finder.cc@bb9331cf): the frame before it, if
 * no number between them is missing.
 */
final class SequenceReferences implements ReferenceFinder {
    private static final int GROUPS = 16;
    private static final int MAX_AGE = 100;
    private static final int PADDING_SLOTS = 128;

    /** First number of each group of pictures, that of its newest frame, and the same with padding behind it. */
    private final long[] keyframes = new long[GROUPS];

    private final long[] newest = new long[GROUPS];
    private final long[] newestWithPadding = new long[GROUPS];
    private final long[] padding = new long[PADDING_SLOTS];
    private int groups;

    SequenceReferences() {
        Arrays.fill(padding, -1);
    }

    @Override
    public Outcome find(ReceivedFrame frame) {
        if (frame.keyframe) {
            open(frame.lastSeq);
        }
        if (groups == 0) {
            return Outcome.WAITS;
        }
        while (groups > 1 && keyframes[0] < frame.lastSeq - MAX_AGE) {
            remove(0);
        }
        int group = groupOf(frame.lastSeq);
        if (group < 0) {
            return Outcome.USELESS;
        }
        if (!frame.keyframe && frame.firstSeq - 1 != newestWithPadding[group]) {
            return Outcome.WAITS;
        }
        frame.id = frame.lastSeq;
        frame.spatialId = 0;
        frame.references = 0;
        if (!frame.keyframe) {
            frame.referenceIds[frame.references++] = newest[group];
        }
        if (frame.id > newest[group]) {
            newest[group] = frame.id;
            newestWithPadding[group] = frame.id;
        }
        passPadding(group);
        return Outcome.FOUND;
    }

    @Override
    public void onPadding(long seq) {
        padding[(int) (seq & (PADDING_SLOTS - 1))] = seq;
        int group = groupOf(seq);
        if (group >= 0) {
            passPadding(group);
        }
    }

    private void passPadding(int group) {
        long next = newestWithPadding[group] + 1;
        while (padding[(int) (next & (PADDING_SLOTS - 1))] == next) {
            newestWithPadding[group] = next++;
        }
    }

    private void open(long seq) {
        int at = groups;
        while (at > 0 && keyframes[at - 1] >= seq) {
            at--;
        }
        if (at < groups && keyframes[at] == seq) {
            return;
        }
        if (groups == GROUPS) {
            remove(0);
            at = Math.max(0, at - 1);
        }
        System.arraycopy(keyframes, at, keyframes, at + 1, groups - at);
        System.arraycopy(newest, at, newest, at + 1, groups - at);
        System.arraycopy(newestWithPadding, at, newestWithPadding, at + 1, groups - at);
        keyframes[at] = seq;
        newest[at] = seq;
        newestWithPadding[at] = seq;
        groups++;
    }

    private void remove(int index) {
        int left = groups - index - 1;
        System.arraycopy(keyframes, index + 1, keyframes, index, left);
        System.arraycopy(newest, index + 1, newest, index, left);
        System.arraycopy(newestWithPadding, index + 1, newestWithPadding, index, left);
        groups--;
    }

    private int groupOf(long seq) {
        int group = groups - 1;
        while (group >= 0 && keyframes[group] > seq) {
            group--;
        }
        return group;
    }
}
