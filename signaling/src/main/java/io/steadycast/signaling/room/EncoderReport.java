package io.steadycast.signaling.room;

import java.util.List;
import java.util.Optional;

/**
 * What a host's page says of its encoder: the other half of what the server sees arrive.
 *
 * @param availableBps what the browser believes its way to carry, 0 if it does not say
 */
public record EncoderReport(long availableBps, List<Layer> layers) {
    public static final int MAX_LAYERS = 8;

    public EncoderReport {
        layers = List.copyOf(layers);
    }

    /** What keeps an encoder from doing better (W3C webrtc-stats, RTCQualityLimitationReason). */
    public enum Limit {
        NONE,
        CPU,
        BANDWIDTH,
        OTHER
    }

    /**
     * One encoding.
     *
     * @param bps sent lately
     * @param maxBps that it may take
     */
    public record Layer(String rid, Limit limit, long bps, long maxBps) {}

    Optional<Layer> layer(String rid) {
        return layers.stream().filter(layer -> layer.rid().equals(rid)).findFirst();
    }
}
