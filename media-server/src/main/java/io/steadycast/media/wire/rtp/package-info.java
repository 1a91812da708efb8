/** RTP (RFC 3550), its header extensions (RFC 8285) and retransmission payloads (RFC 4588). */
@NullMarked
package io.steadycast.media.wire.rtp;

import org.jspecify.annotations.NullMarked;
