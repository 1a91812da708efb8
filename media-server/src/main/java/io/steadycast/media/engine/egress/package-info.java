/** The viewers' side of the engine: which packets a viewer gets, under which numbers, when, and what becomes of the answers. */
@NullMarked
package io.steadycast.media.engine.egress;

import org.jspecify.annotations.NullMarked;
