/** The ground truth of a run: the fate of every packet on every path, as a compact file, and the media as pcapng. The format is in docs/truth-log.md. */
@NullMarked
package io.steadycast.netsim.truth;

import org.jspecify.annotations.NullMarked;
