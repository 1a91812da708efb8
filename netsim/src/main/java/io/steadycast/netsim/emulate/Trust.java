package io.steadycast.netsim.emulate;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The stamp of a report: whether the machine kept up, so that what was measured is the path's doing and not the emulator's.
 *
 * @param reasons why it is {@link Stamp#DEGRADED}, each with its figure and the limit
 */
public record Trust(Stamp stamp, List<String> reasons) {
    /** Of the releases, 99 in 100 may be this late at most. */
    public static final long MAX_LATENESS_P99_NS = 1_000_000L;

    public static final long MAX_PAUSE_NS = 5_000_000L;

    public Trust {
        reasons = List.copyOf(reasons);
    }

    public enum Stamp {
        VALID,
        DEGRADED
    }

    static Trust of(long latenessP99Ns, HarnessDrops.Counts drops, PauseWatch.Pauses pauses) {
        List<String> reasons = new ArrayList<>();
        if (latenessP99Ns > MAX_LATENESS_P99_NS) {
            reasons.add(String.format(
                    Locale.ROOT,
                    "releases late by %.3f ms at the 99th percentile (at most 1 ms)",
                    latenessP99Ns / 1e6));
        }
        count(reasons, drops.kernel(), "dropped by the kernel: the receive buffer was full");
        count(reasons, drops.noPacket(), "dropped: all packets of the emulator were on their way");
        count(reasons, drops.tooLong(), "dropped: longer than " + (Packet.CAPACITY_BYTES - 1) + " bytes");
        count(reasons, drops.tooManyClients(), "dropped: too many clients");
        count(reasons, drops.notSent(), "dropped: the kernel refused to send");
        if (pauses.longestNs() > MAX_PAUSE_NS) {
            reasons.add(String.format(
                    Locale.ROOT, "a garbage collection paused for %.1f ms (at most 5 ms)", pauses.longestNs() / 1e6));
        }
        return new Trust(reasons.isEmpty() ? Stamp.VALID : Stamp.DEGRADED, reasons);
    }

    private static void count(List<String> reasons, long datagrams, String why) {
        if (datagrams > 0) {
            reasons.add(datagrams + " datagrams " + why);
        }
    }

    @Override
    public String toString() {
        return reasons.isEmpty() ? stamp.name() : stamp + " (" + String.join("; ", reasons) + ")";
    }
}
