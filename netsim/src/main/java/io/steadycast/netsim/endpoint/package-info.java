/** Synthetic hosts and viewers that speak real bytes: STUN, modelled DTLS flights, RTP and RTCP as browsers send them. */
@NullMarked
package io.steadycast.netsim.endpoint;

import org.jspecify.annotations.NullMarked;
