package io.steadycast.signaling.ws;

import io.steadycast.signaling.http.ProblemException;
import io.steadycast.signaling.plane.LayerUse;
import io.steadycast.signaling.plane.PeerStats;
import io.steadycast.signaling.room.EncoderReport;
import io.steadycast.signaling.room.EncoderReport.Limit;
import io.steadycast.signaling.room.HeldLayers;
import io.steadycast.signaling.room.LayerRef;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Stateless. What a host's page and the server tell each other of the uplink. */
public final class UplinkJson {
    private static final int MAX_NAME = 64;
    private static final long MAX_BPS = 10_000_000_000L;

    private UplinkJson() {}

    static JsonObject uplink(PeerStats.Publisher stats) {
        return new JsonObject().put("type", "uplink").mergeIn(figures(stats));
    }

    /** Figures of a publisher, layer by layer. */
    public static JsonObject figures(PeerStats.Publisher stats) {
        JsonArray layers = new JsonArray();
        for (PeerStats.UplinkLayer layer : stats.layers()) {
            LayerUse use = layer.layer().use();
            layers.add(RoomJson.layer(layer.layer())
                    .put("mid", layer.mid())
                    .put("hold", name(use.hold()))
                    .put("unwantedMs", use.unwantedMs() == LayerUse.NEVER ? null : use.unwantedMs())
                    .put("packets", layer.arrival().packets())
                    .put("lossFraction", layer.arrival().lossFraction())
                    .put("jitterMs", RoomJson.rounded(layer.arrival().jitterMs()))
                    .put("nacks", layer.repair().nacks())
                    .put("abandoned", layer.repair().abandoned())
                    .put("keyframes", layer.repair().keyframes()));
        }
        return RoomJson.rtt(new JsonObject(), stats.rttMs())
                .put("lossFraction", stats.lossFraction())
                .put("layers", layers);
    }

    static JsonObject held(HeldLayers layers) {
        JsonArray held = new JsonArray();
        layers.held()
                .forEach((ref, why) -> held.add(new JsonObject()
                        .put("mid", ref.mid())
                        .put("rid", ref.rid())
                        .put("reason", name(why))));
        return new JsonObject().put("type", "hold").put("turn", layers.turn()).put("layers", held);
    }

    private static String name(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    /** The layers of a page's answer to {@link #held}. */
    static Set<LayerRef> answer(JsonObject json) throws ProblemException {
        Set<LayerRef> held = new HashSet<>();
        for (JsonObject layer : layers(json)) {
            held.add(new LayerRef(text(layer, "mid"), text(layer, "rid")));
        }
        return held;
    }

    static long turn(JsonObject json) throws ProblemException {
        return number(json, "turn");
    }

    static EncoderReport report(JsonObject json) throws ProblemException {
        List<EncoderReport.Layer> layers = new ArrayList<>();
        for (JsonObject layer : layers(json)) {
            layers.add(new EncoderReport.Layer(
                    text(layer, "rid"), limit(text(layer, "limit")), number(layer, "bps"), number(layer, "maxBps")));
        }
        return new EncoderReport(number(json, "availableBps"), layers);
    }

    private static Limit limit(String text) {
        return switch (text) {
            case "none" -> Limit.NONE;
            case "cpu" -> Limit.CPU;
            case "bandwidth" -> Limit.BANDWIDTH;
            default -> Limit.OTHER;
        };
    }

    private static List<JsonObject> layers(JsonObject json) throws ProblemException {
        if (!(json.getValue("layers") instanceof JsonArray array) || array.size() > EncoderReport.MAX_LAYERS) {
            throw wrong("\"layers\" must be a list of at most " + EncoderReport.MAX_LAYERS + " layers.");
        }
        List<JsonObject> layers = new ArrayList<>();
        for (Object one : array) {
            if (!(one instanceof JsonObject layer)) {
                throw wrong("\"layers\" must hold objects.");
            }
            layers.add(layer);
        }
        return layers;
    }

    private static String text(JsonObject json, String key) throws ProblemException {
        if (json.getValue(key) instanceof String text && text.length() <= MAX_NAME) {
            return text;
        }
        throw wrong("\"" + key + "\" must be a text of at most " + MAX_NAME + " characters.");
    }

    private static long number(JsonObject json, String key) throws ProblemException {
        if (json.getValue(key) instanceof Number number
                && number.doubleValue() >= 0
                && number.doubleValue() <= MAX_BPS) {
            return number.longValue();
        }
        throw wrong("\"" + key + "\" must be a number in 0.." + MAX_BPS + ".");
    }

    private static ProblemException wrong(String detail) {
        return new ProblemException(400, "uplink", "Not understood", detail);
    }
}
