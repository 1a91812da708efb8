package io.steadycast.netsim.scenario;

/**
 * One target held against one policy.
 *
 * @param policy that was judged
 * @param target what was asked
 * @param bound the number that it came to
 * @param value what was measured, over seeds
 * @param status of it
 * @param evidence what else speaks for or against it
 */
public record Verdict(String policy, Target target, double bound, Summary value, Status status, Evidence evidence) {
    /**
     * Beside the value.
     *
     * @param difference from the baseline with which it is compared seed by seed, {@link Summary#NONE} where it is not
     * @param oracle what the oracle came to, {@link Summary#NONE} if that was not run
     */
    public record Evidence(Summary difference, Summary oracle) {}

    /** How it came out. */
    public enum Status {
        MET,
        MISSED,
        /** Missed, and the oracle with an ideal code misses it too: nobody can meet it here. */
        IMPOSSIBLE,
        /** The metric or the baseline was not measured. */
        NOT_MEASURED
    }
}
