package io.steadycast.netsim.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Locale;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Small files in every format, made by hand, and what they mean. */
final class TraceFormatsTest {
    private static final TraceOptions AS_IS = TraceOptions.DEFAULT.withCorrection(null);

    @Test
    void mahimahiRepeatsAreGrants() {
        Trace trace = Traces.read("car.up", "5\n5\n7\n\n500\n1000\n", AS_IS);
        assertThat(trace.format()).isEqualTo(TraceFormat.MAHIMAHI);
        assertThat(trace.direction()).isEqualTo(TraceDirection.UP);
        Opportunities grants = Objects.requireNonNull(trace.opportunities());
        assertThat(grants.toArray()).containsExactly(5_000_000, 5_000_000, 7_000_000, 500_000_000, 1_000_000_000);
        assertThat(grants.periodNs()).isEqualTo(1_000_000_000);
        assertThat(grants.meanBps()).isEqualTo(5 * 1500 * 8.0);
        assertThat(grants.longestGapNs()).isEqualTo(500_000_000);
        assertThat(trace.missing())
                .contains(Missing.RTT, Missing.LOSS, Missing.QUEUE)
                .doesNotContain(Missing.CAPACITY);
    }

    @Test
    void sabreStepsAreGoodputAndLatencyIsFiller() {
        String json = """
                [ {"duration_ms": 1000, "bandwidth_kbps": 800, "latency_ms": 100},
                  {"duration_ms": 500, "bandwidth_kbps": 0, "latency_ms": 100} ]
                """;
        Trace trace = Traces.read("a.json", json, AS_IS);
        assertThat(trace.format()).isEqualTo(TraceFormat.SABRE);
        assertThat(trace.direction()).isEqualTo(TraceDirection.DOWN);
        assertThat(rate(trace).at(999_999_999)).isEqualTo(800_000);
        assertThat(rate(trace).at(1_000_000_000)).isZero();
        assertThat(rate(trace).durationNs()).isEqualTo(1_500_000_000);
        assertThat(trace.rttMs()).isNull();
        assertThat(trace.missing()).contains(Missing.CAPACITY, Missing.RTT);
    }

    @Test
    void iperfTakesTheSumsAndTheDirectionOfTheTest() {
        String json = """
                {"start": {"test_start": {"protocol": "UDP", "reverse": %d}},
                 "intervals": [
                  {"sum": {"seconds": 1, "bits_per_second": 9e6, "omitted": true}},
                  {"sum": {"seconds": 0.5, "bits_per_second": 1e6, "lost_percent": 10, "omitted": false}},
                  {"sum": {"seconds": 0.5, "bits_per_second": 3e6, "lost_percent": 0, "omitted": false}}]}
                """;
        Trace down = Traces.read("i.json", String.format(Locale.ROOT, json, 1), AS_IS);
        assertThat(down.format()).isEqualTo(TraceFormat.IPERF3);
        assertThat(down.direction()).isEqualTo(TraceDirection.DOWN);
        assertThat(rate(down).mean()).isEqualTo(2e6);
        assertThat(Objects.requireNonNull(down.lossFraction()).at(0)).isEqualTo(0.1);
        assertThat(down.notes())
                .anyMatch(note -> note.contains("1 omitted"))
                .anyMatch(note -> note.contains("receiver"));
        assertThat(Traces.read("i.json", String.format(Locale.ROOT, json, 0), AS_IS)
                        .direction())
                .isEqualTo(TraceDirection.UP);
    }

    @Test
    void alphaRtcKeepsWhatAStepLeavesOut() {
        String json = """
                {"type": "video", "downlink": {}, "uplink": {"trace_pattern": [
                  {"duration": 1000, "capacity": 500, "loss": 0.1, "rtt": 80, "jitter": 5},
                  {"capacity": 300},
                  {"duration": 200, "capacity": 0, "loss": 1}]}}
                """;
        Trace trace = Traces.read("g.json", json, AS_IS);
        assertThat(trace.format()).isEqualTo(TraceFormat.ALPHARTC);
        assertThat(trace.direction()).isEqualTo(TraceDirection.UP);
        assertThat(rate(trace).durationNs()).isEqualTo(2_200_000_000L);
        assertThat(rate(trace).at(1_500_000_000L)).isEqualTo(300_000);
        assertThat(Objects.requireNonNull(trace.rttMs()).at(2_100_000_000L)).isEqualTo(80);
        assertThat(Objects.requireNonNull(trace.lossFraction()).at(1_500_000_000L))
                .isEqualTo(0.1);
        assertThat(Objects.requireNonNull(trace.jitterMs()).at(0)).isEqualTo(5);
        assertThat(trace.missing()).doesNotContain(Missing.CAPACITY, Missing.LOSS, Missing.RTT);
    }

