package io.steadycast.netsim.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Published traces, where they lie next to the project; {@link GeneratedTracesTest} and {@link TraceFormatsTest} always run, with files of the same formats. */
final class SharedTracesTest {
    private static final TraceOptions AS_IS = TraceOptions.DEFAULT.withCorrection(null);

    @BeforeEach
    void recordingsAreThere() {
        SharedTraces.require(getClass());
    }

    @Test
    void everyFileIsRecognizedAndRead() throws IOException {
        int read = 0;
        for (Path file : files()) {
            Trace trace = Traces.read(file, TraceOptions.DEFAULT);
            assertThat(trace.durationNs()).as(file.toString()).isPositive();
            assertThat(trace.missing().contains(Missing.RATE)).isEqualTo(trace.rttMs() != null);
            read++;
        }
        assertThat(read).isGreaterThan(70);
    }

    @Test
    void meansAreThoseOfTheOrigins() {
        assertThat(meanMbps("mahimahi-cellular/ATT-LTE-driving-2016.down")).isCloseTo(4.56, within(0.01));
        assertThat(meanMbps("mahimahi-cellular/TMobile-UMTS-driving.up")).isCloseTo(0.94, within(0.01));
        assertThat(meanMbps("nyu-mets-lte-nyc/7Train1.csv")).isCloseTo(6.8, within(0.05));
        assertThat(meanMbps("nyu-mets-lte-nyc/bus62.csv")).isCloseTo(2.6, within(0.05));
        assertThat(meanMbps("starlink-isl-mmsys24/downlink-isl-iperf3-0.1s-2m-2023-09-21-06-10-00.json"))
                .isCloseTo(41.8, within(0.1));
        assertThat(meanMbps("starlink-autobahn/throughput.csv")).isCloseTo(218, within(1.0));
        Trace up = Traces.read(
                SharedTraces.file("starlink-autobahn/throughput.csv"), AS_IS.withDirection(TraceDirection.UP));
        assertThat(Objects.requireNonNull(up.rateBps()).mean() / 1e6).isCloseTo(15.6, within(0.1));
    }

    @Test
    void gapsAreThoseOfTheOrigins() {
        Opportunities att = Objects.requireNonNull(
                Traces.read(SharedTraces.file("mahimahi-cellular/ATT-LTE-driving-2016.up"), AS_IS)
                        .opportunities());
        assertThat(att.longestGapNs() / 1_000_000).isEqualTo(4061);
        assertThat(att.shareInGaps(200_000_000)).isCloseTo(0.13, within(0.01));
    }

    @Test
    void roundTripsAndLossAreThoseOfTheOrigins() {
        Trace lagos = Traces.read(
                SharedTraces.file("starlink-isl-mmsys24/isl-ping-gw-lagos-230911-172603-0.1s-60min.txt"), AS_IS);
        assertThat(Objects.requireNonNull(lagos.rttMs()).quantile(0.5))
                .as("by time: slow replies delay the next probe")
                .isCloseTo(118, within(1.0));
        assertThat(lagos.lost()).hasSize(169);
        Trace victoria = Traces.read(
                SharedTraces.file("starlink-victoria-leolivestreaming/bent_pipe_victoria_1_latency.csv"), AS_IS);
        assertThat(Objects.requireNonNull(victoria.rttMs()).durationNs() / 1_000_000_000L)
                .isCloseTo(800, within(5L));
    }

    private static double meanMbps(String file) {
        return Objects.requireNonNull(
                                Traces.read(SharedTraces.file(file), AS_IS).binnedRateBps(1_000_000_000L))
                        .mean()
                / 1e6;
    }

    private static List<Path> files() throws IOException {
        try (Stream<Path> files = Files.walk(SharedTraces.ROOT)) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> !file.toString().contains("README")
                            && !file.toString().contains("licenses")
                            && !file.endsWith("SHA256SUMS"))
                    .sorted()
                    .toList();
        }
    }
}
