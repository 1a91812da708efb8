package io.steadycast.netsim.profile;

import static org.assertj.core.api.Assertions.assertThat;

import io.steadycast.netsim.link.Link;
import io.steadycast.netsim.link.PathModel;
import io.steadycast.netsim.link.spec.BaseDelay;
import io.steadycast.netsim.link.spec.Capacity;
import io.steadycast.netsim.link.spec.Direction;
import io.steadycast.netsim.link.spec.DirectionSpec;
import io.steadycast.netsim.link.spec.ExcessDelay;
import io.steadycast.netsim.link.spec.PathSpec;
import io.steadycast.netsim.trace.SharedTraces;
import io.steadycast.netsim.trace.Steps;
import io.steadycast.netsim.trace.Trace;
import io.steadycast.netsim.trace.TraceDirection;
import io.steadycast.netsim.trace.TraceOptions;
import io.steadycast.netsim.trace.Traces;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Objects;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How near the synthetic fits come to the recordings that they stand for; the tables in docs/netsim/profiles.md are of this test. */
final class FitTest {
    private static final long SECOND_NS = 1_000_000_000L;
    private static final long RUN_NS = 1_200 * SECOND_NS;

    @ParameterizedTest
    @CsvSource(textBlock = """
            in-rural-3g-fallback, UP,   1,   mahimahi-cellular/TMobile-UMTS-driving.up
            in-rural-3g-fallback, DOWN, 1,   mahimahi-cellular/TMobile-UMTS-driving.down
            id-outer-island-4g,   DOWN, 1.1, mahimahi-cellular/ATT-LTE-driving-2016.down
            th-5g-moving,         UP,   2,   mahimahi-cellular/ATT-LTE-driving-2016.up
            th-5g-moving,         DOWN, 1,   ucc-5g-ireland/Download/Driving/B_2020.02.14_12.58.17.csv
            hsr-5g-train,         UP,   1,   mahimahi-cellular/ATT-LTE-driving-2016.up
            hsr-5g-train,         DOWN, 1,   sabre-4g-lte-ghent/report_train_0003.json
            starlink-isl-africa,  DOWN, 1,   starlink-isl-mmsys24/downlink-isl-iperf3-0.1s-2m-2023-09-21-06-10-00.json
            starlink-in-motion,   UP,   1,   starlink-autobahn/throughput.csv
            starlink-in-motion,   DOWN, 1,   starlink-autobahn/throughput.csv
            """)
    void fitsComeNearTheirTraces(String profile, Direction direction, double scale, String file) {
        SharedTraces.require(getClass());
        TraceOptions options = TraceOptions.DEFAULT
                .withCorrection(null)
                .withScale(scale)
                .withDirection(direction == Direction.UP ? TraceDirection.UP : TraceDirection.DOWN);
        Trace trace = Traces.read(SharedTraces.file(file), options);
        Steps recorded = Objects.requireNonNull(trace.binnedRateBps(SECOND_NS));
        Steps fitted = rate(profile, direction);
        String both = profile + " " + direction + ": mean, p50, p95 in Mbit/s: recorded " + shown(recorded)
                + ", fitted " + shown(fitted);
        assertThat(fits(recorded, fitted)).as(both).isTrue();
    }

    private static boolean fits(Steps recorded, Steps fitted) {
        return within(fitted.mean(), recorded.mean(), 0.75, 1.25)
                && within(fitted.quantile(0.5), recorded.quantile(0.5), 0.6, 1.7)
                && within(fitted.quantile(0.95), recorded.quantile(0.95), 0.6, 1.4);
    }

    private static boolean within(double value, double of, double least, double most) {
        return value >= least * of && value <= most * of;
    }

    /** A trace made with known parameters: the yardstick accepts these, and refuses others. */
    @Test
    void theYardstickTellsRightFromWrong() {
        PathSpec known = path(5_000, 1_000, 12_000);
        StringBuilder json = new StringBuilder("[");
        Steps made = rate(known, 11);
        for (int i = 0; i < made.count(); i++) {
            json.append(i == 0 ? "" : ",")
                    .append("{\"duration_ms\": 1000, \"bandwidth_kbps\": ")
                    .append(Math.round(made.value(i) / 1e3))
                    .append(", \"latency_ms\": 100}");
        }
        Trace trace = Traces.read("made.json", json.append("]").toString(), TraceOptions.DEFAULT.withCorrection(null));
        Steps recorded = Objects.requireNonNull(trace.binnedRateBps(SECOND_NS));
        assertThat(recorded.mean()).isCloseTo(made.mean(), Assertions.within(1_000.0));
        assertThat(fits(recorded, rate(known, 12))).as("the same parameters").isTrue();
        assertThat(fits(recorded, rate(path(8_000, 1_000, 20_000), 12)))
                .as("another mean")
                .isFalse();
        assertThat(fits(recorded, rate(path(5_000, 4_900, 5_100), 12)))
                .as("another spread")
                .isFalse();
    }