    @Test
    void netemTraceKnowsBothWritingsOfItsUnits() {
        String plain = """
                {"RepeatedBwPatternConfig": {"count": 2, "pattern": [
                  {"StaticBwConfig": {"bw": {"gbps": 0, "bps": 12000000}, "duration": {"secs": 1, "nanos": 500000000}}},
                  {"StaticBwConfig": {"bw": "24Mbps", "duration": "1s 500ms"}}]}}
                """;
        Trace trace = Traces.read("n.json", plain, AS_IS);
        assertThat(trace.format()).isEqualTo(TraceFormat.NETEM_TRACE);
        assertThat(rate(trace).durationNs()).isEqualTo(6_000_000_000L);
        assertThat(rate(trace).mean()).isEqualTo(18e6);
        Trace steps = Traces.read("n.json", "{\"TraceBwConfig\": [[2, [12, 24]], [1, [1.5]]]}", AS_IS);
        assertThat(rate(steps).durationNs()).isEqualTo(5_000_000);
        assertThat(rate(steps).at(4_500_000)).isEqualTo(1.5e6);
    }

    /** Loss 0.1, after a loss 0.2: runs of 1/(1 - 0.2), gaps of 1/0.1. */
    @Test
    void netemTraceLossPatternsBecomeMeanAndBurst() {
        Trace trace = Traces.read(
                "n.json",
                "{\"StaticLossConfig\": {\"loss\": [0.1, 0.2], \"duration\": {\"secs\": 9, \"nanos\": 0}}}",
                AS_IS);
        assertThat(Objects.requireNonNull(trace.meanBurstPackets()).at(0)).isCloseTo(1.25, within(1e-12));
        assertThat(Objects.requireNonNull(trace.lossFraction()).at(0)).isCloseTo(1.25 / 11.25, within(1e-12));
        Trace longer = Traces.read("n.json", "{\"StaticLossConfig\": {\"loss\": [0.1, 0.5, 0.2]}}", AS_IS);
        assertThat(Objects.requireNonNull(longer.meanBurstPackets()).at(0)).isCloseTo(1.625, within(1e-12));
    }

    @Test
    void nyuHasAUnitInEveryLine() {
        Trace trace = Traces.read("n.csv", "1.5,Mbits/sec\n250,Kbits/sec\n\n12,bits/sec\n", AS_IS);
        assertThat(trace.format()).isEqualTo(TraceFormat.NYU);
        assertThat(rate(trace).value(0)).isEqualTo(1.5e6);
        assertThat(rate(trace).value(1)).isEqualTo(250e3);
        assertThat(rate(trace).value(2)).isEqualTo(12);
        Trace many = Traces.read("m.txt", "2,10,0,-77,-16,1,0,2100\n3.5,9,1,67.0,14,1,0,1900\n", AS_IS);
        assertThat(many.format()).isEqualTo(TraceFormat.NYU_MULTIVARIATE);
        assertThat(many.marks()).containsExactly(new Mark(1_000_000_000, Mark.Kind.CELL));
    }

    @Test
    void uccMergesDoubleSecondsAndCutsIdleRows() {
        String csv = """
                Timestamp,CellID,NetworkMode,DL_bitrate,UL_bitrate,State
                2020.01.01_10.00.00,1,5G,1000,900,D
                2020.01.01_10.00.00,1,5G,3000,900,D
                2020.01.01_10.00.01,2,5G,500,900,D
                2020.01.01_10.00.03,2,LTE,0,900,I
                2020.01.01_10.00.04,2,LTE,700,900,D
                """;
        Trace trace = Traces.read("u.csv", csv, AS_IS);
        assertThat(trace.format()).isEqualTo(TraceFormat.UCC);
        assertThat(rate(trace).at(0)).isEqualTo(2e6);
        assertThat(rate(trace).at(2_500_000_000L)).isEqualTo(500e3);
        assertThat(rate(trace).at(3_500_000_000L)).isEqualTo(700e3);
        assertThat(rate(trace).durationNs()).isEqualTo(4_000_000_000L);
        assertThat(trace.marks())
                .containsExactly(
                        new Mark(1_000_000_000, Mark.Kind.CELL), new Mark(3_000_000_000L, Mark.Kind.TECHNOLOGY));
    }

