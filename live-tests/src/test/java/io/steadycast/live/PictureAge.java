package io.steadycast.live;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import tools.jackson.databind.JsonNode;

/**
 * Immutable. How old what stands on the screen is: now minus the capture time of the picture shown, at moments of time, not picture by picture. A delay that is taken of pictures alone
 * knows nothing of a freeze, during which there are none; here a freeze counts with all of its growing age.
 *
 * @param p50Ms over the time that counts; NaN if no picture told its time
 * @param p95Ms the same
 */
record PictureAge(double p50Ms, double p95Ms) {
    private static final int EVERY_MS = 10;

    /**
     * From pictures in their order. One whose time code cannot be read leaves the age of the one before it growing.
     *
     * @param frames at, latencyMs of each; those before {@code fromMs} tell what stood on the screen then
     */
    static PictureAge of(JsonNode frames, double fromMs, double toMs) {
        List<Double> ages = new ArrayList<>();
        double capturedMs = Double.NaN;
        double nextMs = fromMs;
        for (JsonNode frame : frames) {
            double atMs = frame.path("at").asDouble();
            nextMs = sample(ages, capturedMs, nextMs, Math.min(atMs, toMs));
            double latencyMs = frame.path("latencyMs").asDouble();
            capturedMs = latencyMs < 0 ? capturedMs : atMs - latencyMs;
        }
        sample(ages, capturedMs, nextMs, toMs);
        Collections.sort(ages);
        return new PictureAge(percentile(ages, 0.5), percentile(ages, 0.95));
    }

    /** Until a picture came; returns the next moment that is looked at. */
    private static double sample(List<Double> ages, double capturedMs, double fromMs, double untilMs) {
        double nowMs = fromMs;
        for (; nowMs < untilMs; nowMs += EVERY_MS) {
            if (!Double.isNaN(capturedMs)) {
                ages.add(nowMs - capturedMs);
            }
        }
        return nowMs;
    }

    private static double percentile(List<Double> sorted, double share) {
        return sorted.isEmpty() ? Double.NaN : sorted.get(Math.min(sorted.size() - 1, (int) (share * sorted.size())));
    }
}
