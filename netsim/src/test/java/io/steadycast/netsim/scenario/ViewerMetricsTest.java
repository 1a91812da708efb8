package io.steadycast.netsim.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.steadycast.abr.control.ControlSample;
import io.steadycast.netsim.endpoint.PacketKind;
import io.steadycast.netsim.endpoint.RepairReport;
import io.steadycast.netsim.endpoint.Reports;
import io.steadycast.netsim.endpoint.Traffic;
import io.steadycast.netsim.endpoint.VideoReport;
import io.steadycast.netsim.scenario.Course.Column;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Every definition of docs/netsim/metrics.md against numbers worked out by hand. */
final class ViewerMetricsTest {
    private static final long S = 1_000_000_000L;

    private static MetricValues of(Reports reports, long warmUpNs, ControlSample.@Nullable Sent sent, Course course) {
        return ViewerMetrics.of(
                new ViewerMetrics.Observed(reports.build(), course, sent, Ladder.MEASURED, null),
                new Scenario.Timing(60 * S, warmUpNs));
    }

    private static MetricValues of(Reports reports) {
        return of(reports, 0, null, Course.NONE);
    }

    @Test
    void stallRatioSumsWholeGapsOverTheTimeSinceTheFirstPicture() {
        // 59.5 s watched; gaps of 250, 450 and 600 ms.
        MetricValues values = of(new Reports().gaps(10_000, 250, 20_000, 450, 30_000, 600));
        assertThat(values.value(Metric.STALL_200)).isCloseTo(100 * 1.3 / 59.5, within(1e-9));
        assertThat(values.value(Metric.STALL_400)).isCloseTo(100 * 1.05 / 59.5, within(1e-9));
        assertThat(values.value(Metric.STALL_500)).isCloseTo(100 * 0.6 / 59.5, within(1e-9));
        assertThat(values.value(Metric.GAPS_200)).isEqualTo(3);
        assertThat(values.value(Metric.STALL_FREE)).isZero();
    }

    @Test
    void warmUpLeavesOutWhatCameBefore() {
        // First picture after 0.5 s, so that counting starts at 3.5 s: the second gap reaches 0.3 s into it.
        MetricValues values = of(new Reports().gaps(1_000, 900, 3_200, 600), 3 * S, null, Course.NONE);
        assertThat(values.value(Metric.STALL_200)).isCloseTo(100 * 0.3 / 56.5, within(1e-9));
        assertThat(values.value(Metric.GAPS_200)).isEqualTo(1);
    }

    @Test
    void whoNeverSawAPictureStalledAllTheTime() {
        MetricValues values = of(new Reports().firstFrameMs(-1).rendered(0));
        assertThat(values.value(Metric.STALL_200)).isEqualTo(100);
        assertThat(values.value(Metric.STALL_FREE)).isZero();
        assertThat(values.value(Metric.START_1S)).isZero();
        assertThat(values.has(Metric.FIRST_FRAME)).isFalse();
        assertThat(values.value(Metric.QOE)).isZero();
    }

    @Test
    void freezesPausesAndFramesComeFromTheReceiver() {
        MetricValues values = of(new Reports().freezes(new VideoReport.Freezes(4, 1_500_000_000L, 1, 6 * S, 6 * S)));
        assertThat(values.value(Metric.FREEZE_COUNT)).isEqualTo(4);
        assertThat(values.value(Metric.FREEZE_DURATION)).isEqualTo(1.5);
        assertThat(values.value(Metric.PAUSE_COUNT)).isEqualTo(1);
        assertThat(values.value(Metric.MEAN_FPS)).isCloseTo(1_500 / 59.5, within(1e-9));
        assertThat(values.value(Metric.HARMONIC_FPS)).isEqualTo(24);
        assertThat(values.value(Metric.FIRST_FRAME)).isEqualTo(500);
        assertThat(values.value(Metric.START_1S)).isEqualTo(100);
        assertThat(values.value(Metric.DELAY_P95)).isEqualTo(450);
        assertThat(values.value(Metric.AUDIO_RESIDUAL)).isCloseTo(1, within(1e-9));
        assertThat(values.value(Metric.KEYFRAME_SHARE)).isCloseTo(0.2, within(1e-9));
    }

