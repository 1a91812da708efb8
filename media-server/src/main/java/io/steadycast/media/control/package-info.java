/** The implementation of the control plane's port: peers on shards, handshakes, events. Blocking code for virtual threads. */
@NullMarked
package io.steadycast.media.control;

import org.jspecify.annotations.NullMarked;
