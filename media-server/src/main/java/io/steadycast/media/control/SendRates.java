package io.steadycast.media.control;

import io.steadycast.media.engine.egress.ViewerStats;
import java.util.List;

/** Any thread. Bit rates of one viewer's m-lines between two looks at its counters. */
final class SendRates {
    /** Looks that follow each other faster see the rate of the window before. */
    private static final long MIN_WINDOW_NS = 500_000_000L;

    private long sinceNs = Long.MIN_VALUE;
    private long[] bytes = {};
    private long[] bps = {};

    synchronized long[] update(long nowNs, List<ViewerStats.Media> media) {
        boolean first = sinceNs == Long.MIN_VALUE || bytes.length != media.size();
        if (!first && nowNs - sinceNs < MIN_WINDOW_NS) {
            return bps.clone();
        }
        long[] now = new long[media.size()];
        long[] rates = new long[media.size()];
        for (int i = 0; i < now.length; i++) {
            now[i] = media.get(i).sent().bytes() + media.get(i).sent().rtxBytes();
            if (!first) {
                rates[i] = Math.round((now[i] - bytes[i]) * 8e9 / (nowNs - sinceNs));
            }
        }
        sinceNs = nowNs;
        bytes = now;
        bps = rates;
        return rates.clone();
    }
}
