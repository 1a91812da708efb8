package io.steadycast.abr.protect;

import io.steadycast.abr.control.Protection;

/**
 * A reusable struct, confined to the viewer's shard. The cheapest way to bring the packets of one class of frames in time often enough, out of copies or parity
 * beforehand and of resends afterwards.
 */
final class ClassRepair {
    private static final int NO_PARITY = -1;
    private static final int MAX_COPIES = 6;

    /** Headers, and that a parity packet is as long as the longest that it covers. */
    private static final double PARITY_COST = 1.1;

    /** Beyond, hardly any block misses one packet only, and waiting for what parity brings back delays what brings more. */
    private static final double MOST_FOR_PARITY = 0.6;

    /** Where nothing is good enough: what a miss may cost in packets, before it is divided by how many misses are allowed. */
    private static final double MISS_COST = 0.03;

    private static final double MAX_MISS_COST = 50;

    /** A frame may be late so much oftener than missing: two that are late one behind the other are a gap. */
    private static final double LATE_TIMES = 10;

    /** What there is to repair with. */
    static final class Means {
        boolean rtx;
        boolean fec;
        int rounds;

        /** Of {@link #rounds}, those that end in time for the picture and not just for nobody to call it a freeze. */
        int roundsInTime;

        int roundsBehindParity;
        double blockPackets;

        /** How much more than usual a miss costs. */
        double missTimes = 1;
    }

    private int parity = NO_PARITY;
    private int copies;
    private int price;
    private double overhead;
    private double first;
    private double miss;
    private double best;

    /** @param allowed how often a packet may be missing in the end */
    void choose(RepairPath path, Means means, double allowed) {
        best = Double.MAX_VALUE;
        int most = means.rtx ? MAX_COPIES : 0;
        for (int i = 0; i <= most; i++) {
            consider(path, means, allowed, NO_PARITY, i);
        }
        for (int i = 0; means.fec && path.loss <= MOST_FOR_PARITY && i < Peeling.shareCount(); i++) {
            consider(path, means, allowed, i, 0);
        }
    }

    private void consider(RepairPath path, Means means, double allowed, int withParity, int withCopies) {
        double before = withParity < 0 ? withCopies : PARITY_COST * Peeling.share(withParity);
        if (before >= best) {
            return;
        }
        int rounds = !means.rtx ? 0 : withParity < 0 ? means.rounds : means.roundsBehindParity;
        double firstByDesign = first(path, means, withParity, withCopies, true);
        int at = price(path, firstByDesign, rounds, rounds, allowed);
        if (rounds == means.rounds && means.roundsInTime > 0 && means.roundsInTime < rounds) {
            int inTime = price(path, firstByDesign, rounds, means.roundsInTime, LATE_TIMES * allowed);
            at = inTime > 0 ? Math.min(at, inTime) : at;
        }
        double left = path.missing(firstByDesign, at, rounds, rounds);
        double firstByMean = first(path, means, withParity, withCopies, false);
        double cost = before + path.resends(firstByMean, at, rounds, means.rtx);
        double missCost = means.missTimes * Math.min(MAX_MISS_COST, MISS_COST / allowed);
        double value = cost + Math.max(0, left - allowed) * missCost;
        if (value < best) {
            best = value;
            parity = withParity;
            copies = withCopies;
            price = at;
            overhead = cost;
            miss = left;
            first = firstByMean;
        }
    }

    /** How often a packet is missing before the first round. */
    private static double first(RepairPath path, Means means, int withParity, int withCopies, boolean design) {
        return withParity < 0
                ? path.lost(1 + withCopies, design)
                : Peeling.residual(design ? path.designLoss : path.loss, path.burst, means.blockPackets, withParity);
    }

    /** The highest at which few enough are missing after so many of the rounds, or the lowest that there is. */
    private static int price(RepairPath path, double first, int rounds, int until, double allowed) {
        int low = 0;
        int high = ResendTable.PRICES - 1;
        while (low < high) {
            int middle = (low + high + 1) / 2;
            if (path.missing(first, middle, rounds, until) <= allowed) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        return low;
    }

    /** Packets of repair for each packet of media. */
    double overhead() {
        return overhead;
    }

    /** How often a packet is missing in the end, on a path as bad as is planned for. */
    double miss() {
        return miss;
    }

    /** How often a packet is missing when only the first of all rounds are over. */
    double missingAfter(RepairPath path, int allRounds, int rounds) {
        double missing = first;
        for (int left = allRounds; left > Math.max(0, allRounds - rounds); left--) {
            missing *= path.lost(ResendTable.sendings(path.channel, price, left), false);
        }
        return missing;
    }

    boolean hasParity() {
        return parity >= 0;
    }

    void fill(RepairPath path, Protection protection, int minParity) {
        protection.parityShare = parity < 0 ? 0 : Peeling.share(parity);
        protection.minParity = parity < 0 ? 0 : minParity;
        protection.copies = copies;
        for (int left = 1; left <= Protection.MAX_ROUNDS; left++) {
            protection.resends[left] = (byte) ResendTable.sendings(path.channel, price, left);
        }
    }
}
