package io.steadycast.netsim.endpoint;

import io.steadycast.media.engine.log.Codec;
import java.util.ArrayList;
import java.util.List;

/**
 * What a synthetic host sends.
 *
 * @param layers of the simulcast, lowest first; empty for none
 * @param video rhythm of the encoder
 * @param start where the numbers begin
 * @param audioPacketMs time between audio packets
 * @param driftPpm by how much the host's clock runs fast
 * @param sender how its frames vary and leave
 */
public record HostConfig(
        List<Layer> layers, Video video, Start start, int audioPacketMs, double driftPpm, Sender sender) {
    public HostConfig {
        layers = List.copyOf(layers);
    }

    /** One that sends frames of even sizes at once and knows nothing of its uplink. */
    public HostConfig(List<Layer> layers, Video video, Start start, int audioPacketMs, double driftPpm) {
        this(layers, video, start, audioPacketMs, driftPpm, Sender.PLAIN);
    }

    /**
     * How frames vary and leave.
     *
     * @param sizeDeviation of the logarithm of frame sizes; 0 for sizes evenly spread over 0.7 to 1.3 of the mean, whatever the temporal layer
     * @param paced by a browser's pacer instead of at once
     * @param adaptive switches layers off from the top and lowers their rates as its uplink estimate says
     * @param recordings real frames, one per layer of a simulcast, whose sizes and keyframes are sent instead of modelled ones; empty for none
     * @param pictures the recordings' bytes are sent, and silence, for a browser to play; without, all payloads are the truth that synthetic viewers check
     */
    public record Sender(
            double sizeDeviation, boolean paced, boolean adaptive, List<RecordedFrames> recordings, boolean pictures) {
        public static final Sender PLAIN = new Sender(0, false, false, List.of(), false);

        /** As Chromium: lognormal sizes, paced, following its estimate. */
        public static final Sender BROWSER = new Sender(0.25, true, true, List.of(), false);

        public Sender {
            recordings = List.copyOf(recordings);
        }

        /** Really encoded frames, paced as a browser does; their rates are what they are. */
        public static Sender recorded(List<RecordedFrames> recordings, boolean pictures) {
            return new Sender(0, true, false, recordings, pictures);
        }
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
     * @param codec VP8 and H.264 send their layers as a simulcast, VP9 and AV1 as spatial layers of one stream
     */
    public record Video(int framesPerSecond, int temporalLayers, int keyframeEveryMs, int keyframeRatio, Codec codec) {
        public Video {
            if (codec == Codec.OPUS) {
                throw new IllegalArgumentException("codec is OPUS, legal is VP8, VP9, H264, AV1");
            }
            if (codec == Codec.H264 && temporalLayers != 1) {
                // Its payload says nothing about layers, and browsers send none.
                throw new IllegalArgumentException("temporalLayers is " + temporalLayers + ", legal is 1 for H264");
            }
        }

        public Video(int framesPerSecond, int temporalLayers, int keyframeEveryMs, int keyframeRatio) {
            this(framesPerSecond, temporalLayers, keyframeEveryMs, keyframeRatio, Codec.VP8);
        }

        /** Layers inside one stream. */
        public boolean svc() {
            return codec == Codec.VP9 || codec == Codec.AV1;
        }
    }

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

    /** The ladder of the targets: 135p, 270p and 540p at 150, 400 and 1200 kbit/s, 25 frames a second in three temporal layers. */
    public static HostConfig ladder() {
        return new HostConfig(
                List.of(
                        new Layer("q", 240, 135, 150_000),
                        new Layer("h", 480, 270, 400_000),
                        new Layer("f", 960, 540, 1_200_000)),
                new Video(25, 3, 0, 5),
                Start.RANDOM,
                20,
                0,
                Sender.BROWSER);
    }

    /**
     * One that sends recordings, one for each layer, lowest first.
     *
     * @param framesPerSecond of them all
     * @param temporalLayers that they were encoded with
     * @param pictures see {@link Sender#pictures}; without, the truth is wrapped in VP8 whatever they are
     */
    public static HostConfig recorded(
            List<RecordedFrames> recordings, int framesPerSecond, int temporalLayers, boolean pictures) {
        List<Layer> ladder = browser().layers();
        int lowest = ladder.size() - recordings.size();
        List<Layer> layers = new ArrayList<>();
        for (int i = 0; i < recordings.size(); i++) {
            RecordedFrames.Format format = recordings.get(i).format();
            int bps = (int) recordings.get(i).bitrateBps(framesPerSecond);
            layers.add(new Layer(ladder.get(lowest + i).rid(), format.widthPx(), format.heightPx(), bps));
        }
        Codec codec = pictures ? recordings.getFirst().format().codec() : Codec.VP8;
        Video video = new Video(framesPerSecond, temporalLayers, 0, 1, codec);
        return new HostConfig(layers, video, Start.RANDOM, 20, 0, Sender.recorded(recordings, pictures))
                .withoutLoneRid();
    }

    /** The same pictures by another codec. */
    public HostConfig withCodec(Codec codec) {
        int temporal = codec == Codec.H264 ? 1 : video.temporalLayers();
        return withVideo(
                new Video(video.framesPerSecond(), temporal, video.keyframeEveryMs(), video.keyframeRatio(), codec));
    }

    public HostConfig withVideo(Video newVideo) {
        return new HostConfig(layers, newVideo, start, audioPacketMs, driftPpm, sender);
    }

    public HostConfig withStart(Start newStart) {
        return new HostConfig(layers, video, newStart, audioPacketMs, driftPpm, sender);
    }

    /** A single layer is sent without a rid, as browsers do (RFC 8853 is for several). */
    public HostConfig withoutLoneRid() {
        if (layers.size() != 1) {
            return this;
        }
        Layer lone = layers.getFirst();
        return withLayers(new Layer("", lone.widthPx(), lone.heightPx(), lone.bitrateBps()));
    }

    public HostConfig withDrift(double ppm) {
        return new HostConfig(layers, video, start, audioPacketMs, ppm, sender);
    }

    public HostConfig withLayers(Layer... newLayers) {
        return new HostConfig(List.of(newLayers), video, start, audioPacketMs, driftPpm, sender);
    }

    public HostConfig withAudioPacketMs(int ms) {
        return new HostConfig(layers, video, start, ms, driftPpm, sender);
    }

    public HostConfig withSender(Sender newSender) {
        return new HostConfig(layers, video, start, audioPacketMs, driftPpm, newSender);
    }
}
