package io.steadycast.live;

import io.steadycast.live.browser.Page;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/**
 * Immutable. What a host's browser has sent of its video, up to a moment or between two.
 *
 * @param ms by the browser's clock
 * @param bytes of each layer, lowest first, headers and resends left out
 * @param frames of each layer
 */
record HostSent(double ms, List<Double> bytes, List<Double> frames) {
    HostSent {
        bytes = List.copyOf(bytes);
        frames = List.copyOf(frames);
    }

    static HostSent of(Page host) {
        JsonNode told = host.run("""
                const sent = (await kit.stats(session)).outbound.filter(s => s.kind === 'video');
                sent.sort((a, b) => a.frameHeight - b.frameHeight);
                return {
                  ms: Date.now(),
                  bytes: sent.map(s => s.bytesSent - s.retransmittedBytesSent),
                  frames: sent.map(s => s.framesSent),
                };
                """);
        return new HostSent(told.path("ms").asDouble(), numbers(told.path("bytes")), numbers(told.path("frames")));
    }

    private static List<Double> numbers(JsonNode array) {
        return array.valueStream().map(JsonNode::asDouble).toList();
    }

    HostSent since(HostSent before) {
        return new HostSent(ms - before.ms, growth(before.bytes, bytes), growth(before.frames, frames));
    }

    private static List<Double> growth(List<Double> before, List<Double> after) {
        List<Double> grown = new ArrayList<>();
        for (int i = 0; i < Math.min(before.size(), after.size()); i++) {
            grown.add(after.get(i) - before.get(i));
        }
        return grown;
    }

    List<Double> kbps() {
        return bytes.stream().map(all -> all * 8 / ms).toList();
    }

    /** Of the layer with the fewest: whether the host's encoder kept up. */
    double fps() {
        return 1_000
                / ms
                * frames.stream().mapToDouble(Double::doubleValue).min().orElse(0);
    }
}
