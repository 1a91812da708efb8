package io.steadycast.media.engine.transport;

/** What all transports of one shard share; confined to that shard, except for the counters. */
public record TransportContext(
        DatagramSink sink, AddressTable addresses, UfragIndex ufrags, DropCounters drops, TransportLimits limits) {}
