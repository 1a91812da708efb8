/** Links as pure functions of time and seed. */
@NullMarked
package io.steadycast.netsim.link;

import org.jspecify.annotations.NullMarked;
