/** UDP on Linux without a library in between: batches in and out by recvmmsg and sendmmsg, runs of datagrams to one receiver as one message (UDP_SEGMENT). */
@NullMarked
package io.steadycast.media.net.linux;

import org.jspecify.annotations.NullMarked;
