/** The emulator's HTTP control and its page. */
@NullMarked
package io.steadycast.netsim.emulate.control;

import org.jspecify.annotations.NullMarked;
