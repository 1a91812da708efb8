package io.steadycast.netsim.netem;

import io.steadycast.netsim.netem.Netem.Chance;
import io.steadycast.netsim.netem.Netem.Delay;
import io.steadycast.netsim.netem.Netem.Loss;
import io.steadycast.netsim.netem.Netem.Rate;
import io.steadycast.netsim.netem.Netem.Slot;
import java.math.BigDecimal;
import java.math.RoundingMode;

/** Pure. Parameters as tc takes them. */
final class NetemText {
    /** tc keeps shares as 32 bit fractions; more digits say nothing. */
    private static final int SHARE_DIGITS = 7;

    private NetemText() {}

    static String of(Netem netem) {
        StringBuilder text = new StringBuilder("limit ").append(netem.limitPackets());
        delay(text, netem.delay());
        loss(text, netem.loss());
        if (netem.ecn()) {
            text.append(" ecn");
        }
        chance(text, "corrupt", netem.corrupt());
        chance(text, "duplicate", netem.duplicate());
        if (netem.reorder().p() > 0) {
            chance(
                    text,
                    "reorder",
                    new Chance(netem.reorder().p(), netem.reorder().correlation()));
            text.append(" gap ").append(netem.reorder().gap());
        }
        rate(text, netem.rate());
        if (netem.slot() != null) {
            slot(text, netem.slot());
        }
        if (netem.seed() != null) {
            text.append(" seed ").append(netem.seed());
        }
        return text.toString();
    }

    private static void delay(StringBuilder text, Delay delay) {
        if (delay.delayNs() == 0 && delay.jitterNs() == 0) {
            return;
        }
        text.append(" delay ").append(ms(delay.delayNs()));
        if (delay.jitterNs() > 0) {
            text.append(' ').append(ms(delay.jitterNs()));
            if (delay.correlation() > 0) {
                text.append(' ').append(percent(delay.correlation()));
            }
            if (!delay.distribution().isEmpty()) {
                text.append(" distribution ").append(delay.distribution());
            }
        }
    }

    private static void loss(StringBuilder text, Loss loss) {
        switch (loss) {
            case Loss.None ignored -> {}
            case Loss.Random random -> chance(text, "loss random", new Chance(random.p(), random.correlation()));
            case Loss.State state ->
                shares(text, "loss state", state.p13(), state.p31(), state.p32(), state.p23(), state.p14());
            case Loss.Gemodel model ->
                shares(text, "loss gemodel", model.p(), model.r(), model.lossInBad(), model.lossInGood());
        }
    }

    private static void shares(StringBuilder text, String key, double... shares) {
        text.append(' ').append(key);
        for (double share : shares) {
            text.append(' ').append(percent(share));
        }
    }

    private static void chance(StringBuilder text, String key, Chance chance) {
        if (chance.p() > 0) {
            text.append(' ').append(key).append(' ').append(percent(chance.p()));
            if (chance.correlation() > 0) {
                text.append(' ').append(percent(chance.correlation()));
            }
        }
    }

    private static void rate(StringBuilder text, Rate rate) {
        if (rate.bps() == 0) {
            return;
        }
        text.append(" rate ").append(rate.bps()).append("bit");
        if (rate.cellBytes() > 0) {
            text.append(' ').append(rate.overheadBytes()).append(' ').append(rate.cellBytes());
            text.append(' ').append(rate.cellOverheadBytes());
        } else if (rate.overheadBytes() != 0) {
            text.append(' ').append(rate.overheadBytes());
        }
    }

    private static void slot(StringBuilder text, Slot slot) {
        text.append(" slot ");
        if (!slot.distribution().isEmpty()) {
            text.append("distribution ").append(slot.distribution()).append(' ');
        }
        text.append(ms(slot.firstNs())).append(' ').append(ms(slot.secondNs()));
        if (slot.packets() > 0) {
            text.append(" packets ").append(slot.packets());
        }
        if (slot.bytes() > 0) {
            text.append(" bytes ").append(slot.bytes());
        }
    }

    static String ms(long ns) {
        return number(BigDecimal.valueOf(ns, 6)) + "ms";
    }

    static String percent(double share) {
        return number(BigDecimal.valueOf(share).movePointRight(2).setScale(SHARE_DIGITS, RoundingMode.HALF_EVEN)) + "%";
    }

    static String number(BigDecimal value) {
        return value.signum() == 0 ? "0" : value.stripTrailingZeros().toPlainString();
    }
}
