/** A browser's forward error correction as receivers do it: FlexFEC-03 and ULPFEC, decoded by peeling in libwebrtc's windows. */
@NullMarked
package io.steadycast.netsim.endpoint.fec;

import org.jspecify.annotations.NullMarked;
