package io.steadycast.benchmarks.forward;

import io.steadycast.benchmarks.floor.Floor;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Pure. The first result beside the others and beside the floor: ratios within one run are what may be compared. */
final class Ratios {
    private Ratios() {}

    static List<String> lines(List<ForwardRun.Result> results, @Nullable Floor floor) {
        List<String> lines = new ArrayList<>();
        ForwardRun.Result ours = results.getFirst();
        for (ForwardRun.Result peer : results.subList(1, results.size())) {
            for (Row row : ours.rows()) {
                same(peer, row)
                        .ifPresent(other -> lines.add(String.format(
                                Locale.ROOT,
                                "%s / %s at %d viewers: CPU per packet %.2f, P99 %.2f",
                                row.server(),
                                other.server(),
                                row.viewers(),
                                row.costUs() / other.costUs(),
                                row.latency().p99Ms() / other.latency().p99Ms())));
            }
            if (peer.carried() > 0 && peer.ended().isEmpty()) {
                lines.add(String.format(
                        Locale.ROOT,
                        "%s / %s: viewers carried %.2f%s",
                        ours.server(),
                        peer.server(),
                        ours.carried() / (double) peer.carried(),
                        ours.ended().isEmpty() ? "" : " at least"));
            }
        }
        if (floor != null) {
            lines.add(String.format(
                    Locale.ROOT,
                    "floor, us/packet: sendto %.2f, sendmmsg(32) %.2f, segments of 5 %.2f, audio %.2f, GCM %.2f and %.2f; this mix %.2f",
                    floor.sendtoUs(),
                    floor.sendmmsgUs(),
                    floor.segmentedUs(),
                    floor.audioUs(),
                    floor.videoCipherUs(),
                    floor.audioCipherUs(),
                    floor.mixedUs()));
            for (Row row : ours.rows()) {
                lines.add(String.format(
                        Locale.ROOT,
                        "%s / floor at %d viewers: %.2f",
                        row.server(),
                        row.viewers(),
                        row.costUs() / floor.mixedUs()));
            }
        }
        return lines;
    }

    private static Optional<Row> same(ForwardRun.Result peer, Row row) {
        return peer.rows().stream()
                .filter(other -> other.viewers() == row.viewers() && other.publishers() == row.publishers())
                .findFirst();
    }
}
