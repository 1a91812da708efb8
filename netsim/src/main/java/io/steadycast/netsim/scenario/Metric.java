package io.steadycast.netsim.scenario;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What is measured of one viewer in one run, or of the run as a whole. Exact definitions with their sources stand in docs/netsim/metrics.md; the freeze rule is
 * libwebrtc's (video/video_quality_observer2.cc@2025-06).
 */
public enum Metric {
    STALL_200("%", Better.LOWER, "time in gaps of at least 200 ms between pictures, of the time watched"),
    STALL_400("%", Better.LOWER, "the same for gaps of at least 400 ms (T0 alone has gaps of 160 ms)"),
    STALL_500("%", Better.LOWER, "the same for gaps of at least 500 ms, as other vendors count"),
    GAPS_200("", Better.LOWER, "gaps of at least 200 ms"),
    STALL_FREE("%", Better.HIGHER, "views without any gap of 200 ms"),
    FREEZE_COUNT("", Better.LOWER, "gaps of at least max(3 d, d + 150 ms), d being the mean of the last 30 gaps"),
    FREEZE_DURATION("s", Better.LOWER, "sum of these gaps, each counted whole"),
    FREEZE_RATE("s/min", Better.LOWER, "time in gaps of at least 500 ms, a minute, whatever the frame rate"),
    GAPS_500("", Better.LOWER, "gaps of at least 500 ms, whatever the frame rate"),
    PAUSE_COUNT("", Better.LOWER, "gaps of more than 5 s"),
    HARMONIC_FPS("1/s", Better.HIGHER, "time over the sum of squared gaps"),
    MEAN_FPS("1/s", Better.HIGHER, "pictures over the time watched"),
    FPS_270("1/s", Better.HIGHER, "pictures of at least 270 lines over the time watched"),
    FIRST_FRAME("ms", Better.LOWER, "from joining to the first picture"),
    START_1S("%", Better.HIGHER, "views whose first picture came within 1 s"),
    DELAY_P50("ms", Better.LOWER, "capture to render, median of the frames"),
    DELAY_P95("ms", Better.LOWER, "capture to render, 95th percentile of the frames"),
    DELAY_P99("ms", Better.LOWER, "capture to render, 99th percentile of the frames"),
    DEADLINE_MISS("%", Better.LOWER, "frames not shown by capture + least delay + playout delay"),
    OVERHEAD("%", Better.LOWER, "retransmitted, parity and padding bytes over media bytes, as sent"),
    RED_OVERHEAD("%", Better.LOWER, "older audio repeated in RED over media bytes, as sent"),
    USEFUL_REPAIR("%", Better.HIGHER, "repair packets received that brought back a lost one"),
    NETWORK_LOSS("%", Better.LOWER, "video packets that did not come by themselves"),
    RESIDUAL_LOSS("%", Better.LOWER, "video packets of no use to the decoder after all repair"),
    AUDIO_RESIDUAL("%", Better.LOWER, "audio samples that had to be made up"),
    UTILISATION("%", Better.HIGHER, "bytes received on the wire over the integral of capacity"),
    MEDIA_UTILISATION("%", Better.HIGHER, "media rate over (1 - loss) times the integral of capacity"),
    MEDIA_RATE("kbps", Better.HIGHER, "media bytes received, first copies and repaired ones, over time"),
    RECEIVED_RATE("kbps", Better.HIGHER, "all bytes received over time"),
    MEDIA_VS_ORACLE("%", Better.HIGHER, "media rate over that of policy B4 with the same seed"),
    ESTIMATE("kbps", Better.HIGHER, "mean estimate of the controller"),
    ESTIMATE_UTILISATION("%", Better.HIGHER, "mean of min(estimate, usable capacity) over mean usable capacity"),
    CONVERGENCE("s", Better.LOWER, "until the rate keeps within 10 % of its final value for 2 s"),
    STEP_CONVERGENCE(
            "s",
            Better.LOWER,
            "until the estimate keeps within 10 % of what is there for 2 s, worst of start and steps"),
    RISE_TIME("s", Better.LOWER, "until 90 % of a capacity that grew are used, worst step"),
    QUEUE_SETTLE("s", Better.LOWER, "until queueing keeps below 100 ms after capacity fell, worst step"),
    OVERSHOOT("ms", Better.LOWER, "95th percentile of queueing in the 2 s after capacity fell, worst step"),
    QUEUE_P95("ms", Better.LOWER, "95th percentile of queueing"),
    FALSE_BACKOFFS("1/min", Better.LOWER, "falls of the estimate by 10 % without queue or fall of capacity"),
    SWITCHES("1/min", Better.LOWER, "changes of the layer on the screen"),
    SWITCHES_PER_STEP("", Better.LOWER, "changes of the layer over changes of capacity"),
    FAIR_SHARE("%", Better.HIGHER, "rate over an equal share of the bottleneck, least of the flows"),
    CROSS_SHARE("%", Better.HIGHER, "rate of long flows of others over their equal share of the bottleneck"),
    JAIN("", Better.HIGHER, "Jain's index of the viewers' rates: (sum x)^2 / (n sum x^2)"),
    KEYFRAME_SHARE("%", Better.LOWER, "frames shown that were keyframes"),
    KEYFRAME_RATE("1/s", Better.LOWER, "keyframes that the host made on request"),
    QOE("", Better.HIGHER, "quality of the layers shown, less stalls and switches; 0 to 100"),
    ALPHARTC("", Better.HIGHER, "score of the AlphaRTC challenge, from what the wire delivered"),
    ALPHARTC_DELAY("", Better.HIGHER, "of these points those for delay, 20 at most"),
    ALPHARTC_RATE("", Better.HIGHER, "of these points those for the rate, 20 at most"),
    ALPHARTC_LOSS("", Better.HIGHER, "of these points those for loss, 30 at most"),
    ALPHARTC_VIDEO("", Better.HIGHER, "of these points those for the picture, 20 at most"),
    ALPHARTC_REPAIRED("", Better.HIGHER, "the same score after repair");

    private final String unit;
    private final Better better;
    private final String description;

    /** Which way is up. */
    public enum Better {
        LOWER,
        HIGHER
    }

    Metric(String unit, Better better, String description) {
        this.unit = unit;
        this.better = better;
        this.description = description;
    }

    /** As in files and reports. */
    public String key() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Null if there is none of this name. */
    public static @Nullable Metric byKey(String key) {
        for (Metric metric : values()) {
            if (metric.key().equals(key)) {
                return metric;
            }
        }
        return null;
    }

    public String unit() {
        return unit;
    }

    public Better better() {
        return better;
    }

    public String description() {
        return description;
    }
}
