package io.steadycast.netsim.profile;

import io.steadycast.netsim.link.spec.Loss;
import java.util.ArrayList;
import java.util.List;

/** Confined to one reading. A section of losses: each kind at most once, a packet that any of them takes is lost. */
final class LossReader {
    private static final Loss NONE = new Loss.Iid(0);

    private final Factors factors;
    private final TraceFiles traces;

    LossReader(Factors factors, TraceFiles traces) {
        this.factors = factors;
        this.traces = traces;
    }

    List<Loss> losses(Section direction, String key) {
        Section section = direction.section(key);
        if (section == null) {
            return List.of();
        }
        List<Loss> losses = new ArrayList<>();
        Section ge = section.section("ge");
        if (ge != null) {
            losses.add(gilbertElliott(ge));
        }
        Section gilbert = section.section("gilbert");
        if (gilbert != null) {
            losses.add(gilbert(gilbert));
        }
        Section iid = section.section("iid");
        if (iid != null) {
            double p = factors.loss(iid.number("p", Legal.PROBABILITY));
            iid.close();
            losses.add(new Loss.Iid(p));
        }
        Section recorded = section.section("recorded");
        if (recorded != null) {
            losses.add(recorded(recorded));
        }
        Section trace = section.section("trace");
        if (trace != null) {
            losses.add(traces.loss(trace));
            trace.close();
        }
        section.close();
        return losses;
    }

    private Loss gilbertElliott(Section section) {
        double lossInBad = section.number("h", Legal.of(0.000_001, 1, ""));
        double p = factors.lossWithin(section.number("p", Legal.of(0, 0.999, "")), lossInBad);
        long badNs = Math.round(section.number("bad_ms", Legal.of(0.1, 86_400_000, "ms")) * 1e6 * factors.badTime());
        double rateFactorBad = section.numberOr("rate_factor_bad", 1, Legal.PROBABILITY);
        long extraNs = factors.delayNs(section.numberOr("extra_delay_bad_ms", 0, Legal.DELAY_MS));
        section.close();
        return section.make(() -> new Loss.GilbertElliott(p, badNs, lossInBad, rateFactorBad, extraNs), NONE);
    }

    private Loss gilbert(Section section) {
        double lossInBad = section.numberOr("h", 1, Legal.of(0.000_001, 1, ""));
        double said = section.number("p", Legal.of(0, 0.999, ""));
        double p = said < lossInBad ? Math.min(0.999 * lossInBad, factors.loss(said)) : said;
        double burst = section.number("burst_packets", Legal.of(1, 1_000_000, "packets")) * factors.badTime();
        section.close();
        double bad = Math.min(0.999, p / lossInBad);
        return section.make(() -> new Loss.Gilbert(p, Math.max(burst, bad / (1 - bad)), lossInBad), NONE);
    }

    private Loss recorded(Section section) {
        List<Loss.Interval> intervals = new ArrayList<>();
        for (Section interval : section.sections("intervals")) {
            long fromNs = PathReader.ns(interval.number("from_ms", Legal.of(0, 31_622_400_000.0, "ms")));
            long toNs = PathReader.ns(interval.number("to_ms", Legal.of(0, 31_622_400_000.0, "ms")));
            double p = interval.numberOr("p", 1, Legal.PROBABILITY);
            interval.close();
            intervals.add(interval.make(() -> new Loss.Interval(fromNs, toNs, p), new Loss.Interval(0, 1, 0)));
        }
        long loopNs = PathReader.ns(section.numberOr("loop_ms", 0, Legal.of(0, 31_622_400_000.0, "ms")));
        boolean randomStart = section.flagOr("random_start", false);
        section.close();
        return section.make(() -> new Loss.Recorded(intervals, loopNs, randomStart), NONE);
    }
}
