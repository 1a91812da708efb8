/** WebRTC stacks other than browsers. */
@NullMarked
package io.steadycast.live.stack;

import org.jspecify.annotations.NullMarked;