    private static PathSpec path(long meanKbps, long minKbps, long maxKbps) {
        Capacity capacity = new Capacity.Ar1(meanKbps * 1_000, minKbps * 1_000, maxKbps * 1_000, 2 * SECOND_NS);
        return PathSpec.PLAIN.withDown(DirectionSpec.PLAIN.withCapacity(capacity));
    }

    /** What import fits to round trips: base, excess and its relaxation time come back. */
    @Test
    void roundTripsOfKnownParametersAreFound() {
        DirectionSpec way =
                DirectionSpec.PLAIN.withExcess(new ExcessDelay.Lognormal(6_000_000L, 24_000_000L, 400_000_000L));
        PathSpec known = PathSpec.symmetric(BaseDelay.ofRttMs(60), way);
        PathModel<Long> model = new PathModel<>(new Link.Start(0, 5), known, fate -> {});
        double[] rttMs = new double[60_000];
        Arrays.fill(rttMs, -1);
        for (long nowNs = 0; nowNs < 605 * SECOND_NS; nowNs += 1_000_000L) {
            for (Long sent = model.pollUp(nowNs); sent != null; sent = model.pollUp(nowNs)) {
                model.offerDown(model.up().arrived().outNs(), sent, 32, model.mapping());
            }
            for (Long sent = model.pollDown(nowNs); sent != null; sent = model.pollDown(nowNs)) {
                rttMs[(int) (sent / 10_000_000L)] = (model.down().arrived().outNs() - sent) / 1e6;
            }
            if (nowNs < 600 * SECOND_NS && nowNs % 10_000_000L == 0) {
                model.offerUp(nowNs, nowNs, 32);
            }
        }
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < rttMs.length; i++) {
            text.append(String.format(Locale.ROOT, "%.2f\t%d\t%.3f%n", 1.7e9 + i * 0.01, i, rttMs[i]));
        }
        Trace trace = Traces.read("made.txt", text.toString(), TraceOptions.DEFAULT);
        PathSpec found = Profiles.parse(
                        "made", TraceProfile.text(trace, Path.of("made.txt")).replaceAll("(?s)(up|down) \\{.*", ""))
                .at(Severity.P50)
                .path();
        assertThat(found.baseDelay().minRttNs() / 1e6).isBetween(60.0, 68.0);
        ExcessDelay.Lognormal excess = (ExcessDelay.Lognormal) found.up().excess();
        assertThat(excess.p50Ns() / 1e6).as("half each way").isBetween(4.5, 7.5);
        assertThat(excess.p95Ns() / 1e6).isBetween(14.0, 26.0);
        assertThat(excess.tauNs() / 1e6).isBetween(250.0, 550.0);
    }

    private static String shown(Steps steps) {
        return Bounds.shortly(steps.mean() / 1e6) + ", " + Bounds.shortly(steps.quantile(0.5) / 1e6) + ", "
                + Bounds.shortly(steps.quantile(0.95) / 1e6);
    }

    /** What a second of the fitted direction can carry, outages included. */
    private static Steps rate(String profile, Direction direction) {
        return rate(Profiles.byName(profile).path(), direction, 7);
    }

    private static Steps rate(PathSpec path, long seed) {
        return rate(path, Direction.DOWN, seed);
    }

    private static Steps rate(PathSpec path, Direction direction, long seed) {
        PathModel<Long> model = new PathModel<>(new Link.Start(0, seed), path, fate -> {});
        Link<Long> link = direction == Direction.UP ? model.up() : model.down();
        Steps.Builder steps = new Steps.Builder();
        long stepNs = 50_000_000L;
        for (long nowNs = 0; nowNs < RUN_NS; nowNs += stepNs) {
            link.poll(nowNs);
            steps.add((double) link.capacityBps(), stepNs);
        }
        return steps.build().binned(SECOND_NS);
    }
}
