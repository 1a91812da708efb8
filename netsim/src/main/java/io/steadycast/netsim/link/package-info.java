/**
 * Links as pure functions of time, seed and load. {@link io.steadycast.netsim.link.Link} is one direction, {@link io.steadycast.netsim.link.PathModel} both, described by
 * {@link io.steadycast.netsim.link.spec}. The channel (rate, bad times, excess delay, base, events) is a function of time and seed alone: whatever is sent, at whatever
 * rate, meets the same. Order is kept by making a packet wait for the one before it, which raises the mean of the excess delay at high packet rates.
 */
@NullMarked
package io.steadycast.netsim.link;

import org.jspecify.annotations.NullMarked;
