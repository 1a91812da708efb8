package io.steadycast.live;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.StreamSupport;
import tools.jackson.databind.JsonNode;

/**
 * Immutable. What happened when, in seconds since the begin of the time that counts.
 *
 * @param pictures on the screen
 * @param decisions of the server; it keeps the last minute
 */
record BrowserCourse(double seconds, List<Picture> pictures, List<Decision> decisions) {
    BrowserCourse {
        pictures = List.copyOf(pictures);
        decisions = List.copyOf(decisions);
    }

    /** {@code delayMs} from capture to screen, NaN where the time code could not be read. */
    record Picture(double s, double delayMs, int height) {}

    /** Rates of the viewer's path, and how long it lets pictures wait. */
    record Decision(double s, double estimateKbps, double costKbps, double playoutDelayMs, String text) {}

    /**
     * From what a page and a server tell.
     *
     * @param seen as {@link BrowserFigures#of} takes it
     * @param history of {@code GET /admin/api/viewers/{id}}, asked for when the time was over
     */
    static BrowserCourse of(JsonNode seen, JsonNode history) {
        double from = seen.path("from").asDouble();
        double seconds = (seen.path("to").asDouble() - from) / 1_000;
        List<Picture> pictures = new ArrayList<>();
        for (JsonNode frame : seen.path("frames")) {
            double s = (frame.path("at").asDouble() - from) / 1_000;
            double delayMs = frame.path("latencyMs").asDouble();
            if (s >= 0 && s <= seconds) {
                pictures.add(new Picture(
                        s,
                        delayMs < 0 ? Double.NaN : delayMs,
                        frame.path("height").asInt()));
            }
        }
        List<Decision> decisions = StreamSupport.stream(history.spliterator(), false)
                .map(one -> new Decision(
                        seconds - one.path("secondsAgo").asDouble(),
                        one.path("estimateBps").asDouble() / 1_000,
                        one.path("costBps").asDouble() / 1_000,
                        one.path("playoutDelayMs").asDouble(),
                        one.path("text").asString("")))
                .filter(one -> one.s() >= 0)
                .toList();
        return new BrowserCourse(seconds, pictures, decisions);
    }
}
