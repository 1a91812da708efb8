package io.steadycast.netsim.link;

import io.steadycast.netsim.link.spec.Direction;
import io.steadycast.netsim.link.spec.PathSpec;

/**
 * Immutable. What the streams of one direction grow from.
 *
 * @param path the same for both directions: base delay, events
 * @param own of this direction
 * @param fading either of them
 */
record LinkSeeds(long path, long own, long fading) {
    static LinkSeeds of(long seed, PathSpec path, Direction direction) {
        long both = Draws.mix(seed + 1);
        long own = Draws.mix(seed + (direction == Direction.UP ? 2 : 3));
        return new LinkSeeds(both, own, path.sharedFading() ? both : own);
    }
}
