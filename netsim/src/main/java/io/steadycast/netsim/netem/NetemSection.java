package io.steadycast.netsim.netem;

import io.steadycast.netsim.BadInput;
import io.steadycast.netsim.netem.Netem.Delay;
import io.steadycast.netsim.netem.Netem.Loss;
import io.steadycast.netsim.netem.Netem.Rate;
import io.steadycast.netsim.netem.Netem.Reorder;
import io.steadycast.netsim.netem.Netem.Slot;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Confined to one reading. One direction of a profile, in the words of its file, that does what netem does; and what it cannot do. */
final class NetemSection {
    /** Of a full packet with Ethernet's header: netem's limit counts packets, whatever they weigh. */
    static final int FULL_BYTES = 1_514;
    /** The shortest that a file may say: netem draws for each packet anew, here delay lives in time. */
    private static final int TAU_MS = 1;
    /** So wide a Gaussian, cut off at both ends, is flat. */
    static final int FLAT = 10;

    private static final double MAX_DEVIATION_NS = 60e9;
    private static final int UNBOUNDED_GRANT_BYTES = 100_000_000;

    private final String place;
    private final List<String> lines = new ArrayList<>();
    private final List<String> warnings = new ArrayList<>();

    NetemSection(String place, Netem netem) {
        this.place = place;
        capacity(netem);
        losses(netem);
        delay(netem);
        chances(netem);
        if (netem.seed() != null) {
            warnings.add("seed " + netem.seed() + " is no property of a network: give it to the run, --seed "
                    + netem.seed());
        }
    }

    String lines() {
        return String.join("", lines.stream().map(line -> "  " + line + "\n").toList());
    }

    List<String> warnings() {
        return warnings;
    }

    private void capacity(Netem netem) {
        Rate rate = netem.rate();
        Slot slot = netem.slot();
        if (rate.bps() == 0 && slot == null) {
            if (netem.limitPackets() != Netem.DEFAULT_LIMIT_PACKETS) {
                warnings.add("limit " + netem.limitPackets()
                        + " without a rate bounds packets that are only delayed: no counterpart, left out");
            }
            return;
        }
        double bps = rate.bps();
        if (rate.cellBytes() > 0) {
            bps *= (double) rate.cellBytes() / (rate.cellBytes() + rate.cellOverheadBytes());
            warnings.add(
                    "rate's cells: no counterpart, the rate is lower by their overhead and packets are not rounded up");
        }
        lines.add(slot == null ? "rate { kbps = " + plain(bps / 1e3) + " }" : slotted(slot, bps));
        double meanBps = slot == null ? bps : Math.min(bps == 0 ? Double.MAX_VALUE : bps, slotBps(slot));
        int waiting = netem.limitPackets() - inFlight(meanBps, netem.delay().delayNs());
        lines.add("queue { packets = " + Math.max(1, waiting) + " }");
        if (netem.delay().delayNs() > 0) {
            warnings.add("limit " + netem.limitPackets()
                    + " counts packets that are only delayed, here only those that wait: " + Math.max(1, waiting)
                    + " are left for them (full packets)");
        }
        int layer2 = Netem.ETHERNET_BYTES + rate.overheadBytes();
        lines.add("framing { ip_udp_bytes = 28, layer2_bytes = " + layer2 + " }");
    }

    /** Packets in propagation, which netem's limit counts. */
    static int inFlight(double bps, long delayNs) {
        return bps >= Double.MAX_VALUE ? 0 : (int) Math.min(1e6, Math.floor(bps * delayNs / 8e9 / FULL_BYTES));
    }

    private static double slotBps(Slot slot) {
        long bytes = grantBytes(slot);
        long periodNs = slot.distribution().isEmpty() ? (slot.firstNs() + slot.secondNs()) / 2 : slot.firstNs();
        return bytes == UNBOUNDED_GRANT_BYTES ? Double.MAX_VALUE : bytes * 8e9 / periodNs;
    }

    private static long grantBytes(Slot slot) {
        long byPackets = slot.packets() == 0 ? UNBOUNDED_GRANT_BYTES : (long) slot.packets() * FULL_BYTES;
        return Math.min(UNBOUNDED_GRANT_BYTES, slot.bytes() == 0 ? byPackets : Math.min(slot.bytes(), byPackets));
    }

