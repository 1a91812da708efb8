package io.steadycast.media.net.linux;

import java.lang.foreign.MemorySegment;

/** Stateless. sendmmsg(2): how many messages were taken, or the negative error number of the first. A test answers what no loopback does. */
@FunctionalInterface
interface SendCall {
    int sendmmsg(int descriptor, long messages, int count, MemorySegment error);
}
