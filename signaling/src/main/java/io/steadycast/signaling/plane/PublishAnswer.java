package io.steadycast.signaling.plane;

/** How a new publisher reaches its shard. */
public record PublishAnswer(TransportAnswer transport) {}