    @Test
    void overheadIsWhatWasSentNotWhatArrived() {
        Map<PacketKind, Traffic> received =
                Map.of(PacketKind.VIDEO, new Traffic(100, 100_000), PacketKind.RTX, new Traffic(10, 10_000));
        ControlSample.Sent sent = new ControlSample.Sent(10_000, 190_000, 30_000, 10_000, 40_000, 20_000, 50_000);
        assertThat(of(new Reports().traffic(received), 0, sent, Course.NONE).value(Metric.OVERHEAD))
                .isCloseTo(50, within(1e-9));
        assertThat(of(new Reports().traffic(received), 0, sent, Course.NONE).value(Metric.RED_OVERHEAD))
                .isCloseTo(25, within(1e-9));
        assertThat(of(new Reports().traffic(received)).value(Metric.OVERHEAD)).isCloseTo(10, within(1e-9));
    }

    @Test
    void mediaCountsEachUsefulPacketOnceHoweverItCame() {
        // 1000 expected, 100 lost: 60 by RTX, 20 by FEC, 15 never, 5 late. 980 useful packets of 1000 bytes, and 60 kB
        // of audio.
        Map<PacketKind, Traffic> received = Map.of(
                PacketKind.VIDEO, new Traffic(900, 900_000),
                PacketKind.AUDIO, new Traffic(600, 60_000),
                PacketKind.RTX, new Traffic(80, 80_000),
                PacketKind.FEC, new Traffic(40, 40_000));
        Reports reports = new Reports().traffic(received).repair(new RepairReport(1_000, 100, 20, 60, 5, 15, 0, 20));
        Course course =
                new Course.Builder(600).fill(Column.CAPACITY_KBPS, 1_000).build();
        MetricValues values = of(reports, 0, null, course);
        assertThat(values.value(Metric.MEDIA_RATE)).isCloseTo((980_000 + 60_000) * 8 / 1000.0 / 60, within(1e-9));
        assertThat(values.value(Metric.RECEIVED_RATE)).isCloseTo(1_080_000 * 8 / 1000.0 / 60, within(1e-9));
        assertThat(values.value(Metric.NETWORK_LOSS)).isCloseTo(10, within(1e-9));
        assertThat(values.value(Metric.RESIDUAL_LOSS)).isCloseTo(2, within(1e-9));
        assertThat(values.value(Metric.USEFUL_REPAIR)).isCloseTo(100 * (60 + 20) / 120.0, within(1e-9));
        double wireKbps = (1_080_000 + 28 * 1_620) * 8 / 1000.0 / 60;
        assertThat(values.value(Metric.UTILISATION)).isCloseTo(100 * wireKbps / 1_000, within(1e-9));
        assertThat(values.value(Metric.MEDIA_UTILISATION))
                .isCloseTo(100 * values.value(Metric.MEDIA_RATE) / 900, within(1e-9));
    }

    @Test
    void qualityIsThatOfTheLayersShownLessStallsAndSwitches() {
        VideoReport.LayerTime low = new VideoReport.LayerTime(0, 240, 135, 375, 15 * S);
        VideoReport.LayerTime high = new VideoReport.LayerTime(2, 960, 540, 1_125, 45 * S);
        MetricValues values = of(new Reports().layers(6, low, high));
        double shown = (30 * 15 + 80 * 45) / 60.0;
        assertThat(values.value(Metric.SWITCHES)).isEqualTo(6);
        assertThat(values.value(Metric.QOE)).isCloseTo(shown - 0.5 * 6, within(1e-9));
        assertThat(values.value(Metric.FPS_270)).isCloseTo(1_125 / 59.5, within(1e-9));
    }

    @Test
    void framesMissAtTheRateOfTheTemporalLayersOnTheScreen() {
        Course.Builder course = new Course.Builder(30);
        for (int i = 0; i < 30; i++) {
            // A second of all 25, a second of T0 and T1 that lacks half of its 12.5, a second of nothing known.
            course.set(Column.FRAMES, i, i < 10 ? 2.5 : i < 20 ? 0.625 : 0);
            course.set(Column.TEMPORAL_LAYER, i, i < 10 ? 2 : i < 20 ? 1 : Double.NaN);
        }
        MetricValues values = of(new Reports(), 0, null, course.build());
        assertThat(values.value(Metric.DEADLINE_MISS)).isCloseTo(100 * 6.25 / 37.5, within(1e-6));
    }
}
