package io.steadycast.abr.protect;

import io.steadycast.abr.control.Demand;
import io.steadycast.abr.control.Plan;
import io.steadycast.abr.control.StreamPlan;
import io.steadycast.abr.estimate.PathEstimate;

/** A port. How a viewer's frames are brought to it in time, and what that costs; asked in the order of its methods. */
public interface Repair extends Costs {

    /** Takes a new estimate in; about every 100 ms. {@code scarce}: there is hardly enough for the least of it. */
    void update(long nowNs, PathEstimate estimate, PictureClock pictures, boolean scarce);

    /** How the frames of a layer are protected. */
    void fill(Demand demand, int rung, int maxTemporalId, StreamPlan stream);

    /** What concerns all streams alike: rounds, deadline, and how long viewers hold media back. */
    void repair(Plan plan);

    /** How long viewers are told to hold media back, ms; 0: not at all. */
    int playoutDelayMs();
}
