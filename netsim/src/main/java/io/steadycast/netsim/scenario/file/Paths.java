package io.steadycast.netsim.scenario.file;

import io.steadycast.netsim.scenario.PathChoice;
import java.util.List;

/** Where names of paths lead. */
public interface Paths {
    /** Every profile that ships at every severity, as {@link #profile} takes them. */
    List<String> profiles();

    /**
     * A profile that ships, or a profile file.
     *
     * @param name with its severity after a colon, if any
     * @throws io.steadycast.netsim.BadInput if there is none
     */
    PathChoice profile(String name);

    /**
     * A recorded link.
     *
     * @throws io.steadycast.netsim.BadInput if the file cannot be read as one
     */
    PathChoice trace(String file);

    /** Whether a recorded link is one of AlphaRTC's gym, which has a score of its own; false for what cannot be read. */
    boolean isGym(String file);
}