    private String slotted(Slot slot, double bps) {
        boolean uniform = slot.distribution().isEmpty();
        long periodNs = uniform ? (slot.firstNs() + slot.secondNs()) / 2 : slot.firstNs();
        long jitterNs = uniform ? (slot.secondNs() - slot.firstNs()) / 2 : Math.min(slot.firstNs(), slot.secondNs());
        if (periodNs < 10_000) {
            throw new BadInput(place + ": slot: \"" + periodNs + "ns\" (legal: at least 10us on average)");
        }
        long bytes = grantBytes(slot);
        if (slot.packets() > 0) {
            warnings.add("slot's packets: no counterpart, " + slot.packets() + " are taken as " + bytes + " bytes");
        }
        if (bps > 0) {
            bytes = Math.max(1, Math.min(bytes, Math.round(bps * periodNs / 8e9)));
            warnings.add("slot together with rate: no counterpart, a slot grants what the rate carries meanwhile");
        }
        if (!uniform || jitterNs > 0) {
            warnings.add(
                    "slot's own lengths vary by chance each; here slots come regularly, each later by up to its jitter");
        }
        return "rate { slotted { period_ms = " + ms(periodNs) + ", jitter_ms = " + ms(jitterNs) + ", grant_bytes = "
                + bytes + " } }";
    }

    /** Netem loses what arrives, before it uses the rate. */
    private void losses(Netem netem) {
        switch (netem.loss()) {
            case Loss.None ignored -> {}
            case Loss.Random random -> {
                correlation("loss", random.correlation());
                entryLoss(0, 1, 1, random.p());
            }
            case Loss.State state -> {
                if (state.p32() > 0) {
                    warnings.add(
                            "loss state's p32, p23 (good packets inside a burst): no counterpart, a burst ends there; mean loss and mean run of losses are kept");
                }
                if (state.p14() > 0) {
                    warnings.add("loss state's p14 (single losses): taken as independent losses");
                }
                state(state);
            }
            case Loss.Gemodel model -> {
                double share = model.lossInGood() < 1
                        ? Math.max(0, 1 - (1 - model.lossInBad()) / (1 - model.lossInGood()))
                        : 1;
                if (model.lossInBad() < model.lossInGood()) {
                    throw new BadInput(place + ": loss gemodel 1-k: \"" + NetemText.percent(model.lossInGood())
                            + "\" (legal: at most 1-h, the loss in the bad state)");
                }
                double inBad = model.p() + model.r() == 0 ? 0 : model.p() / (model.p() + model.r());
                entryLoss(inBad, model.r(), share, model.lossInGood());
            }
        }
        if (netem.ecn()) {
            warnings.add("ecn: packets are lost, not marked, as netem does with all that is not ECN capable");
        }
    }

    private void state(Loss.State state) {
        double leave = state.p31() + state.p32();
        if (leave > 1.000_000_1) {
            throw new BadInput(
                    place + ": loss state: p31 + p32 is " + NetemText.percent(leave) + " (legal: at most 100%)");
        }
        if (state.p13() > 0 && state.p31() == 0) {
            throw new BadInput(place + ": loss state p31: \"0%\" (legal: more than 0%, or a burst never ends)");
        }
        // Shares of packets in 3 (lost) and 2 (good inside a burst) for each one in 1.
        double lost = state.p13() == 0 ? 0 : state.p13() / state.p31();
        double good = state.p32() == 0 ? 0 : lost * state.p32() / Math.max(1e-9, state.p23());
        double share = lost / (1 + lost + good);
        entryLoss(share, leave, 1, state.p14());
    }

    /**
     * @param inBad share of packets in the bad state
     * @param leave probability to leave it, of each packet
     * @param lossInBad of what independent losses leave over
     */
    private void entryLoss(double inBad, double leave, double lossInBad, double independent) {
        List<String> parts = new ArrayList<>();
        double p = inBad * lossInBad;
        if (p > 0) {
            if (leave < 1e-6 || inBad > 0.999) {
                throw new BadInput(place + ": loss: the bad state holds for " + NetemText.percent(inBad)
                        + " of all packets (legal: up to 99.9%, and it must end)");
            }
            parts.add("gilbert { p = " + plain(p) + ", burst_packets = " + plain(1 / leave)
                    + (lossInBad == 1 ? "" : ", h = " + plain(lossInBad)) + " }");
        }
        if (independent > 0) {
            parts.add("iid { p = " + plain(independent) + " }");
        }
        if (!parts.isEmpty()) {
            lines.add("entry_loss { " + String.join(", ", parts) + " }");
        }
    }

