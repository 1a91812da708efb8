/** What a datagram costs on its way through a media loop's sockets. */
@NullMarked
package io.steadycast.benchmarks.sockets;

import org.jspecify.annotations.NullMarked;
