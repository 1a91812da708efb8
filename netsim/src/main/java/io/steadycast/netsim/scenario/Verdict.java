package io.steadycast.netsim.scenario;

/**
 * One target held against one policy.
 *
 * @param policy that was judged
 * @param target what was asked
 * @param bound the number that it came to
 * @param value what was measured, over seeds
 * @param status of it
 */
public record Verdict(String policy, Target target, double bound, Summary value, Status status) {
    /** How it came out. */
    public enum Status {
        MET,
        MISSED,
        /** The metric or the baseline was not measured. */
        NOT_MEASURED
    }
}
