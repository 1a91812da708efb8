/** Virtual time: real shards, links and synthetic endpoints driven by one event queue. */
@NullMarked
package io.steadycast.netsim.sim;

import org.jspecify.annotations.NullMarked;
