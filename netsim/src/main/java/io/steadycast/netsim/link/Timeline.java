package io.steadycast.netsim.link;

import io.steadycast.netsim.link.spec.CrossTraffic;
import io.steadycast.netsim.link.spec.Direction;
import io.steadycast.netsim.link.spec.Happening;
import io.steadycast.netsim.link.spec.PathSpec;
import io.steadycast.netsim.link.spec.TimedEvent;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Confined to its link. Which happenings last at a moment, and what they amount to for the stages of one direction. Handovers and rebinding are others' business. */
final class Timeline {
    private final List<Occurrences> coming = new ArrayList<>();
    private final List<Active> active = new ArrayList<>();
    private final CrossListener cross;
    private final Draws live;
    private long nextNs;

    boolean outage;
    boolean blackhole;
    boolean udpBlocked;
    double rateFactor = 1;
    long rateBps = -1;
    double keep = 1;
    long deltaRttNs;
    int mtuBytes;
    Happening.@Nullable FlowCut cut;
    private int usualMtuBytes;
    private boolean usuallyBlocked;

    /** Told when somebody else's traffic begins and ends. */
    interface CrossListener {
        void begin(long nowNs, CrossTraffic traffic);

        void end(long nowNs, CrossTraffic traffic);
    }

    private record Active(Happening what, long endNs, boolean positive) {}

    Timeline(PathSpec path, Direction direction, long originNs, long pathSeed, CrossListener cross) {
        this.cross = cross;
        this.live = Draws.of(pathSeed, Draws.Purpose.LIVE, direction == Direction.UP ? 0 : 1);
        plan(path, direction, originNs, pathSeed);
        usual(path);
    }

    private void plan(PathSpec path, Direction direction, long originNs, long pathSeed) {
        List<TimedEvent> events = path.events();
        for (int i = 0; i < events.size(); i++) {
            TimedEvent event = events.get(i);
            boolean everywhere = event.what() instanceof Happening.BaseDelayStep;
            if ((everywhere || event.direction().covers(direction)) && concerns(event.what())) {
                coming.add(
                        new Occurrences(event, path.baseDelay(), originNs, Draws.of(pathSeed, Draws.Purpose.EVENT, i)));
            }
        }
    }

    private static boolean concerns(Happening what) {
        return !(what instanceof Happening.Handover) && !(what instanceof Happening.NatRebinding);
    }

    /** What holds when nothing happens. */
    void usual(PathSpec path) {
        usualMtuBytes = path.mtuBytes();
        usuallyBlocked = path.udpBlocked();
        sum();
    }

    /** When anything changes next. */
    long nextNs() {
        return nextNs;
    }

    /** Lets begin and end what does so by now, in the order of time. */
    void advance(long nowNs) {
        while (nextNs <= nowNs) {
            long atNs = nextNs;
            for (int i = active.size() - 1; i >= 0; i--) {
                if (active.get(i).endNs <= atNs) {
                    end(nowNs, active.remove(i));
                }
            }
            for (Occurrences occurrences : coming) {
                while (occurrences.startNs() <= atNs) {
                    begin(nowNs, new Active(occurrences.event().what(), occurrences.endNs(), occurrences.positive()));
                    occurrences.next();
                }
            }
            sum();
        }
    }

    /** Somebody wants it now, by hand. */
    void happen(long nowNs, Happening what) {
        if (concerns(what)) {
            long lengthNs = live.spanNs(Occurrences.span(what));
            begin(nowNs, new Active(what, lengthNs == Long.MAX_VALUE ? lengthNs : nowNs + lengthNs, live.chance(0.5)));
            sum();
        }
    }

    /** Ends whatever lasts. What is planned still comes. */
    void calm(long nowNs) {
        for (Active one : active) {
            end(nowNs, one);
        }
        active.clear();
        sum();
    }

    private void begin(long nowNs, Active one) {
        active.add(one);
        if (one.what instanceof Happening.Cross crossing) {
            cross.begin(nowNs, crossing.traffic());
        }
    }

    private void end(long nowNs, Active one) {
        if (one.what instanceof Happening.Cross crossing) {
            cross.end(nowNs, crossing.traffic());
        }
    }

    private void sum() {
        outage = false;
        blackhole = false;
        udpBlocked = usuallyBlocked;
        rateFactor = 1;
        rateBps = -1;
        keep = 1;
        deltaRttNs = 0;
        mtuBytes = usualMtuBytes;
        cut = null;
        long next = Long.MAX_VALUE;
        for (Occurrences occurrences : coming) {
            next = Math.min(next, occurrences.startNs());
        }
        for (Active one : active) {
            next = Math.min(next, one.endNs);
            apply(one);
        }
        nextNs = next;
    }

    private void apply(Active one) {
        switch (one.what) {
            case Happening.Outage ignored -> outage = true;
            case Happening.Blackhole ignored -> blackhole = true;
            case Happening.UdpBlocked ignored -> udpBlocked = true;
            case Happening.RateFactor factor -> rateFactor *= factor.factor();
            case Happening.RateStep step -> rateBps = step.rateBps();
            case Happening.LossFor loss -> keep *= 1 - loss.p();
            case Happening.BaseDelayStep step ->
                deltaRttNs += step.eitherSign() && !one.positive ? -step.deltaRttNs() : step.deltaRttNs();
            case Happening.Mtu mtu -> mtuBytes = mtu.mtuBytes();
            case Happening.FlowCut newCut -> cut = newCut;
            case Happening.Handover ignored -> {}
            case Happening.NatRebinding ignored -> {}
            case Happening.Cross ignored -> {}
        }
    }
}
