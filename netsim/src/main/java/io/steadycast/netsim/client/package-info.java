/** Synthetic hosts and viewers over the real network: WHIP and WHEP, ICE, DTLS and SRTP around the endpoints of {@code netsim.endpoint}. */
@NullMarked
package io.steadycast.netsim.client;

import org.jspecify.annotations.NullMarked;