    private void delay(Netem netem) {
        Delay delay = netem.delay();
        double jitterNs = delay.jitterNs();
        long floorNs = delay.delayNs();
        if (jitterNs > 0) {
            correlation("delay", delay.correlation());
            warnings.add("jitter of netem reorders packets; here they keep their order, and what delays one delays for "
                    + TAU_MS + " ms");
            Tables table = Tables.of(delay.distribution());
            if (table == null && !delay.distribution().isEmpty()) {
                warnings.add("distribution " + delay.distribution() + ": not known here, taken as normal");
                table = Tables.NORMAL;
            }
            floorNs = excess(delay, table);
        }
        Reorder reorder = netem.reorder();
        if (reorder.p() > 0) {
            overtaking(reorder, floorNs);
        } else if (floorNs > 0) {
            lines.add("own_delay_ms = " + ms(floorNs));
        }
    }

    /** Writes what is on top of the floor, which it returns. */
    private long excess(Delay delay, @Nullable Tables table) {
        double jitterNs = delay.jitterNs();
        double reach = table == null ? 1 : -table.floor;
        long floorNs = Math.max(0, Math.round(delay.delayNs() - reach * jitterNs));
        if (jitterNs > delay.delayNs()) {
            warnings.add("jitter is larger than the delay: netem cuts off at 0, here the upper end comes down as well");
        }
        double aboveNs = Math.max(1_000, delay.delayNs() - floorNs);
        if (table == null || table == Tables.NORMAL) {
            double maxNs = 2 * aboveNs;
            double sdNs = table == null ? Math.min(FLAT * maxNs, MAX_DEVIATION_NS) : jitterNs;
            lines.add("excess { bounded { max_ms = " + ms(Math.round(maxNs)) + ", sd_ms = " + ms(Math.round(sdNs))
                    + ", tau_ms = " + TAU_MS + " } }");
            return floorNs;
        }
        double meanNs = Math.max(1_000, delay.delayNs() + table.mean * jitterNs - floorNs);
        double sdNs = Math.clamp(table.deviation * jitterNs, meanNs / 20, 5 * meanNs);
        warnings.add("distribution " + table.word() + ": taken as a Gamma with its floor, mean and deviation");
        lines.add("excess { gamma { mean_ms = " + ms(Math.round(meanNs)) + ", sd_ms = " + ms(Math.round(sdNs))
                + ", tau_ms = " + TAU_MS + " } }");
        return floorNs;
    }

    /** Netem sends some at once and the others after the delay; seen from the others, the rest come that much later. */
    private void overtaking(Reorder reorder, long delayNs) {
        correlation("reorder", reorder.correlation());
        double early = reorder.p();
        if (reorder.gap() > 1) {
            early = 1 / (reorder.gap() - 1 + 1 / reorder.p());
            warnings.add(
                    "gap " + reorder.gap() + ": no counterpart, the same share of packets overtakes, each by chance");
        }
        if (delayNs == 0) {
            throw new BadInput(
                    place + ": reorder: nothing is left of the delay below its jitter (legal: a larger delay)");
        }
        if (early < 1) {
            lines.add("reorder { p = " + plain(1 - early) + ", delay_ms = " + ms(delayNs) + " }");
        }
    }

    private void chances(Netem netem) {
        if (netem.duplicate().p() > 0) {
            correlation("duplicate", netem.duplicate().correlation());
            lines.add("duplicate_p = " + plain(netem.duplicate().p()));
        }
        if (netem.corrupt().p() > 0) {
            correlation("corrupt", netem.corrupt().correlation());
            lines.add("corrupt_p = " + plain(netem.corrupt().p()));
        }
    }

    private void correlation(String key, double correlation) {
        if (correlation > 0) {
            warnings.add(key + "'s correlation of " + NetemText.percent(correlation)
                    + ": no counterpart, each packet by itself");
        }
    }

    private static String plain(double value) {
        return NetemText.number(BigDecimal.valueOf(value));
    }

    private static String ms(long ns) {
        return NetemText.number(BigDecimal.valueOf(ns, 6));
    }
}
