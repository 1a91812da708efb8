package io.steadycast.netsim.profile;

import io.steadycast.netsim.link.spec.AtEnd;
import io.steadycast.netsim.link.spec.Capacity;
import java.util.ArrayList;
import java.util.List;

/** Confined to one reading. The {@code rate} of a direction, in one of its forms. */
final class CapacityReader {
    private static final String FORMS = "one of kbps, ar1, steps, slotted, trace";
    private static final Legal STEP_MS = Legal.of(0.001, 86_400_000, "ms");
    private static final int MAX_STEPS = 100_000;

    private final Factors factors;
    private final TraceFiles traces;

    CapacityReader(Factors factors, TraceFiles traces) {
        this.factors = factors;
        this.traces = traces;
    }

    Capacity capacity(Section direction) {
        Section rate = direction.section("rate");
        if (rate == null) {
            return Capacity.UNLIMITED;
        }
        List<String> given = new ArrayList<>();
        for (String form : List.of("kbps", "ar1", "steps", "slotted", "trace")) {
            if (rate.has(form)) {
                given.add(form);
            }
        }
        Capacity capacity = Capacity.UNLIMITED;
        if (given.size() == 1) {
            capacity = form(rate, given.getFirst());
        } else {
            rate.problem(given.isEmpty() ? "kbps" : given.getLast(), FORMS);
        }
        rate.close();
        return capacity;
    }

    private Capacity form(Section rate, String form) {
        if (form.equals("kbps")) {
            return Capacity.ofBps(factors.rateBps(rate.number("kbps", Legal.KBPS)));
        }
        if (form.equals("steps")) {
            return steps(rate);
        }
        Section section = rate.section(form);
        if (section == null) {
            return Capacity.UNLIMITED;
        }
        Capacity capacity = switch (form) {
            case "ar1" -> ar1(section);
            case "slotted" -> slotted(section);
            default -> traces.capacity(section, factors.rate());
        };
        section.close();
        return capacity;
    }

    private Capacity ar1(Section section) {
        long meanBps = factors.rateBps(section.number("mean_kbps", Legal.KBPS));
        long minBps = factors.rateBps(section.number("min_kbps", Legal.KBPS));
        long maxBps = factors.rateBps(section.number("max_kbps", Legal.KBPS));
        long tauNs = PathReader.ns(section.number("tau_ms", Legal.RATE_TAU_MS));
        return section.make(() -> new Capacity.Ar1(meanBps, minBps, maxBps, tauNs), Capacity.UNLIMITED);
    }

    private Capacity steps(Section rate) {
        List<Capacity.Step> steps = new ArrayList<>();
        for (Section section : rate.sections("steps")) {
            long lengthNs = PathReader.ns(section.number("ms", STEP_MS));
            long bps = factors.rateBps(section.number("kbps", Legal.KBPS));
            section.close();
            steps.add(section.make(() -> new Capacity.Step(lengthNs, bps), new Capacity.Step(1_000_000, 0)));
        }
        if (steps.isEmpty() || steps.size() > MAX_STEPS) {
            rate.problem("steps", "a list of 1 to " + MAX_STEPS + " { ms, kbps }");
            return Capacity.UNLIMITED;
        }
        AtEnd atEnd = rate.choiceOr("at_end", AtEnd.LOOP, List.of(AtEnd.values()));
        boolean randomStart = rate.flagOr("random_start", false);
        return rate.make(() -> new Capacity.Steps(steps, atEnd, randomStart), Capacity.UNLIMITED);
    }

    private Capacity slotted(Section section) {
        long periodNs = PathReader.ns(section.number("period_ms", Legal.of(0.01, 60_000, "ms")));
        long jitterNs = PathReader.ns(section.numberOr("jitter_ms", 0, Legal.DELAY_MS));
        double grant = section.number("grant_bytes", Legal.of(1, 100_000_000, "bytes"));
        int grantBytes = (int) Math.max(1, Math.round(grant * factors.rate()));
        return section.make(() -> new Capacity.Slotted(periodNs, jitterNs, grantBytes), Capacity.UNLIMITED);
    }
}
