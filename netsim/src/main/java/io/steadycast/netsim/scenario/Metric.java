package io.steadycast.netsim.scenario;

import java.util.Locale;

/**
 * What is measured of one viewer in one run. Definitions: docs/netsim/metrics.md; the freeze rule is libwebrtc's (video/video_quality_observer2.cc), the rest follows
 * W3C webrtc-stats, RFC 8867 and the papers named there.
 */
public enum Metric {
    STALL_200("%", Better.LOWER, "share of the time in gaps of at least 200 ms between rendered frames"),
    STALL_400("%", Better.LOWER, "the same for gaps of at least 400 ms"),
    STALL_500("%", Better.LOWER, "the same for gaps of at least 500 ms, as other vendors count"),
    LONGEST_GAP("ms", Better.LOWER, "longest gap between two rendered frames"),
    FREEZE_COUNT("", Better.LOWER, "gaps of at least max(3 d, d + 150 ms), d the mean of the last 30 gaps"),
    FREEZE_DURATION("s", Better.LOWER, "sum of these gaps, each counted whole"),
    PAUSE_COUNT("", Better.LOWER, "gaps of more than 5 s"),
    STALL_FREE("%", Better.HIGHER, "views without any gap of 200 ms"),
    HARMONIC_FPS("1/s", Better.HIGHER, "time over the sum of squared gaps"),
    MEAN_FPS("1/s", Better.HIGHER, "rendered frames over time"),
    FIRST_FRAME("ms", Better.LOWER, "from joining to the first rendered frame"),
    DELAY_P50("ms", Better.LOWER, "capture to render, median of frames"),
    DELAY_P95("ms", Better.LOWER, "capture to render, 95th percentile of frames"),
    DELAY_P99("ms", Better.LOWER, "capture to render, 99th percentile of frames"),
    DEADLINE_MISS("%", Better.LOWER, "frames not decodable by capture + least one-way delay + playout delay"),
    OVERHEAD("%", Better.LOWER, "(retransmitted + parity + padding bytes) over media bytes sent"),
    USEFUL_REPAIR("%", Better.HIGHER, "repair packets that recovered a media packet"),
    RESIDUAL_LOSS("%", Better.LOWER, "media packets never received or recovered in time"),
    AUDIO_RESIDUAL("%", Better.LOWER, "audio frames neither received nor recovered"),
    UTILISATION("%", Better.HIGHER, "bytes received on the wire over the integral of capacity"),
    MEDIA_UTILISATION("%", Better.HIGHER, "media rate over (1 - loss) times capacity"),
    MEDIA_RATE("kbps", Better.HIGHER, "media bytes that were decoded over time"),
    MEDIA_VS_ORACLE("%", Better.HIGHER, "media rate over what policy B4 carries with the same seed"),
    ESTIMATE("kbps", Better.HIGHER, "mean estimate of the controller"),
    CONVERGENCE("s", Better.LOWER, "until the rate stays within 10 % of its final value for 2 s"),
    OVERSHOOT("ms", Better.LOWER, "95th percentile of queueing in the 2 s after a fall of capacity"),
    SWITCHES("1/min", Better.LOWER, "changes of the spatial layer on the screen"),
    KEYFRAME_SHARE("%", Better.LOWER, "bytes of keyframes over media bytes"),
    KEYFRAME_RATE("1/s", Better.LOWER, "keyframes that the host made on request"),
    QOE("", Better.HIGHER, "quality of the layers shown, less stalls and switches; 0 to 100"),
    ALPHARTC("", Better.HIGHER, "score of the AlphaRTC challenge, from what the wire delivered"),
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
