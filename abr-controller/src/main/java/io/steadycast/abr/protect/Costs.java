package io.steadycast.abr.protect;

import io.steadycast.abr.control.Demand;

/** A port. What forwarding a layer takes on the wire with all that protects it. */
public interface Costs {

    /** UDP payload: media, parity, copies and expected retransmissions. */
    long costBps(Demand demand, int rung, int maxTemporalId);

    /** Viewers hold media back for as long as repair takes: what a larger picture begins with comes in time even if some of it is lost. */
    boolean isRepairInTime();
}
