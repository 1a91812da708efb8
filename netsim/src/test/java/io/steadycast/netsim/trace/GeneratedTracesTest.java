package io.steadycast.netsim.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.function.IntFunction;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Traces of ten minutes in every format, written here from known series, and read back: always there, unlike {@link SharedTracesTest}'s recordings. */
final class GeneratedTracesTest {
    private static final long SEED = Long.getLong("netsim.seed", 3);
    private static final int SECONDS = 600;
    private static final TraceOptions AS_IS = TraceOptions.DEFAULT.withCorrection(null);

    @TempDir
    private Path folder;

    private final double[] mbps = new double[SECONDS];
    private final double[] rttMs = new double[SECONDS];

    GeneratedTracesTest() {
        SplittableRandom random = new SplittableRandom(SEED);
        for (int i = 0; i < SECONDS; i++) {
            // Quarter megabits are whole in every unit, and whole grants a second.
            mbps[i] = 0.24 * random.nextInt(1, 60);
            rttMs[i] = 40 + random.nextInt(0, 120);
        }
    }

    @ParameterizedTest
    @EnumSource(TraceFormat.class)
    void comesBackWithItsRatesOrRoundTrips(TraceFormat format) throws IOException {
        boolean pings = switch (format) {
            case STARLINK_PING, LEO, CICV5G -> true;
            default -> false;
        };
        Path file = Files.writeString(folder.resolve("generated-" + format.id() + ".txt"), text(format));
        Trace trace = Traces.read(file, AS_IS);
        String about = format + ", again with -Dnetsim.seed=" + SEED;
        assertThat(trace.format()).as(about).isEqualTo(format);
        assertThat(trace.durationNs() / 1e9).as(about).isCloseTo(SECONDS, within(1.5));
        if (pings) {
            Steps rtt = Objects.requireNonNull(trace.rttMs());
            assertThat(rtt.mean()).as(about).isCloseTo(mean(rttMs), within(1.0));
            assertThat(rtt.quantile(0.95)).as(about).isBetween(145.0, 160.0);
            assertThat(trace.missing()).contains(Missing.RATE);
            return;
        }
        Steps rate = Objects.requireNonNull(trace.binnedRateBps(1_000_000_000L));
        assertThat(rate.mean() / 1e6).as(about).isCloseTo(mean(mbps), within(0.02 * mean(mbps)));
        for (int i = 1; i < SECONDS - 1; i++) {
            assertThat(rate.at(i * 1_000_000_000L + 500_000_000L) / 1e6)
                    .as(about + ", second " + i)
                    .isCloseTo(mbps[i], within(0.02));
        }
    }

    private static double mean(double[] values) {
        double sum = 0;
        for (double value : values) {
            sum += value;
        }
        return sum / values.length;
    }

    private String text(TraceFormat format) {
        return switch (format) {
            case MAHIMAHI -> grants();
            case SABRE ->
                "["
                        + joined(i -> String.format(
                                Locale.ROOT,
                                "{\"duration_ms\": 1000, \"bandwidth_kbps\": %.0f, \"latency_ms\": 100}",
                                mbps[i] * 1e3))
                        + "]";
            case IPERF3 ->
                "{\"start\": {\"test_start\": {\"protocol\": \"TCP\", \"reverse\": 1}}, \"intervals\": ["
                        + joined(i -> String.format(
                                Locale.ROOT,
                                "{\"sum\": {\"seconds\": 1, \"bits_per_second\": %.0f, \"omitted\": false}}",
                                mbps[i] * 1e6))
                        + "]}";
            case ALPHARTC ->
                "{\"type\": \"video\", \"downlink\": {}, \"uplink\": {\"trace_pattern\": ["
                        + joined(i ->
                                String.format(Locale.ROOT, "{\"duration\": 1000, \"capacity\": %.0f}", mbps[i] * 1e3))
                        + "]}}";
            case NETEM_TRACE ->
                "{\"RepeatedBwPatternConfig\": {\"count\": 1, \"pattern\": ["
                        + joined(i -> String.format(
                                Locale.ROOT,
                                "{\"StaticBwConfig\": {\"bw\": {\"gbps\": 0, \"bps\": %.0f}, \"duration\": {\"secs\": 1, \"nanos\": 0}}}",
                                mbps[i] * 1e6))
                        + "]}}";
            case NYU -> lines("", i -> String.format(Locale.ROOT, "%.2f,Mbits/sec", mbps[i]));
            case NYU_MULTIVARIATE -> lines("", i -> String.format(Locale.ROOT, "%.2f,10,0,-77,-16,1,0,2100", mbps[i]));
            case UCC ->
                lines(
                        "Timestamp,CellID,NetworkMode,DL_bitrate,UL_bitrate,State",
                        i -> String.format(
                                Locale.ROOT, "2020.01.01_10.%02d.%02d,1,5G,%.0f,900,D", i / 60, i % 60, mbps[i] * 1e3));
            case AUTOBAHN ->
                lines("timestamp_start_dl,download,timestamp_start_ul,upload", i -> {
                    String at = String.format(Locale.ROOT, "2024-04-19 16:%02d:%02d.001039872", i / 60, i % 60);
                    return at + String.format(Locale.ROOT, ",%.2f,", mbps[i]) + at + ",1";
                });
            case STARLINK_PING ->
                lines("", i -> String.format(Locale.ROOT, "%.2f\t%d\t%.1f", 1.694e9 + i, i, rttMs[i]));
            case LEO ->
                lines(
                        "",
                        i -> 1_734_546_419_000_000_000L
                                + i * 1_000_000_000L
                                + String.format(Locale.ROOT, ",%.1f", rttMs[i]));
            case CICV5G ->
                lines("pub_time(ms) sub_time(ms) delay(ms) utmX(m)", i -> {
                    long atMs = 1_722_584_771_000L + i * 1_000L;
                    return atMs + " " + (atMs + 20) + String.format(Locale.ROOT, " %.0f 329239.1", rttMs[i]);
                });
        };
    }

    /** As many grants of 1500 bytes in each second as carry its rate, evenly spread; the last stamp is the trace's length. */
    private String grants() {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < SECONDS; i++) {
            int count = (int) Math.round(mbps[i] * 1e6 / 12_000);
            for (int j = 1; j <= count; j++) {
                text.append(i * 1_000L + j * 999L / count).append('\n');
            }
        }
        return text.toString();
    }

    private static String joined(IntFunction<String> each) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < SECONDS; i++) {
            text.append(i == 0 ? "" : ",\n").append(each.apply(i));
        }
        return text.toString();
    }

    private static String lines(String head, IntFunction<String> each) {
        StringBuilder text = new StringBuilder(head.isEmpty() ? "" : head + "\n");
        for (int i = 0; i < SECONDS; i++) {
            text.append(each.apply(i)).append('\n');
        }
        return text.toString();
    }
}
