package io.steadycast.media.engine.egress;

import io.steadycast.media.engine.transport.DropReason;
import java.util.EnumMap;
import java.util.Map;

/** Confined to its shard. How many packets one viewer did not get, by reason. */
@SuppressWarnings("EnumOrdinal") // positions in an array that lives as long as this process
final class DropTally {
    private final long[] counts = new long[DropReason.count()];

    void count(DropReason reason) {
        counts[reason.ordinal()]++;
    }

    void count(DropReason reason, long times) {
        counts[reason.ordinal()] += times;
    }

    /** Counts, and answers the negative. */
    int refuse(DropReason reason) {
        counts[reason.ordinal()]++;
        return reason.negative();
    }

    long value(DropReason reason) {
        return counts[reason.ordinal()];
    }

    /** Those that are not 0. */
    Map<DropReason, Long> snapshot() {
        Map<DropReason, Long> nonzero = new EnumMap<>(DropReason.class);
        for (int i = 0; i < counts.length; i++) {
            if (counts[i] != 0) {
                nonzero.put(DropReason.of(i), counts[i]);
            }
        }
        return nonzero;
    }
}
