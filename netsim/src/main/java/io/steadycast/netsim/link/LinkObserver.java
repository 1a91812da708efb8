package io.steadycast.netsim.link;

/** Who wants the ground truth. Called once for each packet and copy, on the link's thread, when its fate is known. */
@FunctionalInterface
public interface LinkObserver<P> {
    /** The argument is filled anew for the next packet. */
    void onFate(PacketFate<P> fate);
}
