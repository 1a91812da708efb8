package io.steadycast.netsim.scenario.suite;

import io.steadycast.netsim.link.spec.AtEnd;
import io.steadycast.netsim.link.spec.BaseDelay;
import io.steadycast.netsim.link.spec.Capacity;
import io.steadycast.netsim.link.spec.CrossTraffic;
import io.steadycast.netsim.link.spec.Direction;
import io.steadycast.netsim.link.spec.DirectionSpec;
import io.steadycast.netsim.link.spec.Happening;
import io.steadycast.netsim.link.spec.PathSpec;
import io.steadycast.netsim.link.spec.QueueSpec;
import io.steadycast.netsim.link.spec.Span;
import io.steadycast.netsim.link.spec.TimedEvent;
import io.steadycast.netsim.scenario.Conditions;
import io.steadycast.netsim.scenario.Ladder;
import io.steadycast.netsim.scenario.Metric;
import io.steadycast.netsim.scenario.PathChoice;
import io.steadycast.netsim.scenario.Scenario;
import io.steadycast.netsim.scenario.Scenario.Stay;
import io.steadycast.netsim.scenario.Target;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The cases of RFC 8867 section 5 as ns3-rmcat codes them. Flows are viewers, each with a source of its own that follows the estimate from 150 to 1500 kbps; estimates are
 * judged. Beside each case runs the same with three layers, unjudged. The RFC sets no bounds: these are those of T10 and T14.
 */
final class Rfc8867Suite {
    static final String NAME = "rfc8867";
    static final String TITLE = "RFC 8867's cases 5.1 to 5.8: capacity steps, sharing, TCP, pauses";

    private static final long MS = 1_000_000L;
    private static final long SECOND = 1_000 * MS;
    private static final int SEEDS = 10;
    private static final double FAIR = 0.9;

    private Rfc8867Suite() {}

    /**
     * A case.
     *
     * @param shared what all flows share, null if each path is complete by itself
     * @param paths of the flows
     * @param stays of the flows
     */
    private record Case(
            String name,
            String title,
            long seconds,
            @Nullable PathSpec shared,
            List<PathSpec> paths,
            List<Stay> stays) {}

    static Suite make() {
        List<Scenario> scenarios = new ArrayList<>();
        List<Target> follow = List.of(
                Target.atMost(Metric.STEP_CONVERGENCE, 6),
                Target.atMost(Metric.QUEUE_SETTLE, 1),
                Target.atLeast(Metric.ESTIMATE_UTILISATION, 85));
        List<Target> fair = List.of(Target.atLeast(Metric.JAIN, FAIR));
        List<Target> againstTcp =
                List.of(Target.atLeast(Metric.FAIR_SHARE, 50), Target.atLeast(Metric.CROSS_SHARE, 50));
        add(scenarios, single("5.1", "one flow, capacity steps", TargetsSuite.capacitySteps(0)), follow);
        add(
                scenarios,
                single(
                        "5.1-owd100",
                        "the same with 100 ms one way",
                        TargetsSuite.capacitySteps(0).withBaseDelay(BaseDelay.ofRttMs(200))),
                follow);
        add(scenarios, twoFlows(), fair);
        add(scenarios, single("5.3", "feedback meets congestion", congestedFeedback()), follow);
        add(scenarios, flows("5.4", "three flows of one kind", 120, 3_500, stays(0, 20, 40)), fair);
        add(scenarios, roundTrips(), fair);
        add(scenarios, tcp("5.6", "a long TCP flow, 300 ms of queue", 300), againstTcp);
        add(scenarios, tcp("5.6-bloated", "the same with 1000 ms of queue", 1_000), List.of());
        add(scenarios, shortTcp(), List.of(Target.atLeast(Metric.JAIN, FAIR), Target.atLeast(Metric.FAIR_SHARE, 25)));
        add(scenarios, paused(), fair);
        return new Suite(NAME, TITLE, SEEDS, scenarios, List.of(), List.of());
    }

    private static void add(List<Scenario> scenarios, Case one, List<Target> targets) {
        scenarios.add(scenario(one, one.name(), one.title(), Ladder.CONTINUOUS, targets));
        scenarios.add(
                scenario(one, one.name() + "-layered", one.title() + ", three layers", Ladder.MEASURED, List.of()));
    }

