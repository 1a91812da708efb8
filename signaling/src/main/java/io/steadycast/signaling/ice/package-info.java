/** STUN and TURN servers for browsers whose network lets no UDP through to this server. */
@NullMarked
package io.steadycast.signaling.ice;

import org.jspecify.annotations.NullMarked;
