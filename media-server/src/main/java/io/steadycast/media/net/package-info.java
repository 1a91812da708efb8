/** Sockets, and the loops that drive the engine: one thread, one UDP port and one shard each. Everything that knows Netty is here. */
@NullMarked
package io.steadycast.media.net;

import org.jspecify.annotations.NullMarked;
