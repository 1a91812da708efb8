package io.steadycast.netsim.link;

import io.steadycast.netsim.link.spec.Direction;
import io.steadycast.netsim.link.spec.Happening;
import io.steadycast.netsim.link.spec.PathSpec;
import io.steadycast.netsim.link.spec.Stalls;
import io.steadycast.netsim.link.spec.TimedEvent;
import java.util.ArrayList;
import java.util.List;

/** Confined to its link. At the far end: holds what arrives during a handover or a Wi-Fi stall, and releases it as one burst. */
final class HoldGate {
    private final List<Occurrences> handovers = new ArrayList<>();
    private final Draws stallDraws;
    private final Draws heldLoss;
    private final Direction direction;
    private final long originNs;
    private final LinkSeeds seeds;
    private Stalls stalls;
    private long stallStartNs;
    private long stallLengthNs;
    private long nextNs;
    private long holdUntilNs = Long.MIN_VALUE;
    private double lostShare;

    HoldGate(PathSpec path, Direction direction, long originNs, LinkSeeds seeds) {
        this.direction = direction;
        this.originNs = originNs;
        this.seeds = seeds;
        this.stallDraws = Draws.of(seeds.own(), Draws.Purpose.STALLS, 0);
        this.heldLoss = Draws.of(seeds.own(), Draws.Purpose.HELD_LOSS, 0);
        this.stalls = path.spec(direction).stalls();
        this.stallStartNs = originNs;
        nextStall();
        plan(path, Long.MIN_VALUE);
    }

    /** Handovers as this path has them; those that ended before are over. */
    void plan(PathSpec path, long nowNs) {
        handovers.clear();
        List<TimedEvent> events = path.events();
        for (int i = 0; i < events.size(); i++) {
            TimedEvent event = events.get(i);
            if (event.direction().covers(direction) && event.what() instanceof Happening.Handover) {
                var handover = new Occurrences(
                        event, path.baseDelay(), originNs, Draws.of(seeds.path(), Draws.Purpose.EVENT, i));
                while (handover.endNs() < nowNs) {
                    handover.next();
                }
                handovers.add(handover);
            }
        }
        findNext();
    }

    /** From now on others. */
    void stalls(long nowNs, Stalls newStalls) {
        if (!newStalls.equals(stalls)) {
            stalls = newStalls;
            stallStartNs = nowNs;
            nextStall();
            findNext();
        }
    }

    private void nextStall() {
        if (stalls.perMinute() == 0) {
            stallStartNs = Long.MAX_VALUE;
            return;
        }
        stallStartNs += stallDraws.exponentialNs(60e9 / stalls.perMinute());
        stallLengthNs = stallDraws.spanNs(stalls.hold());
    }

    private void findNext() {
        nextNs = stallStartNs;
        for (Occurrences handover : handovers) {
            nextNs = Math.min(nextNs, handover.startNs());
        }
    }

    void happen(long nowNs, Happening.Handover handover) {
        hold(nowNs + stallDraws.spanNs(handover.hold()), handover.lostShare());
    }

    private void hold(long untilNs, double share) {
        if (untilNs >= holdUntilNs) {
            lostShare = share;
        }
        holdUntilNs = Math.max(holdUntilNs, untilNs);
    }

    /** When what arrives at this moment comes out. Times never fall. */
    long release(long arrivalNs) {
        while (nextNs <= arrivalNs) {
            long atNs = nextNs;
            if (stallStartNs == atNs) {
                hold(atNs + stallLengthNs, 0);
                nextStall();
            }
            for (Occurrences handover : handovers) {
                while (handover.startNs() <= atNs) {
                    if (handover.event().what() instanceof Happening.Handover what) {
                        hold(handover.endNs(), what.lostShare());
                    }
                    handover.next();
                }
            }
            findNext();
        }
        return Math.max(arrivalNs, holdUntilNs);
    }

    /** Decides over a packet that was held. */
    boolean losesHeld() {
        return lostShare > 0 && heldLoss.chance(lostShare);
    }
}
