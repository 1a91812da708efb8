package io.steadycast.netsim.endpoint;

/** Short-term credentials of both ends as their descriptions carry them (RFC 8839 section 5.4). */
public record IcePair(String localUfrag, String remoteUfrag, String remotePassword) {}