    @Test
    void autobahnHasBothDirectionsAndCutsTheTimeBetweenRuns() {
        String csv = """
                timestamp_start_dl,download,timestamp_start_ul,upload
                2024-04-19 16:23:00.001039872,17.5,2024-04-19 16:23:00.000116224,12
                2024-04-19 16:23:01.001039872,0.0,2024-04-19 16:23:01.000116224,0
                2024-04-19 16:24:01.001039872,20,2024-04-19 16:24:01.000116224,3
                """;
        Trace down = Traces.read("a.csv", csv, AS_IS);
        assertThat(down.format()).isEqualTo(TraceFormat.AUTOBAHN);
        assertThat(rate(down).mean()).isEqualTo(12.5e6);
        assertThat(rate(down).durationNs()).isEqualTo(3_000_000_000L);
        assertThat(down.marks()).containsExactly(new Mark(2_000_000_000L, Mark.Kind.SEAM));
        Trace up = Traces.read("a.csv", csv, AS_IS.withDirection(TraceDirection.UP));
        assertThat(rate(up).mean()).isEqualTo(5e6);
    }

    @Test
    void pingsWithoutReplyAreLosses() {
        Trace starlink =
                Traces.read("p.txt", "1694478364.10\t1\t97.4\n1694478364.30\t2\t-1\n1694478364.50\t3\t94.5\n", AS_IS);
        assertThat(starlink.format()).isEqualTo(TraceFormat.STARLINK_PING);
        assertThat(starlink.direction()).isEqualTo(TraceDirection.ROUND_TRIP);
        assertThat(starlink.lost()).hasSize(1);
        assertThat(starlink.lost().getFirst().lengthNs() / 1e6).isCloseTo(200, within(0.01));
        assertThat(Objects.requireNonNull(starlink.rttMs()).at(300_000_000)).isEqualTo(97.4);
        assertThat(starlink.missing()).contains(Missing.ONE_WAY, Missing.RATE).doesNotContain(Missing.LOSS);

        StringBuilder leo = new StringBuilder();
        for (int i = 0; i < 20; i++) {
            long atNs = 1_734_546_419_040_668_928L + i * 20_000_000L + (i >= 10 ? 500_000_000L : 0);
            leo.append(atNs).append(",17.8\n");
        }
        Trace gap = Traces.read("l.csv", leo.toString(), AS_IS);
        assertThat(gap.format()).isEqualTo(TraceFormat.LEO);
        assertThat(gap.lost()).containsExactly(new Interval(200_000_000, 700_000_000));
    }

    @Test
    void cicv5gDelaysAreStallsNotLosses() {
        String text = """
                pub_time(ms) sub_time(ms) delay(ms) utmX(m)
                1722584771162 1722584771194 32 329239.1
                1722584771216 1722584771233 517 329239.1 trailing columns vary
                """;
        Trace trace = Traces.read("c.txt", text, AS_IS);
        assertThat(trace.format()).isEqualTo(TraceFormat.CICV5G);
        assertThat(Objects.requireNonNull(trace.rttMs()).value(1)).isEqualTo(517);
        assertThat(trace.lost()).isEmpty();
        assertThat(trace.missing()).contains(Missing.LOSS);
    }

    @Test
    void goodputIsCorrectedUnlessToldOtherwise() {
        StringBuilder csv = new StringBuilder();
        for (int i = 0; i < 200; i++) {
            csv.append(i == 7 ? "900,Mbits/sec\n" : i >= 50 && i < 53 ? "30,Kbits/sec\n" : "10,Mbits/sec\n");
        }
        Trace trace = Traces.read("n.csv", csv.toString(), TraceOptions.DEFAULT.withScale(0.5));
        assertThat(rate(trace).at(0)).isCloseTo(5.35e6, within(1.0));
        assertThat(rate(trace).at(7_500_000_000L)).as("peak clamped").isCloseTo(5.35e6, within(1.0));
        assertThat(rate(trace).at(51_000_000_000L)).as("trickle").isZero();
        assertThat(trace.notes()).anyMatch(note -> note.contains("x1.07")).anyMatch(note -> note.contains("x0.5"));
        assertThat(rate(Traces.read("n.csv", csv.toString(), AS_IS)).at(51_000_000_000L))
                .isEqualTo(30e3);
    }

    @Test
    void scalingOpportunitiesKeepsTheirGaps() {
        StringBuilder stamps = new StringBuilder();
        for (int i = 1; i <= 1000; i++) {
            stamps.append(i <= 500 ? i : i + 2000).append('\n');
        }
        Opportunities twice = Objects.requireNonNull(
                Traces.read("m", stamps.toString(), AS_IS.withScale(2)).opportunities());
        assertThat(twice.count()).isEqualTo(2000);
        assertThat(twice.longestGapNs()).isEqualTo(2_001_000_000L);
        Opportunities half = Objects.requireNonNull(
                Traces.read("m", stamps.toString(), AS_IS.withScale(0.5)).opportunities());
        assertThat(half.count()).isEqualTo(500);
        assertThat(half.periodNs()).isEqualTo(3_000_000_000L);
    }

    private static Steps rate(Trace trace) {
        return Objects.requireNonNull(trace.rateBps());
    }
}
