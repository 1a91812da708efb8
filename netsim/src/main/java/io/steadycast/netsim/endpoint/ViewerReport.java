package io.steadycast.netsim.endpoint;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;

/**
 * What a viewer received, saw and heard from its start on. Terms are those of {@code docs/netsim/receiver-model.md}.
 *
 * @param startNs when it began to connect, on the simulation's clock
 * @param endNs when this report was made
 * @param connectedAfterNs until its handshake was over, -1 if it is not
 * @param rttNs by DLRR, -1 before
 * @param video what it saw
 * @param audio what it heard
 * @param traffic received, by kind
 * @param repair what became of lost video packets
 * @param feedback what it said
 * @param series its course
 */
public record ViewerReport(
        long startNs,
        long endNs,
        long connectedAfterNs,
        long rttNs,
        VideoReport video,
        AudioReport audio,
        Map<PacketKind, Traffic> traffic,
        RepairReport repair,
        FeedbackReport feedback,
        ViewerSeries series) {
    public ViewerReport {
        EnumMap<PacketKind, Traffic> copy = new EnumMap<>(PacketKind.class);
        for (PacketKind kind : PacketKind.values()) {
            copy.put(kind, traffic.getOrDefault(kind, Traffic.NONE));
        }
        // Not Map.copyOf: its order differs from run to run.
        traffic = Collections.unmodifiableMap(copy);
    }

    public Traffic traffic(PacketKind kind) {
        return traffic.getOrDefault(kind, Traffic.NONE);
    }

    /** All datagrams received. */
    public Traffic received() {
        Traffic sum = Traffic.NONE;
        for (PacketKind kind : PacketKind.values()) {
            sum = sum.plus(traffic(kind));
        }
        return sum;
    }

    /** Bytes of repair and padding over bytes of media: RTX, parity and padding cost this much. */
    public double overhead() {
        long media =
                traffic(PacketKind.VIDEO).bytes() + traffic(PacketKind.AUDIO).bytes();
        long extra = traffic(PacketKind.RTX).bytes()
                + traffic(PacketKind.AUDIO_RTX).bytes()
                + traffic(PacketKind.FEC).bytes()
                + traffic(PacketKind.PADDING).bytes();
        return media == 0 ? 0 : extra / (double) media;
    }

    /** First picture to the end, 0 if there was none. */
    public long watchedNs() {
        long after = video.firstFrameAfterNs();
        return after < 0 ? 0 : endNs - startNs - after;
    }

    /** Time in gaps of at least this length over the time since the first picture; 1 if there was none. */
    public double stallRatio(long minGapNs) {
        long watched = watchedNs();
        return watched <= 0 ? 1 : video.gaps().stalledNs(startNs, minGapNs) / (double) watched;
    }
}
