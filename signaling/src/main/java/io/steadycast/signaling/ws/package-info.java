/** The WebSockets of the pages: what happens in a room, and in the lobby. */
@NullMarked
package io.steadycast.signaling.ws;

import org.jspecify.annotations.NullMarked;
