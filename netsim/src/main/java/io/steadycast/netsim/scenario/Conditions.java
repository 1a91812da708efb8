package io.steadycast.netsim.scenario;

import io.steadycast.netsim.link.spec.BaseDelay;
import io.steadycast.netsim.link.spec.Capacity;
import io.steadycast.netsim.link.spec.DirectionSpec;
import io.steadycast.netsim.link.spec.Loss;
import io.steadycast.netsim.link.spec.PathSpec;
import io.steadycast.netsim.link.spec.QueueSpec;
import java.util.ArrayList;
import java.util.List;

/** Paths that a few numbers describe. */
public final class Conditions {
    /** Ten milliseconds there and back, and nothing else. */
    public static final PathChoice LAB = new PathChoice("lab", new Simple(10, 0, 0, Losses.NONE, 300).spec());

    private Conditions() {}

    /**
     * Loss on the way.
     *
     * @param down probability towards the viewer
     * @param up probability from it
     * @param burstNs mean time of a burst towards the viewer; 0: each packet by itself
     */
    public record Losses(double down, double up, long burstNs) {
        public static final Losses NONE = new Losses(0, 0, 0);

        public static Losses down(double p) {
            return new Losses(p, 0, 0);
        }
    }

    /**
     * A path of constant rates.
     *
     * @param rttMs there and back
     * @param downKbps towards the viewer, 0 for no bound
     * @param upKbps from the viewer, 0 for no bound
     * @param losses on the way
     * @param queueMs that may wait, drop-tail
     */
    public record Simple(long rttMs, int downKbps, int upKbps, Losses losses, long queueMs) {
        public PathSpec spec() {
            List<Loss> loss = new ArrayList<>();
            if (losses.down() > 0) {
                loss.add(
                        losses.burstNs() == 0
                                ? new Loss.Iid(losses.down())
                                : new Loss.GilbertElliott(losses.down(), losses.burstNs(), 1, 1, 0));
            }
            DirectionSpec down = direction(downKbps).withLoss(loss.toArray(new Loss[0]));
            DirectionSpec up = direction(upKbps);
            if (losses.up() > 0) {
                up = up.withLoss(new Loss.Iid(losses.up()));
            }
            return PathSpec.PLAIN.withBaseDelay(BaseDelay.ofRttMs(rttMs)).withDirections(up, down);
        }

        private DirectionSpec direction(int kbps) {
            return kbps == 0
                    ? DirectionSpec.PLAIN
                    : DirectionSpec.PLAIN
                            .withCapacity(Capacity.ofKbps(kbps))
                            .withQueue(QueueSpec.ofMs(queueMs, kbps * 1000L, new QueueSpec.Discipline.DropTail()));
        }

        public String label() {
            List<String> parts = new ArrayList<>();
            parts.add(rttMs + " ms");
            if (downKbps > 0) {
                parts.add(Numbers.plain(downKbps / 1000.0) + " Mbps");
            }
            if (losses.down() > 0) {
                String bursts = losses.burstNs() == 0 ? "" : " in bursts of " + losses.burstNs() / 1_000_000 + " ms";
                parts.add(Numbers.plain(100 * losses.down()) + " % loss" + bursts);
            }
            if (losses.up() > 0) {
                parts.add(Numbers.plain(100 * losses.up()) + " % loss upwards");
            }
            return String.join(", ", parts);
        }
    }
}
