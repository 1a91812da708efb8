/** Rooms, their hosts and viewers, from the first publish until the last publisher is gone for good. */
@NullMarked
package io.steadycast.signaling.room;

import org.jspecify.annotations.NullMarked;
