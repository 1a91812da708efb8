package io.steadycast.netsim.client;

import io.steadycast.media.engine.transport.DropReason;
import java.util.EnumMap;
import java.util.Map;

/** Confined to its loop. What a session's socket did. */
final class LiveCounters {
    private final Map<DropReason, Long> drops = new EnumMap<>(DropReason.class);
    private long receivedPackets;
    private long receivedBytes;
    private long sentPackets;
    private long sentBytes;
    private long refused;
    private long errors;

    void received(int bytes) {
        receivedPackets++;
        receivedBytes += bytes;
    }

    void sent(int bytes, boolean taken) {
        if (taken) {
            sentPackets++;
            sentBytes += bytes;
        } else {
            refused++;
        }
    }

    void socketError() {
        errors++;
    }

    void dropped(DropReason reason) {
        drops.merge(reason, 1L, Long::sum);
    }

    long receivedPackets() {
        return receivedPackets;
    }

    long receivedBytes() {
        return receivedBytes;
    }

    long sentPackets() {
        return sentPackets;
    }

    long sentBytes() {
        return sentBytes;
    }

    /** Datagrams for which the socket's send buffer had no room. */
    long refused() {
        return refused;
    }

    long errors() {
        return errors;
    }

    /** By reason, those that were counted at all. */
    Map<DropReason, Long> drops() {
        return drops;
    }
}
