package io.steadycast.benchmarks.forward;

import io.steadycast.benchmarks.floor.Floor;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Pure but for the file. All figures of a run. */
final class ForwardJson {
    private static final JsonMapper JSON = new JsonMapper();

    private ForwardJson() {}

    static void write(List<ForwardRun.Result> results, @Nullable Floor floor, Path file) throws IOException {
        Files.writeString(
                file,
                JSON.writerWithDefaultPrettyPrinter().writeValueAsString(tree(results, floor)),
                StandardCharsets.UTF_8);
    }

    static ObjectNode tree(List<ForwardRun.Result> results, @Nullable Floor floor) {
        ObjectNode root = JSON.createObjectNode();
        ArrayNode servers = root.putArray("servers");
        for (ForwardRun.Result result : results) {
            ObjectNode server = servers.addObject();
            server.put("name", result.server());
            server.put("description", result.description());
            server.put("viewersCarried", result.carried());
            result.failed().ifPresent(failed -> server.put("viewersFailed", failed));
            server.put("ended", result.ended());
            ArrayNode rows = server.putArray("rows");
            result.rows().forEach(row -> add(rows.addObject(), row));
        }
        if (floor != null) {
            root.putObject("floorUs")
                    .put("sendto", floor.sendtoUs())
                    .put("sendmmsg", floor.sendmmsgUs())
                    .put("segmented", floor.segmentedUs())
                    .put("audio", floor.audioUs())
                    .put("videoCipher", floor.videoCipherUs())
                    .put("audioCipher", floor.audioCipherUs())
                    .put("mixed", floor.mixedUs());
        }
        ArrayNode ratios = root.putArray("ratios");
        Ratios.lines(results, floor).forEach(ratios::add);
        return root;
    }

    private static void add(ObjectNode node, Row row) {
        node.put("publishers", row.publishers());
        node.put("viewers", row.viewers());
        node.put("cpuUsPerPacket", row.costUs());
        node.put("expected", row.packets().expected());
        node.put("delivered", row.packets().delivered());
        node.put("otherPackets", row.packets().others());
        node.put("serverSocketDrops", row.packets().serverDrops());
        node.put("loss", row.packets().loss());
        node.put("seconds", row.seconds());
        node.put("serverCores", row.serverCores());
        node.put("generatorCores", row.generatorCores());
        node.put("p50Ms", row.latency().p50Ms());
        node.put("p99Ms", row.latency().p99Ms());
        node.put("p999Ms", row.latency().p999Ms());
        node.put("maxMs", row.latency().maxMs());
        node.put("hiccupP999Ms", row.hiccupP999Ms());
        node.put("residentBytes", row.residentBytes());
        node.put("gcPauses", row.pauses().count());
        node.put("gcLongestMs", row.pauses().longestMs());
        node.put("note", row.note());
    }
}
