package io.steadycast.netsim.endpoint;

import java.util.List;

/**
 * What a synthetic host sends.
 *
 * @param layers of the simulcast, lowest first; empty for none
 * @param video rhythm of the encoder
 * @param start where the numbers begin
 * @param audioPacketMs time between audio packets
 * @param driftPpm by how much the host's clock runs fast
 */
public record HostConfig(List<Layer> layers, Video video, Start start, int audioPacketMs, double driftPpm) {
    public HostConfig {
        layers = List.copyOf(layers);
    }

    /**
     * One encoding.
     *
     * @param rid of it
     * @param widthPx of its pictures
     * @param heightPx of its pictures
     * @param bitrateBps without keyframes
     */
    public record Layer(String rid, int widthPx, int heightPx, int bitrateBps) {}

    /**
     * Rhythm of the encoder.
     *
     * @param framesPerSecond of all layers
     * @param temporalLayers 1 or 3 (L1T3: T0 T2 T1 T2)
     * @param keyframeEveryMs without being asked; 0 for never, as browsers do
     * @param keyframeRatio size of a keyframe in sizes of other frames
     */
    public record Video(int framesPerSecond, int temporalLayers, int keyframeEveryMs, int keyframeRatio) {}

    /**
     * Where the numbers begin; -1 for a random one.
     *
     * @param sequence of every SSRC
     * @param timestamp of every SSRC
     * @param pictureId of every layer
     * @param pictureIdBits 7 or 15
     * @param transportSequence of the transport
     */
    public record Start(int sequence, long timestamp, int pictureId, int pictureIdBits, int transportSequence) {
        public static final Start RANDOM = new Start(-1, -1, -1, 15, -1);
    }

    /** What a browser's camera sends: three layers, 30 frames a second, no keyframe of its own accord. */
    public static HostConfig browser() {
        return new HostConfig(
                List.of(
                        new Layer("q", 320, 180, 150_000),
                        new Layer("h", 640, 360, 500_000),
                        new Layer("f", 1280, 720, 1_700_000)),
                new Video(30, 3, 0, 5),
                Start.RANDOM,
                20,
                0);
    }

    public HostConfig withVideo(Video newVideo) {
        return new HostConfig(layers, newVideo, start, audioPacketMs, driftPpm);
    }

    public HostConfig withStart(Start newStart) {
        return new HostConfig(layers, video, newStart, audioPacketMs, driftPpm);
    }

    public HostConfig withDrift(double ppm) {
        return new HostConfig(layers, video, start, audioPacketMs, ppm);
    }

    public HostConfig withLayers(Layer... newLayers) {
        return new HostConfig(List.of(newLayers), video, start, audioPacketMs, driftPpm);
    }

    public HostConfig withAudioPacketMs(int ms) {
        return new HostConfig(layers, video, start, ms, driftPpm);
    }
}
