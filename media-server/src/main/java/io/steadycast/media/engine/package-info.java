/** One loop's whole state: peers, routes between publishers and viewers, commands. Ingress and egress are joined here and nowhere else. */
@NullMarked
package io.steadycast.media.engine;

import org.jspecify.annotations.NullMarked;
