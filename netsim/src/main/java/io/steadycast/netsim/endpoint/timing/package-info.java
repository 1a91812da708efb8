/** When a browser decodes and shows a frame: libwebrtc's jitter estimate, extrapolated capture times and playout delay. Constants: docs/netsim/receiver-model.md. */
@NullMarked
package io.steadycast.netsim.endpoint.timing;

import org.jspecify.annotations.NullMarked;
