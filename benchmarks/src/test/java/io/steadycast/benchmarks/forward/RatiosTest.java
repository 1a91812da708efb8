package io.steadycast.benchmarks.forward;

import static org.assertj.core.api.Assertions.assertThat;

import io.steadycast.benchmarks.floor.Floor;
import io.steadycast.benchmarks.process.GcPauses;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class RatiosTest {

    private static Row row(String server, int viewers, double cores, double p99Ms) {
        return new Row(
                server,
                1,
                viewers,
                new Row.Packets(1_000_000, 1_000_000, 0, 0),
                10,
                cores,
                0.1,
                new Row.Latency(1, p99Ms, 2 * p99Ms, 3 * p99Ms),
                0.5,
                100_000_000,
                new GcPauses(0, 0),
                "");
    }

    private static ForwardRun.Result result(String server, int carried, String ended, Row... rows) {
        return new ForwardRun.Result(server, server, List.of(rows), carried, OptionalInt.empty(), ended);
    }

    @Test
    void oursBesideThePeerAndTheFloor() {
        ForwardRun.Result ours = result("ours", 600, "", row("ours", 50, 0.4, 2), row("ours", 100, 0.6, 3));
        ForwardRun.Result peer = result("peer", 200, "", row("peer", 100, 1.0, 12));
        assertThat(row("ours", 50, 0.4, 2).costUs()).isEqualTo(4.0);
        assertThat(Ratios.lines(List.of(ours, peer), new Floor(2, 2, 2, 2, 0, 0)))
                .containsExactly(
                        "ours / peer at 100 viewers: CPU per packet 0.60, P99 0.25",
                        "ours / peer: viewers carried 3.00",
                        "floor, us/packet: sendto 2.00, sendmmsg(32) 2.00, segments of 5 2.00, audio 2.00, GCM 0.00 and 0.00;"
                                + " this mix 2.00",
                        "ours / floor at 50 viewers: 2.00",
                        "ours / floor at 100 viewers: 3.00");
    }

    @Test
    void aGeneratorAtItsEndNeverMakesALimit() {
        ForwardRun.Result ours = result("ours", 600, "generator-limited at 800");
        ForwardRun.Result peer = result("peer", 200, "");
        assertThat(Ratios.lines(List.of(ours, peer), null))
                .containsExactly("ours / peer: viewers carried 3.00 at least");
        assertThat(Ratios.lines(List.of(peer, ours), null)).isEmpty();
    }

    @Test
    void lossOrAQueueIsNotCarried() {
        assertThat(row("ours", 50, 0.4, 19.9).carried()).isTrue();
        assertThat(row("ours", 50, 0.4, 20).carried()).isFalse();
        assertThat(new Row.Packets(1_000, 998, 0, 0).loss()).isEqualTo(0.002);
    }

    @Test
    void theFileHasAllOfIt() {
        ForwardRun.Result ours = result("ours", 600, "", row("ours", 50, 0.4, 2));
        assertThat(ForwardJson.tree(List.of(ours), null).toString())
                .contains("\"viewersCarried\":600", "\"cpuUsPerPacket\":4.0", "\"p99Ms\":2.0", "\"ratios\":[]");
    }
}
