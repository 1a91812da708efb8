package io.steadycast.netsim.truth;

import java.io.OutputStream;

/**
 * What becomes of a run's ground truth. The log is hashed in any case.
 *
 * @param log where it is written; closed at the end of the run
 * @param also who else is told; not closed
 */
public record Recording(OutputStream log, TruthSink also) {
    /** For the hash alone. */
    public static Recording hashOnly() {
        return new Recording(OutputStream.nullOutputStream(), (path, fate) -> {});
    }
}
