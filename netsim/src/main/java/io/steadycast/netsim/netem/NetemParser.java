package io.steadycast.netsim.netem;

import io.steadycast.netsim.netem.Netem.Chance;
import io.steadycast.netsim.netem.Netem.Delay;
import io.steadycast.netsim.netem.Netem.Loss;
import io.steadycast.netsim.netem.Netem.Rate;
import io.steadycast.netsim.netem.Netem.Reorder;
import io.steadycast.netsim.netem.Netem.Slot;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Confined to one reading. The parameters of netem in any order, as tc takes them and as {@code tc qdisc show} prints them. */
final class NetemParser {
    /** In tc's order, which decides what an abbreviation stands for. */
    private enum Key {
        LIMIT,
        LATENCY,
        DELAY,
        LOSS,
        DROP,
        ECN,
        REORDER,
        CORRUPT,
        GAP,
        DUPLICATE,
        DISTRIBUTION,
        RATE,
        SLOT,
        SEED;

        static @Nullable Key of(String word) {
            String lower = word.toLowerCase(Locale.ROOT);
            for (Key key : values()) {
                if (!lower.isEmpty() && key.name().toLowerCase(Locale.ROOT).startsWith(lower)) {
                    return key;
                }
            }
            return null;
        }
    }

    private static final int MAX_PACKETS = 1_000_000;

    private final NetemTokens tokens;
    private int limitPackets = Netem.DEFAULT_LIMIT_PACKETS;
    private Delay delay = Netem.NOTHING.delay();
    private String distribution = "";
    private Loss loss = new Loss.None();
    private boolean ecn;
    private Chance corrupt = Chance.NONE;
    private Chance duplicate = Chance.NONE;
    private Reorder reorder = Netem.NOTHING.reorder();
    private int gap;
    private Rate rate = Netem.NOTHING.rate();
    private @Nullable Slot slot;
    private @Nullable Long seed;

    private NetemParser(NetemTokens tokens) {
        this.tokens = tokens;
    }

    /** @param place stands in messages */
    static Netem parse(String place, List<String> words) {
        return new NetemParser(new NetemTokens(place, words)).read();
    }

    private Netem read() {
        while (tokens.more()) {
            String word = tokens.word("netem");
            Key key = Key.of(word);
            if (key == null) {
                throw tokens.wrong(
                        "netem",
                        word,
                        "limit, delay, distribution, loss, ecn, corrupt, duplicate, reorder, gap, rate, slot, seed");
            }
            read(key);
        }
        if (!distribution.isEmpty() && delay.jitterNs() == 0) {
            throw tokens.wrong("distribution", distribution, "only with a jitter after the delay");
        }
        boolean reorders = reorder.p() > 0 || gap > 0;
        if (reorders && delay.delayNs() == 0) {
            throw tokens.wrong("reorder", "delay 0", "only with a delay, past which packets overtake");
        }
        Reorder order = reorders
                ? new Reorder(reorder.p() == 0 ? 1 : reorder.p(), reorder.correlation(), Math.max(1, gap))
                : reorder;
        Delay full = new Delay(delay.delayNs(), delay.jitterNs(), delay.correlation(), distribution);
        return new Netem(limitPackets, full, loss, ecn, corrupt, duplicate, order, rate, slot, seed);
    }

    private void read(Key key) {
        switch (key) {
            case LIMIT -> limitPackets = (int) tokens.whole("limit", 1, MAX_PACKETS);
            case LATENCY, DELAY -> {
                long delayNs = tokens.timeNs("delay");
                long jitterNs = tokens.numberFollows() ? tokens.timeNs("delay's jitter") : 0;
                delay = new Delay(delayNs, jitterNs, tokens.shareOr("delay's correlation", 0), "");
            }
            case LOSS, DROP -> loss = loss();
            case ECN -> ecn = true;
            case REORDER ->
                reorder = new Reorder(tokens.share("reorder"), tokens.shareOr("reorder's correlation", 0), 0);
            case CORRUPT -> corrupt = chance("corrupt");
            case GAP -> gap = (int) tokens.whole("gap", 1, MAX_PACKETS);
            case DUPLICATE -> duplicate = chance("duplicate");
            case DISTRIBUTION -> distribution = table("distribution");
            case RATE -> rate = rate();
            case SLOT -> slot = slot();
            case SEED -> seed = tokens.whole("seed", 0, 999_999_999_999_999L);
        }
    }

