package io.steadycast.netsim.emulate;

import io.steadycast.netsim.link.spec.BaseDelay;
import io.steadycast.netsim.link.spec.Capacity;
import io.steadycast.netsim.link.spec.DirectionSpec;
import io.steadycast.netsim.link.spec.ExcessDelay;
import io.steadycast.netsim.link.spec.Loss;
import io.steadycast.netsim.link.spec.PathSpec;
import java.util.List;

/**
 * What a direction was configured to be, in the figures that can be measured: to be printed next to those that were.
 *
 * @param rateKbps the long-term mean, with IP and UDP headers; -1 for no bound
 * @param lossPercent the long-term share, events and queues not counted
 * @param delayMs one way in the middle of the distribution, without queue
 */
public record Configured(double rateKbps, double lossPercent, double delayMs, long queueBytes, int headerBytes) {
    private static final double MS = 1e6;

    public static Configured of(PathSpec path, boolean up) {
        DirectionSpec one = up ? path.up() : path.down();
        long meanBps = one.capacity() instanceof Capacity.Unlimited
                ? Long.MAX_VALUE
                : one.capacity().meanBps();
        if (!one.policer().none()) {
            meanBps = Math.min(meanBps, one.policer().rateBps());
        }
        return new Configured(
                meanBps == Long.MAX_VALUE ? -1 : meanBps / 1e3,
                100 * lost(one),
                (middle(path.baseDelay()) / 2.0 + one.ownDelayNs() + middle(one.excess())) / MS,
                one.queue().limitBytes(),
                one.framing().bytes());
    }

    private static double lost(DirectionSpec one) {
        double passes = (1 - one.disorder().corruptP());
        for (List<Loss> stage : List.of(one.entryLoss(), one.loss())) {
            for (Loss loss : stage) {
                passes *= 1 - loss.mean();
            }
        }
        return 1 - passes;
    }

    private static long middle(BaseDelay base) {
        return switch (base) {
            case BaseDelay.Fixed fixed -> fixed.rttNs();
            case BaseDelay.Epoch epoch -> epoch.p50RttNs();
        };
    }

    private static long middle(ExcessDelay excess) {
        return switch (excess) {
            case ExcessDelay.None ignored -> 0;
            case ExcessDelay.Lognormal lognormal -> lognormal.p50Ns();
            case ExcessDelay.Gamma gamma -> gamma.meanNs();
            case ExcessDelay.Bounded bounded -> bounded.maxNs() / 2;
        };
    }
}
