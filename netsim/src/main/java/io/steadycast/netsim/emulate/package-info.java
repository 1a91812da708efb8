/** Links in real time, between real sockets. */
@NullMarked
package io.steadycast.netsim.emulate;

import org.jspecify.annotations.NullMarked;
