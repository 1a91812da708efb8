package io.steadycast.netsim.scenario;

/** Pure. Splits a whole number by shares. */
public final class Shares {
    private Shares() {}

    /** By largest remainders; of equal ones the first. The parts sum to the whole. */
    public static int[] split(int whole, double... shares) {
        double sum = 0;
        for (double share : shares) {
            sum += share;
        }
        int[] parts = new int[shares.length];
        double[] rest = new double[shares.length];
        int left = whole;
        for (int i = 0; i < shares.length; i++) {
            double exact = whole * shares[i] / sum;
            parts[i] = (int) (exact + 1e-9);
            rest[i] = exact - parts[i];
            left -= parts[i];
        }
        while (left > 0) {
            int most = 0;
            for (int i = 1; i < rest.length; i++) {
                if (rest[i] > rest[most] + 1e-9) {
                    most = i;
                }
            }
            parts[most]++;
            rest[most] = -1;
            left--;
        }
        return parts;
    }
}