    private static Scenario scenario(Case one, String name, String title, Ladder ladder, List<Target> targets) {
        List<Scenario.Host> hosts = new ArrayList<>();
        List<Scenario.Viewer> viewers = new ArrayList<>();
        for (int i = 0; i < one.paths().size(); i++) {
            hosts.add(new Scenario.Host("host-" + (i + 1), ladder, Conditions.LAB));
            PathChoice path = new PathChoice("flow " + (i + 1), one.paths().get(i));
            viewers.add(new Scenario.Viewer(i, path, one.stays().get(i)));
        }
        PathSpec shared = one.shared();
        PathChoice bottleneck = shared == null ? null : new PathChoice("bottleneck", shared);
        return new Scenario(
                name,
                title,
                new Scenario.Timing(one.seconds() * SECOND, 0),
                new Scenario.Cast(hosts, viewers, bottleneck),
                Scenario.SMOOTH_FIRST,
                targets);
    }

    private static DirectionSpec rates(long queueMs, long nominalKbps, List<Capacity.Step> steps) {
        return DirectionSpec.PLAIN
                .withCapacity(new Capacity.Steps(steps, AtEnd.HOLD, false))
                .withQueue(QueueSpec.ofMs(queueMs, nominalKbps * 1000, new QueueSpec.Discipline.DropTail()));
    }

    private static Capacity.Step step(long seconds, long kbps) {
        return new Capacity.Step(seconds * SECOND, kbps * 1000);
    }

    private static PathSpec constant(long kbps, long queueMs) {
        return PathSpec.PLAIN.withDown(rates(queueMs, kbps, List.of(step(1_000, kbps))));
    }

    private static PathSpec owd(long ms) {
        return PathSpec.PLAIN.withBaseDelay(BaseDelay.ofRttMs(2 * ms));
    }

    private static List<Stay> stays(long... joinS) {
        List<Stay> stays = new ArrayList<>();
        for (long join : joinS) {
            stays.add(Stay.from(join * SECOND));
        }
        return stays;
    }

    private static Case single(String name, String title, PathSpec path) {
        return new Case(name, title, 100, null, List.of(path), stays(0));
    }

    private static Case flows(String name, String title, long seconds, long kbps, List<Stay> stays) {
        List<PathSpec> paths = stays.stream().map(stay -> owd(50)).toList();
        return new Case(name, title, seconds, constant(kbps, 300), paths, stays);
    }

    private static Case twoFlows() {
        PathSpec shared = PathSpec.PLAIN.withDown(rates(
                300,
                2_000,
                List.of(step(25, 4_000), step(25, 2_000), step(25, 3_500), step(25, 1_000), step(25, 2_000))));
        return new Case("5.2", "two flows, capacity steps", 125, shared, List.of(owd(50), owd(50)), stays(0, 0));
    }

    /** The media of the other direction is a constant 700 kbps: what the viewer sends is feedback only. */
    private static PathSpec congestedFeedback() {
        DirectionSpec down =
                rates(300, 1_000, List.of(step(20, 2_000), step(20, 1_000), step(20, 500), step(40, 2_000)));
        DirectionSpec up = rates(300, 1_000, List.of(step(35, 2_000), step(35, 800), step(30, 2_000)));
        TimedEvent media = TimedEvent.atMs(
                0, Direction.UP, new Happening.Cross(new CrossTraffic.ConstantRate(700_000, 1_200), Span.FOREVER));
        return owd(50).withDirections(up, down).withEvents(media);
    }

    private static Case roundTrips() {
        List<PathSpec> paths = List.of(owd(10), owd(25), owd(50), owd(100), owd(150));
        return new Case(
                "5.5",
                "five flows with different round trips",
                300,
                constant(4_000, 300),
                paths,
                stays(0, 10, 20, 30, 40));
    }

    private static Case tcp(String name, String title, long queueMs) {
        TimedEvent flow = TimedEvent.atMs(
                0, Direction.DOWN, new Happening.Cross(new CrossTraffic.Cubic(1, 100 * MS), Span.FOREVER));
        return new Case(
                name,
                title,
                120,
                null,
                List.of(constant(2_000, queueMs)
                        .withBaseDelay(BaseDelay.ofRttMs(100))
                        .withEvents(flow)),
                stays(0));
    }

    /** Ten flows of 30 to 50 kB, each silent for 10 s on average: one such transfer a second. */
    private static Case shortTcp() {
        TimedEvent pages = TimedEvent.atMs(
                0,
                Direction.DOWN,
                new Happening.Cross(new CrossTraffic.WebBursts(SECOND, 30_000, 50_000, 1.2, 2_000_000), Span.FOREVER));
        return new Case(
                "5.7",
                "short TCP flows, two media flows",
                300,
                constant(2_000, 300).withEvents(pages),
                List.of(owd(50), owd(50)),
                stays(0, 0));
    }

    private static Case paused() {
        List<Stay> stays = List.of(Stay.ALWAYS, new Stay(0, 40 * SECOND, 60 * SECOND), Stay.ALWAYS);
        return flows("5.8", "one of three flows pauses", 120, 3_500, stays);
    }
}
