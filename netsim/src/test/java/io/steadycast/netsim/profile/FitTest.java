package io.steadycast.netsim.profile;

import static org.assertj.core.api.Assertions.assertThat;

import io.steadycast.netsim.link.Link;
import io.steadycast.netsim.link.PathModel;
import io.steadycast.netsim.link.spec.Direction;
import io.steadycast.netsim.trace.SharedTraces;
import io.steadycast.netsim.trace.Steps;
import io.steadycast.netsim.trace.Trace;
import io.steadycast.netsim.trace.TraceDirection;
import io.steadycast.netsim.trace.TraceOptions;
import io.steadycast.netsim.trace.Traces;
import java.util.Objects;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How near the synthetic fits come to the recordings that they stand for; the tables in docs/netsim/profiles.md are of this test. */
final class FitTest {
    private static final long SECOND_NS = 1_000_000_000L;
    private static final long RUN_NS = 1_200 * SECOND_NS;

    @ParameterizedTest
    @EnabledIf("io.steadycast.netsim.trace.SharedTraces#present")
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
        TraceOptions options = TraceOptions.DEFAULT
                .withCorrection(null)
                .withScale(scale)
                .withDirection(direction == Direction.UP ? TraceDirection.UP : TraceDirection.DOWN);
        Trace trace = Traces.read(SharedTraces.file(file), options);
        Steps recorded = Objects.requireNonNull(trace.binnedRateBps(SECOND_NS));
        Steps fitted = rate(profile, direction);
        String both = profile + " " + direction + ": mean, p50, p95 in Mbit/s: recorded " + shown(recorded)
                + ", fitted " + shown(fitted);
        assertThat(fitted.mean()).as(both).isBetween(0.75 * recorded.mean(), 1.25 * recorded.mean());
        assertThat(fitted.quantile(0.5)).as(both).isBetween(0.6 * recorded.quantile(0.5), 1.7 * recorded.quantile(0.5));
        assertThat(fitted.quantile(0.95))
                .as(both)
                .isBetween(0.6 * recorded.quantile(0.95), 1.4 * recorded.quantile(0.95));
    }

    private static String shown(Steps steps) {
        return Bounds.shortly(steps.mean() / 1e6) + ", " + Bounds.shortly(steps.quantile(0.5) / 1e6) + ", "
                + Bounds.shortly(steps.quantile(0.95) / 1e6);
    }

    /** What a second of the fitted direction can carry, outages included. */
    private static Steps rate(String profile, Direction direction) {
        PathModel<Long> model =
                new PathModel<>(new Link.Start(0, 7), Profiles.byName(profile).path(), fate -> {});
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
