package io.steadycast.netsim.link;

import io.steadycast.netsim.link.spec.CrossTraffic;
import io.steadycast.netsim.link.spec.Direction;
import io.steadycast.netsim.link.spec.Loss;
import io.steadycast.netsim.link.spec.PathSpec;
import io.steadycast.netsim.link.spec.Policer;
import java.util.Arrays;

/**
 * Confined to its simulation. What a channel will carry: the same processes once more, from the same seed, run ahead of time. It is right as long as nobody changes the
 * path by hand; of others' traffic it knows how much that is in the mean.
 */
public final class Foresight {
    private static final long STEP_NS = 5_000_000L;
    private static final double SECOND_NS = 1e9;

    private final PathSpec path;
    private final Direction direction;
    private final long originNs;
    private final Timeline timeline;
    private final CapacityProcess capacity;
    private final LossProcess[] losses;
    /** Bits that can have been carried up to the end of each step. */
    private double[] carried = new double[256];

    private int steps;
    private int sharers = 1;
    private final Others others = new Others();

    public Foresight(Link.Start start, PathSpec path, Direction direction) {
        this.path = path;
        this.direction = direction;
        this.originNs = start.originNs();
        LinkSeeds seeds = LinkSeeds.of(start.seed(), path, direction);
        this.timeline = new Timeline(path, direction, originNs, seeds.path(), others);
        this.capacity = CapacityProcess.of(path.spec(direction).capacity(), originNs, seeds.own());
        var source = new LossProcess.Source(originNs, seeds.own(), seeds.fading(), Draws.Purpose.LOSS);
        this.losses = LossProcess.of(path.spec(direction).loss(), source, new LossProcess[0]);
    }

    /** What others take: constant senders and pages what they send, each flow that reacts an equal share of the rest. */
    private final class Others implements Timeline.CrossListener {
        private double bps;
        private int flows;

        @Override
        public void begin(long nowNs, CrossTraffic traffic) {
            change(traffic, 1);
        }

        @Override
        public void end(long nowNs, CrossTraffic traffic) {
            change(traffic, -1);
        }

        private void change(CrossTraffic traffic, int sign) {
            switch (traffic) {
                case CrossTraffic.Cubic cubic -> flows += sign * cubic.flows();
                case CrossTraffic.ConstantRate constant -> bps += sign * (double) constant.rateBps();
                case CrossTraffic.WebBursts web -> bps += sign * web.meanBps();
            }
        }

        double left(double bits) {
            return Math.max(0, bits - bps * STEP_NS / SECOND_NS) / (1 + flows / (double) sharers);
        }
    }

    /** So many flows of ours share it: others' long flows each take as much as one of these. */
    public void sharers(int count) {
        sharers = Math.max(1, count);
    }

    /** Mean rate of what arrives when the link is kept full, between two moments; of bytes that count framing. */
    public double goodputBps(long fromNs, long toNs) {
        if (toNs <= fromNs) {
            return goodputBps(fromNs, fromNs + STEP_NS);
        }
        return (bitsUntil(toNs) - bitsUntil(fromNs)) * SECOND_NS / (toNs - fromNs);
    }

    private double bitsUntil(long nowNs) {
        long sinceNs = Math.max(0, nowNs - originNs);
        int whole = (int) (sinceNs / STEP_NS);
        while (steps <= whole) {
            if (steps == carried.length) {
                carried = Arrays.copyOf(carried, 2 * steps);
            }
            double before = steps == 0 ? 0 : carried[steps - 1];
            carried[steps] = before + step(originNs + steps * STEP_NS);
            steps++;
        }
        double before = whole == 0 ? 0 : carried[whole - 1];
        return before + (carried[whole] - before) * (sinceNs % STEP_NS) / STEP_NS;
    }

    private double step(long startNs) {
        timeline.advance(startNs);
        double good = timeline.keep;
        for (Loss early : path.spec(direction).entryLoss()) {
            good *= 1 - early.mean();
        }
        double factor = timeline.outage ? 0 : timeline.rateFactor;
        for (LossProcess loss : losses) {
            if (loss instanceof LossProcess.Faded(Fading fading)) {
                boolean bad = fading.badAt(startNs);
                good *= bad ? 1 - fading.spec().lossInBad() : 1;
                factor *= bad ? fading.spec().rateFactorBad() : 1;
            } else {
                good *= 1 - loss.spec().mean();
            }
        }
        boolean gone = timeline.blackhole || timeline.udpBlocked;
        double bits = bits(startNs) * factor;
        Policer policer = path.spec(direction).policer();
        // A bucket is full once; what counts is what comes after it.
        double policed = policer.rateBps() == 0 ? bits : Math.min(bits, policer.rateBps() * STEP_NS / SECOND_NS);
        return gone ? 0 : others.left(policed) * good;
    }

    private double bits(long startNs) {
        if (timeline.rateBps >= 0) {
            return timeline.rateBps * STEP_NS / SECOND_NS;
        }
        return switch (capacity) {
            case CapacityProcess.Fluid fluid -> fluid.rateAt(startNs) * (double) STEP_NS / SECOND_NS;
            case CapacityProcess.Grants grants -> granted(grants, startNs + STEP_NS);
        };
    }

    private static double granted(CapacityProcess.Grants grants, long untilNs) {
        double bits = 0;
        while (grants.nextNs() < untilNs) {
            bits += 8.0 * grants.bytesPerGrant();
            grants.pass();
        }
        return bits;
    }
}
