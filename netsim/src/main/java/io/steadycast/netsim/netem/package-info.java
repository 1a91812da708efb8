/** Lines of Linux's {@code tc netem}: read into profiles, and written from them; what has no counterpart on the other side is always told. */
@NullMarked
package io.steadycast.netsim.netem;

import org.jspecify.annotations.NullMarked;
