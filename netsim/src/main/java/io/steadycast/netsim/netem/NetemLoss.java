package io.steadycast.netsim.netem;

import io.steadycast.netsim.link.spec.Capacity;
import io.steadycast.netsim.link.spec.DirectionSpec;
import io.steadycast.netsim.link.spec.Loss;
import java.util.List;
import java.util.Locale;

/** Confined to one export. All losses of a direction as the one that netem has room for. */
final class NetemLoss {
    /** About 2 Mbit/s of video: netem's bursts are counted in packets, ours last for times. */
    static final int PACKETS_PER_S = 200;

    private final List<String> left;
    private double keptOfIndependent = 1;
    private Netem.Loss bursts = new Netem.Loss.None();

    NetemLoss(DirectionSpec spec, List<String> left) {
        this.left = left;
        spec.entryLoss().forEach(this::take);
        boolean limited = !(spec.capacity() instanceof Capacity.Unlimited);
        if (limited && spec.loss().stream().anyMatch(loss -> loss.mean() > 0)) {
            left.add("loss after the rate: netem loses before it, so what is lost uses no rate");
        }
        spec.loss().forEach(this::take);
    }

    Netem.Loss loss() {
        double independent = 1 - keptOfIndependent;
        return switch (bursts) {
            case Netem.Loss.Gemodel model ->
                new Netem.Loss.Gemodel(
                        model.p(), model.r(), 1 - (1 - model.lossInBad()) * keptOfIndependent, independent);
            case Netem.Loss.None none when independent <= 0 -> none;
            default -> new Netem.Loss.Random(independent, 0);
        };
    }

    private void take(Loss loss) {
        switch (loss) {
            case Loss.Iid iid -> keptOfIndependent *= 1 - iid.p();
            case Loss.Gilbert gilbert -> {
                double inBad = gilbert.shareBad();
                bursty(inBad, 1 / gilbert.meanBurstPackets(), gilbert.lossInBad(), gilbert.p());
            }
            case Loss.GilbertElliott fading -> fading(fading);
            case Loss.Recorded recorded -> {
                left.add("recorded bad times; their mean loss stands for them");
                keptOfIndependent *= 1 - Math.min(1, recorded.mean());
            }
        }
    }

    private void fading(Loss.GilbertElliott fading) {
        if (fading.p() == 0) {
            return;
        }
        left.add(String.format(
                Locale.ROOT,
                "bad times of %s on average, as such; taken in packets at %d packets a second",
                NetemText.ms(fading.meanBadNs()),
                PACKETS_PER_S));
        if (fading.rateFactorBad() != 1 || fading.extraDelayBadNs() > 0) {
            left.add("rate and delay of bad times");
        }
        double leave = Math.min(1, 1e9 / PACKETS_PER_S / fading.meanBadNs());
        bursty(fading.p() / fading.lossInBad(), leave, fading.lossInBad(), fading.p());
    }

    /** @param leave the bad state, of each packet */
    private void bursty(double inBad, double leave, double lossInBad, double mean) {
        if (mean == 0) {
            return;
        }
        if (bursts instanceof Netem.Loss.Gemodel) {
            left.add("a second bursty loss; its mean stands for it");
            keptOfIndependent *= 1 - mean;
            return;
        }
        bursts = new Netem.Loss.Gemodel(Math.min(1, inBad * leave / (1 - inBad)), leave, lossInBad, 0);
    }
}
