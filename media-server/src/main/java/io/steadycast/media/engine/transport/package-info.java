/** Datagrams, demultiplexing, ICE-lite, SRTP contexts and the transport of one peer. Sans-IO: no clock, socket or thread in here. */
@NullMarked
package io.steadycast.media.engine.transport;

import org.jspecify.annotations.NullMarked;
