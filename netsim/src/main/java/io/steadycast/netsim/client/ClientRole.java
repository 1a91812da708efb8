package io.steadycast.netsim.client;

import io.steadycast.netsim.endpoint.Endpoint;
import io.steadycast.netsim.endpoint.EndpointTransport;

/** What a session is for: to publish, or to watch. */
interface ClientRole {
    String offer(LocalEnd end, long sessionId);

    /** Made once the answer is there, before the transport connects. */
    Endpoint endpoint(Answer answer, EndpointTransport.Maker transports, long seed);
}
