/** Byte layouts: static big-endian accessors over native or heap segments, and the unwrapping of short counters. */
@NullMarked
package io.steadycast.media.wire;

import org.jspecify.annotations.NullMarked;
