/** Forward error correction on the wire. */
@NullMarked
package io.steadycast.media.wire.fec;

import org.jspecify.annotations.NullMarked;
