/** A real Chromium viewer behind the link emulator against the same scenario in the simulator: {@code ./steadycast netsim reality}. */
@NullMarked
package io.steadycast.live.reality;

import org.jspecify.annotations.NullMarked;
