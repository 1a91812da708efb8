package io.steadycast.signaling.whip;

import io.steadycast.signaling.http.ProblemException;
import io.steadycast.signaling.plane.LayerChoice;
import io.steadycast.signaling.room.LayerWish;
import io.steadycast.signaling.room.ViewSession;
import io.vertx.core.json.JsonObject;
import java.util.Optional;
import java.util.Set;

/** Stateless. Reads a wish for a layer from JSON: {@code {"mid"?, "layer"?, "maxTemporalLayer"?, "paused"?}}. */
public final class LayerWishReader {
    private static final int MAX_TEMPORAL_LAYER = 3;
    private static final Set<String> KEYS = Set.of("mid", "layer", "maxTemporalLayer", "paused");

    private LayerWishReader() {}

    /** The wish, checked against the session's own m-lines. Keys of the message's envelope are in {@code ignored}. */
    public static LayerWish read(JsonObject json, ViewSession session, Set<String> ignored) throws ProblemException {
        for (String key : json.fieldNames()) {
            if (!KEYS.contains(key) && !ignored.contains(key)) {
                throw illegal(key, json.getValue(key), "is unknown; known are mid, layer, maxTemporalLayer, paused");
            }
        }
        Optional<String> mid = Optional.empty();
        if (json.containsKey("mid")) {
            String named = String.valueOf(json.getValue("mid"));
            if (!session.videoMids().contains(named)) {
                throw illegal(
                        "mid", named, "must be the mid of a video m-line of this session: " + session.videoMids());
            }
            mid = Optional.of(named);
        }
        return new LayerWish(mid, rank(json), maxTemporalLayer(json), paused(json));
    }

    private static Optional<Integer> rank(JsonObject json) throws ProblemException {
        if (!json.containsKey("layer")) {
            return Optional.empty();
        }
        Object value = json.getValue("layer");
        if ("auto".equals(value)) {
            return Optional.of(LayerChoice.AUTO);
        }
        return Optional.of(number("layer", value, LayerChoice.MAX_RANK, "must be \"auto\" or a rank in 0.."));
    }

    private static Optional<Integer> maxTemporalLayer(JsonObject json) throws ProblemException {
        if (!json.containsKey("maxTemporalLayer")) {
            return Optional.empty();
        }
        int layer = number("maxTemporalLayer", json.getValue("maxTemporalLayer"), MAX_TEMPORAL_LAYER, "must be in 0..");
        // The highest that can be asked for means all, also those of streams with more layers than browsers make.
        return Optional.of(layer == MAX_TEMPORAL_LAYER ? LayerChoice.ALL_TEMPORAL_LAYERS : layer);
    }

    private static Optional<Boolean> paused(JsonObject json) throws ProblemException {
        if (!json.containsKey("paused")) {
            return Optional.empty();
        }
        if (!(json.getValue("paused") instanceof Boolean paused)) {
            throw illegal("paused", json.getValue("paused"), "must be true or false");
        }
        return Optional.of(paused);
    }

    private static int number(String key, Object value, int max, String legal) throws ProblemException {
        if (value instanceof Integer number && number >= 0 && number <= max) {
            return number;
        }
        throw illegal(key, value, legal + max);
    }

    private static ProblemException illegal(String key, Object value, String legal) {
        String shown = String.valueOf(value);
        String cut = shown.length() > 80 ? shown.substring(0, 80) + "..." : shown;
        return new ProblemException(
                400, "layer", "Illegal layer choice", "\"" + key + "\": " + cut + " " + legal + ".");
    }
}
