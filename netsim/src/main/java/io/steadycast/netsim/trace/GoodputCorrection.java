package io.steadycast.netsim.trace;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * From what TCP got to what the link may have carried: headers added, single peaks (a buffer that emptied into one sample) clamped, and trickles taken as the outages
 * that they are. It stays a lower bound of the capacity.
 *
 * @param headerFactor payload to bytes on the wire, 1.05 to 1.1 for usual segment sizes with ACKs and retransmissions
 * @param clampQuantile share of the time whose highest rate is the most that is believed; 1 = no clamp
 * @param outageBelowBps a rate below this for {@code outageMinNs} is an outage
 */
public record GoodputCorrection(double headerFactor, double clampQuantile, double outageBelowBps, long outageMinNs) {
    public static final GoodputCorrection DEFAULT = new GoodputCorrection(1.07, 0.99, 50_000, 1_000_000_000L);

    public GoodputCorrection {
        if (!(headerFactor >= 1 && headerFactor <= 2) || !(clampQuantile > 0.5 && clampQuantile <= 1)) {
            throw new IllegalArgumentException("headerFactor " + headerFactor + " (legal: 1 to 2), clampQuantile "
                    + clampQuantile + " (legal: above 0.5, to 1)");
        }
    }

    Trace apply(Trace trace) {
        Steps rateBps = trace.rateBps();
        if (rateBps == null || !trace.format().goodput()) {
            return trace;
        }
        double most = rateBps.quantile(clampQuantile);
        List<String> notes = new ArrayList<>(trace.notes());
        notes.add(String.format(
                Locale.ROOT,
                "goodput corrected: x%.2f for headers, clamped at %.2f Mbit/s, below %.0f kbit/s for %d ms = outage",
                headerFactor,
                most * headerFactor / 1e6,
                outageBelowBps / 1e3,
                outageMinNs / 1_000_000));
        return trace.withRate(outages(rateBps, most), null, notes);
    }

    private Steps outages(Steps rateBps, double most) {
        Steps.Builder corrected = new Steps.Builder();
        for (int i = 0; i < rateBps.count(); i++) {
            int end = i;
            while (end < rateBps.count() && rateBps.value(end) < outageBelowBps) {
                end++;
            }
            if (end > i && rateBps.endNs(end - 1) - rateBps.startNs(i) >= outageMinNs) {
                corrected.add(0, rateBps.endNs(end - 1) - rateBps.startNs(i));
                i = end - 1;
            } else {
                corrected.add(Math.min(rateBps.value(i), most) * headerFactor, rateBps.lengthNs(i));
            }
        }
        return corrected.build();
    }
}
