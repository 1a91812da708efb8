package io.steadycast.netsim.policy;

import io.steadycast.abr.control.ViewerController;

/**
 * A way to steer a viewer.
 *
 * @param name by which it is chosen
 * @param description one line
 * @param idealCode whether the simulated way down stands for a sender with an ideal erasure code: what is lost is served again at once
 * @param controllers makes the controllers
 */
public record Policy(String name, String description, boolean idealCode, Controllers controllers) {
    /** Makes the controllers of viewers. */
    @FunctionalInterface
    public interface Controllers {
        /** {@code channel} is for oracles; everybody else must not look. */
        ViewerController.Factory factory(Channel channel);
    }
}
