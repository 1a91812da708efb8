package io.steadycast.netsim.endpoint;

/**
 * What became of the video packets that did not come by themselves.
 *
 * @param expected media numbers seen, from the first to the highest
 * @param lost that did not come as media before anything repaired them
 * @param byFec repaired by parity
 * @param byRtx repaired by retransmission
 * @param late that came in some way, but after their frame was given up
 * @param never that came in no way
 * @param duplicates that came again although nothing was missing
 * @param parityUsed parity packets that repaired something
 */
public record RepairReport(
        long expected, long lost, long byFec, long byRtx, long late, long never, long duplicates, long parityUsed) {
    /** Share of expected packets that were of no use to the decoder. */
    public double residualLoss() {
        return expected == 0 ? 0 : (late + never) / (double) expected;
    }

    /** Share of expected packets that the network lost. */
    public double networkLoss() {
        return expected == 0 ? 0 : lost / (double) expected;
    }
}
