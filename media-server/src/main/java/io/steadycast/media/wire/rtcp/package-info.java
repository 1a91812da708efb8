/** RTCP packets: readers that never leave their bounds and writers that need no memory of their own. */
@NullMarked
package io.steadycast.media.wire.rtcp;

import org.jspecify.annotations.NullMarked;
