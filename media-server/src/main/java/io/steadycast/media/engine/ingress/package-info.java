/** The publisher's side of the engine: what arrives is bound, repaired, understood and written to the logs; what is missing is asked for. */
@NullMarked
package io.steadycast.media.engine.ingress;

import org.jspecify.annotations.NullMarked;