    private Chance chance(String key) {
        return new Chance(tokens.share(key), tokens.shareOr(key + "'s correlation", 0));
    }

    private String table(String key) {
        String name = tokens.word(key).toLowerCase(Locale.ROOT);
        if (!name.matches("[a-z0-9_./-]{1,60}")) {
            throw tokens.wrong(key, name, "uniform, normal, pareto, paretonormal or another table's name");
        }
        return name.equals("uniform") ? "" : name;
    }

    private Loss loss() {
        if (tokens.take("state")) {
            double p13 = named("loss state p13", "p13");
            double p31 = namedOr("loss state p31", 1 - p13, "p31");
            double p32 = namedOr("loss state p32", 0, "p32");
            double p23 = namedOr("loss state p23", 1, "p23");
            return new Loss.State(p13, p31, p32, p23, namedOr("loss state p14", 0, "p14"));
        }
        if (tokens.take("gemodel")) {
            double p = named("loss gemodel p", "p");
            double r = namedOr("loss gemodel r", 1 - p, "r");
            double lossInBad = namedOr("loss gemodel 1-h", 1, "1-h");
            return new Loss.Gemodel(p, r, lossInBad, namedOr("loss gemodel 1-k", 0, "1-k"));
        }
        var _ = tokens.take("random");
        return new Loss.Random(tokens.share("loss"), tokens.shareOr("loss's correlation", 0));
    }

    /** {@code tc qdisc show} prints names between the values. */
    private double named(String key, String name) {
        var _ = tokens.take(name);
        return tokens.share(key);
    }

    private double namedOr(String key, double otherwise, String name) {
        return tokens.take(name) ? tokens.share(key) : tokens.shareOr(key, otherwise);
    }

    private Rate rate() {
        long bps = tokens.rateBps("rate");
        long overhead = tokens.take("packetoverhead") || tokens.wholeFollows()
                ? tokens.whole("rate's packet overhead", -Netem.ETHERNET_BYTES, 200)
                : 0;
        long cell = tokens.take("cellsize") || tokens.wholeFollows() ? tokens.whole("rate's cell size", 0, 65_535) : 0;
        long cellOverhead = tokens.take("celloverhead") || tokens.wholeFollows()
                ? tokens.whole("rate's cell overhead", -64, 65_535)
                : 0;
        if (cell > 0 && cell + cellOverhead <= 0) {
            throw tokens.wrong(
                    "rate's cell overhead", String.valueOf(cellOverhead), "so that something is left of a cell");
        }
        return new Rate(bps, (int) overhead, (int) cell, (int) cellOverhead);
    }

    private Slot slot() {
        String table = "";
        long firstNs;
        long secondNs;
        if (tokens.take("distribution")) {
            table = tokens.word("slot distribution").toLowerCase(Locale.ROOT);
            firstNs = tokens.timeNs("slot's delay");
            secondNs = tokens.timeNs("slot's jitter");
        } else {
            firstNs = tokens.timeNs("slot");
            secondNs = tokens.numberFollows() ? tokens.timeNs("slot's maximum") : firstNs;
            if (secondNs < firstNs) {
                throw tokens.wrong("slot's maximum", secondNs + "ns", "at least the minimum");
            }
        }
        if (firstNs == 0) {
            throw tokens.wrong("slot", "0", "more than 0");
        }
        int packets = 0;
        long bytes = 0;
        for (boolean more = true; more; ) {
            if (tokens.take("packets")) {
                packets = (int) tokens.whole("slot's packets", 0, MAX_PACKETS);
            } else if (tokens.take("bytes")) {
                bytes = tokens.whole("slot's bytes", 0, 100_000_000);
            } else {
                more = false;
            }
        }
        return new Slot(firstNs, secondNs, table, packets, bytes);
    }
}
