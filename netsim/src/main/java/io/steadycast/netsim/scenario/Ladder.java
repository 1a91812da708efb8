package io.steadycast.netsim.scenario;

import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What a host publishes.
 *
 * @param name of the ladder
 * @param codec of the video, one of {@link #CODECS}; vp9 and av1 send their layers inside one stream (L3T3_KEY)
 * @param framesPerSecond of all layers
 * @param temporalLayers 1 or 3; h264 has 1
 * @param layers lowest first
 * @param continuous a single layer whose encoder follows the viewer's estimate, between these rates; null for layers of fixed rates
 */
public record Ladder(
        String name,
        String codec,
        int framesPerSecond,
        int temporalLayers,
        List<Layer> layers,
        @Nullable Range continuous) {
    /** That hosts send. */
    public static final List<String> CODECS = List.of("vp8", "vp9", "h264", "av1");

    /** One encoding. */
    public record Layer(int widthPx, int heightPx, int kbps) {}

    /** Ends of a rate. */
    public record Range(int minKbps, int maxKbps) {}

    public Ladder {
        layers = List.copyOf(layers);
    }

    /** What a browser's camera sends: three layers and 30 frames a second. */
    public static final Ladder BROWSER = new Ladder(
            "browser",
            "vp8",
            30,
            3,
            List.of(new Layer(320, 180, 150), new Layer(640, 360, 500), new Layer(1280, 720, 1700)),
            null);

    /** What other servers were measured with: on the wire, audio included, 0.23, 0.44 and 1.34 Mbps. */
    public static final Ladder MEASURED = new Ladder(
            "measured",
            "vp8",
            25,
            3,
            List.of(new Layer(240, 135, 150), new Layer(480, 270, 400), new Layer(960, 540, 1200)),
            null);

    /** The same with a lowest layer that fits into 150 kbps with repair. */
    public static final Ladder MEASURED_LOW = new Ladder(
            "measured-low",
            "vp8",
            25,
            3,
            List.of(new Layer(240, 135, 120), new Layer(480, 270, 400), new Layer(960, 540, 1200)),
            null);

    /** The source of RFC 8867 section 4.4: any rate from 150 to 1500 kbps, and nothing that could be left out of it. */
    public static final Ladder CONTINUOUS =
            new Ladder("continuous", "vp8", 25, 1, List.of(new Layer(960, 540, 300)), new Range(150, 1500));

    /** The same pictures by another codec. */
    public Ladder withCodec(String newCodec) {
        return new Ladder(
                name, newCodec, framesPerSecond, newCodec.equals("h264") ? 1 : temporalLayers, layers, continuous);
    }

    /** Of the best that it has. */
    int topKbps() {
        return continuous == null ? layers.getLast().kbps() : continuous.maxKbps();
    }

    int topLines() {
        return layers.getLast().heightPx();
    }

    /** One line. */
    public String description() {
        Range range = continuous;
        String what = range == null
                ? layers.stream()
                        .map(layer -> layer.heightPx() + "p at " + layer.kbps())
                        .collect(Collectors.joining(", "))
                : "any rate from " + range.minKbps() + " to " + range.maxKbps();
        return what + " kbps, " + framesPerSecond + " frames a second";
    }

    public static List<Ladder> all() {
        return List.of(BROWSER, MEASURED, MEASURED_LOW, CONTINUOUS);
    }

    public static @Nullable Ladder byName(String name) {
        for (Ladder ladder : all()) {
            if (ladder.name().equals(name)) {
                return ladder;
            }
        }
        return null;
    }
}
