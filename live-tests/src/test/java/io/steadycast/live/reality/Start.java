package io.steadycast.live.reality;

/**
 * Immutable. What a simulation needs to begin as a run in real time did.
 *
 * @param hostChannel seed of the host's channel
 * @param viewerChannel seed of the viewer's channel
 * @param leadFrames that the host had sent when the viewer's first datagram came
 * @param fromNs from that datagram to the begin of the measurement
 */
record Start(long hostChannel, long viewerChannel, long leadFrames, long fromNs) {}
