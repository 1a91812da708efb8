package io.steadycast.netsim.scenario;

/** Any thread. Told how far a plan is. */
@FunctionalInterface
public interface Progress {
    Progress NONE = (done, total, what) -> {};

    /** A run is over. */
    void onRun(int done, int total, String what);
}
