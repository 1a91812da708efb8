/** How viewers are steered in simulations: the baselines that a policy of ours is compared with. */
@NullMarked
package io.steadycast.netsim.policy;

import org.jspecify.annotations.NullMarked;
