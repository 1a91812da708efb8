package io.steadycast.live.reality;

import java.util.Locale;

/**
 * Immutable. One figure of a browser beside the same of the simulator, and how far they may be apart.
 *
 * @param name with its unit
 * @param real mean of the runs
 * @param simulated mean of the runs
 * @param allowed difference
 */
public record Check(String name, double real, double simulated, double allowed) {
    private static final double RATE_SHARE = 0.15;
    private static final double STALL_SHARE = 0.20;
    private static final double STALL_POINTS = 1;

    /** Received, in kbit/s. */
    public static Check rate(double real, double simulated) {
        return new Check("received kbit/s", real, simulated, RATE_SHARE * real);
    }

    /** Time in gaps between pictures, in percent. */
    public static Check stall(double real, double simulated) {
        return new Check("stall ratio %", real, simulated, Math.max(STALL_POINTS, STALL_SHARE * real));
    }

    public double residual() {
        return simulated - real;
    }

    public boolean agrees() {
        return Math.abs(residual()) <= allowed;
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "%-15s real %9.2f  simulated %9.2f  residual %+8.2f  allowed %7.2f  %s",
                name,
                real,
                simulated,
                residual(),
                allowed,
                agrees() ? "agrees" : "DIFFERS");
    }
}
