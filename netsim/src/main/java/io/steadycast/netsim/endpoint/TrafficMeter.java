package io.steadycast.netsim.endpoint;

import java.util.EnumMap;
import java.util.Map;

/** Confined to its endpoint. What arrived, by what it was for; bytes are UDP payload. */
@SuppressWarnings("EnumOrdinal") // positions in arrays that live as long as this process
final class TrafficMeter {
    private static final PacketKind[] KINDS = PacketKind.values();

    private final long[] packets = new long[KINDS.length];
    private final long[] bytes = new long[KINDS.length];
    private int pendingBytes;
    private long received;

    /** A datagram came; what it is for shows later, or never. */
    void begin(int lengthBytes) {
        pendingBytes = lengthBytes;
        received += lengthBytes;
    }

    void end(PacketKind kind) {
        packets[kind.ordinal()]++;
        bytes[kind.ordinal()] += pendingBytes;
    }

    long receivedBytes() {
        return received;
    }

    long bytes(PacketKind kind) {
        return bytes[kind.ordinal()];
    }

    Map<PacketKind, Traffic> report() {
        EnumMap<PacketKind, Traffic> report = new EnumMap<>(PacketKind.class);
        for (PacketKind kind : KINDS) {
            report.put(kind, new Traffic(packets[kind.ordinal()], bytes[kind.ordinal()]));
        }
        return report;
    }
}
