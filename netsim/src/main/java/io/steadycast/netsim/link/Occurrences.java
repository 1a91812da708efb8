package io.steadycast.netsim.link;

import io.steadycast.netsim.link.spec.BaseDelay;
import io.steadycast.netsim.link.spec.Happening;
import io.steadycast.netsim.link.spec.Span;
import io.steadycast.netsim.link.spec.TimedEvent;
import io.steadycast.netsim.link.spec.TimedEvent.When;

/**
 * Confined to its link. When one {@link TimedEvent} happens, for how long and with which sign. Everything is drawn for every occurrence, happening or not, from the
 * event's own stream: whoever makes it from the same seed sees the same.
 */
final class Occurrences {
    private final TimedEvent event;
    private final Draws draws;
    private final long firstNs;
    private final long epochNs;
    private long index = -1;
    private long startNs;
    private long lengthNs;
    private boolean positive;

    Occurrences(TimedEvent event, BaseDelay baseDelay, long originNs, Draws draws) {
        this.event = event;
        this.draws = draws;
        long first = originNs;
        long epoch = 0;
        switch (event.when()) {
            case When.At at -> first += at.atNs();
            case When.Every every -> first += every.firstNs();
            case When.Poisson ignored -> {}
            case When.OnEpoch ignored -> {
                if (baseDelay instanceof BaseDelay.Epoch described) {
                    first += described.phaseNs();
                    epoch = described.periodNs();
                }
            }
        }
        this.firstNs = first;
        this.epochNs = epoch;
        this.startNs = first;
        next();
    }

    TimedEvent event() {
        return event;
    }

    /** {@link Long#MAX_VALUE} for never again. */
    long startNs() {
        return startNs;
    }

    /** {@link Long#MAX_VALUE} for ever. */
    long lengthNs() {
        return lengthNs;
    }

    long endNs() {
        return lengthNs == Long.MAX_VALUE || startNs == Long.MAX_VALUE ? Long.MAX_VALUE : startNs + lengthNs;
    }

    boolean positive() {
        return positive;
    }

    /** On to the next that really happens. */
    void next() {
        boolean happens;
        do {
            index++;
            startNs = switch (event.when()) {
                case When.At ignored -> index == 0 ? firstNs : Long.MAX_VALUE;
                case When.Every every -> firstNs + index * every.periodNs() + draws.between(0, every.jitterNs());
                case When.Poisson poisson -> startNs + draws.exponentialNs((double) poisson.meanIntervalNs());
                case When.OnEpoch ignored -> epochNs == 0 ? Long.MAX_VALUE : firstNs + index * epochNs;
            };
            happens = draws.chance(event.probability());
            lengthNs = draws.spanNs(span(event.what()));
            positive = draws.chance(0.5);
        } while (!happens && startNs != Long.MAX_VALUE && event.probability() > 0);
        if (event.probability() == 0) {
            startNs = Long.MAX_VALUE;
        }
    }

    static Span span(Happening what) {
        return switch (what) {
            case Happening.Outage outage -> outage.length();
            case Happening.Blackhole blackhole -> blackhole.length();
            case Happening.Handover handover -> handover.hold();
            case Happening.BaseDelayStep step -> step.length();
            case Happening.RateFactor factor -> factor.length();
            case Happening.RateStep step -> step.length();
            case Happening.LossFor loss -> loss.length();
            case Happening.NatRebinding ignored -> Span.ofNs(0);
            case Happening.Mtu mtu -> mtu.length();
            case Happening.UdpBlocked blocked -> blocked.length();
            case Happening.FlowCut cut -> cut.length();
            case Happening.Cross cross -> cross.length();
        };
    }
}
