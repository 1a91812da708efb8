/** Payload descriptors of the codecs we forward, read just far enough to choose packets and frames. */
@NullMarked
package io.steadycast.media.wire.codec;

import org.jspecify.annotations.NullMarked;
