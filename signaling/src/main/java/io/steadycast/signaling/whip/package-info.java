/** WHIP (RFC 9725) and WHEP: one HTTP resource per media session. */
@NullMarked
package io.steadycast.signaling.whip;

import org.jspecify.annotations.NullMarked;
