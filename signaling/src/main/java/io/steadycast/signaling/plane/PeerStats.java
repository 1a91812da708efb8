package io.steadycast.signaling.plane;

import java.util.List;

/** A snapshot of one peer's counters. Rates cover the last second or so; {@code rttMs} is negative while unknown. */
public sealed interface PeerStats {
    double rttMs();

    /** The uplink of a publisher. {@code lossFraction} is before retransmission, 0..1. */
    record Publisher(double rttMs, double lossFraction, List<UplinkLayer> layers) implements PeerStats {
        public Publisher {
            layers = List.copyOf(layers);
        }
    }

    /** One received encoding. */
    record UplinkLayer(String mid, LayerInfo layer, Arrival arrival, Repair repair) {}

    /**
     * What came of it. Counters run since the session began.
     *
     * @param packets without retransmissions
     * @param lossFraction before retransmission, of the last report interval, 0..1
     */
    record Arrival(long packets, double lossFraction, double jitterMs) {}

    /**
     * What was done about losses. Counters run since the session began.
     *
     * @param nacks packets asked for, repeats included
     * @param abandoned packets that never came
     * @param keyframes received
     */
    record Repair(long nacks, long abandoned, long keyframes) {}

    /** The downlink of a viewer. {@code lossFraction} is what the viewer reported last, 0..1; {@code protocol}, {@code udp} or {@code tcp}, is what leaves this server. */
    record Viewer(double rttMs, double lossFraction, long bitrateBps, String protocol, List<SentLayer> tracks)
            implements PeerStats {
        public Viewer {
            tracks = List.copyOf(tracks);
        }
    }

    /** What one m-line of a viewer is being sent. {@code rank} is -1 while nothing is. Counters run since the session began. */
    record SentLayer(String mid, int rank, int temporalLayer, long bitrateBps, long packets, long retransmissions) {}
}
