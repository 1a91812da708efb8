package io.steadycast.netsim.endpoint;

import java.util.ArrayList;
import java.util.List;

/** Confined to its endpoint. How long each encoding was on the screen. */
final class LayerMeter {
    private static final int ENCODINGS = 8;

    private final long[] frames = new long[ENCODINGS];
    private final long[] shownNs = new long[ENCODINGS];
    private final int[] widthPx = new int[ENCODINGS];
    private final int[] heightPx = new int[ENCODINGS];
    private int encoding = -1;
    private int temporalId = -1;
    private int host = -1;
    private long sinceNs;
    private long switches;

    /** A picture is shown from now on. */
    void onShown(long readyNs, ReceivedFrame frame) {
        addTime(readyNs);
        int now = Math.clamp(frame.spatialId > 0 ? frame.spatialId : frame.truth.encoding, 0, ENCODINGS - 1);
        switches += encoding >= 0 && now != encoding ? 1 : 0;
        encoding = now;
        temporalId = Math.max(temporalId, frame.temporalId);
        host = frame.truth.host;
        frames[now]++;
        if (frame.widthPx > 0) {
            widthPx[now] = frame.widthPx;
            heightPx[now] = frame.heightPx;
        }
    }

    private void addTime(long nowNs) {
        if (encoding >= 0) {
            shownNs[encoding] += nowNs - sinceNs;
        }
        sinceNs = nowNs;
    }

    /** On the screen, -1 if none. */
    int encoding() {
        return encoding;
    }

    int host() {
        return host;
    }

    /** Highest temporal layer since the last call, -1 if nothing was shown. */
    int takeTemporalId() {
        int highest = temporalId;
        temporalId = -1;
        return highest;
    }

    long switches() {
        return switches;
    }

    List<VideoReport.LayerTime> report(long nowNs) {
        addTime(Math.max(nowNs, sinceNs));
        List<VideoReport.LayerTime> times = new ArrayList<>();
        for (int i = 0; i < ENCODINGS; i++) {
            if (frames[i] > 0) {
                times.add(new VideoReport.LayerTime(i, widthPx[i], heightPx[i], frames[i], shownNs[i]));
            }
        }
        return times;
    }
}
