package io.steadycast.abr.protect;

/**
 * Immutable, any thread. How many times a packet that is missing is best sent in a round of repair, by the rounds that are left: a Markov decision process solved
 * backwards from the deadline, as in Hairpin (Meng et al., NSDI 2024). A packet that is still missing when no round is left costs 1, each sending costs its price:
 *
 * <pre>V(0) = 1;  V(l) = min over m of  price * m + P(all m are lost) * V(l - 1)</pre>
 *
 * <p>What is sent again does not feed parity in libwebrtc's receivers, so packets do not help one another and one packet is the whole state. Sendings of one round
 * share bursts: behind a lost one the next is lost with a higher probability, as far as {@link #CORRELATIONS} says; rounds are too far apart for that. Solved when
 * the class is loaded: 24 losses, 4 correlations, 27 prices, 7 rounds, 21 kB for all viewers together.
 */
final class ResendTable {
    static final int MAX_ROUNDS = 7;
    static final int MAX_SENDINGS = 8;
    static final int PRICES = 27;

    /** Ascending, of packets. */
    private static final double[] LOSSES = {
        0.002, 0.005, 0.01, 0.02, 0.03, 0.05, 0.07, 0.1, 0.13, 0.16, 0.2, 0.24, 0.28, 0.32, 0.36, 0.4, 0.44, 0.48, 0.52,
        0.56, 0.6, 0.65, 0.7, 0.75
    };

    /** How much of a loss's bad state is left when the next sending leaves. */
    private static final double[] CORRELATIONS = {0, 0.15, 0.35, 0.6};

    private static final byte[] SENDINGS = solve();

    private ResendTable() {}

    private static byte[] solve() {
        byte[] table = new byte[LOSSES.length * CORRELATIONS.length * PRICES * (MAX_ROUNDS + 1)];
        for (int loss = 0; loss < LOSSES.length; loss++) {
            for (int correlation = 0; correlation < CORRELATIONS.length; correlation++) {
                for (int price = 0; price < PRICES; price++) {
                    double value = 1;
                    for (int left = 1; left <= MAX_ROUNDS; left++) {
                        double best = Double.MAX_VALUE;
                        int sendings = 0;
                        for (int m = 1; m <= MAX_SENDINGS; m++) {
                            double cost =
                                    price(price) * m + allLost(LOSSES[loss], CORRELATIONS[correlation], m) * value;
                            if (cost < best) {
                                best = cost;
                                sendings = m;
                            }
                        }
                        table[index(index(loss, correlation), price, left)] = (byte) sendings;
                        value = best;
                    }
                }
            }
        }
        return table;
    }

    /** In shares of a miss, four to the decade, ascending. */
    private static double price(int index) {
        return Math.pow(10, -7 + 0.25 * index);
    }

    private static int index(int channel, int price, int roundsLeft) {
        return (channel * PRICES + price) * (MAX_ROUNDS + 1) + roundsLeft;
    }

    private static int index(int loss, int correlation) {
        return loss * CORRELATIONS.length + correlation;
    }

    /** The part of the table for a path that is no better than that; the first argument of {@link #sendings}. */
    static int channel(double loss, double correlation) {
        int atLoss = 0;
        while (atLoss < LOSSES.length - 1 && LOSSES[atLoss] < loss) {
            atLoss++;
        }
        int atCorrelation = 0;
        while (atCorrelation < CORRELATIONS.length - 1 && CORRELATIONS[atCorrelation] < correlation) {
            atCorrelation++;
        }
        return index(atLoss, atCorrelation);
    }

    /** At least 1; the higher the price, the fewer. */
    static int sendings(int channel, int price, int roundsLeft) {
        return SENDINGS[index(channel, price, Math.min(roundsLeft, MAX_ROUNDS))];
    }

    /** How likely none of so many sendings in a row arrives. */
    static double allLost(double loss, double correlation, int sendings) {
        double next = loss + (1 - loss) * correlation;
        double lost = loss;
        for (int i = 1; i < sendings; i++) {
            lost *= next;
        }
        return lost;
    }
}
