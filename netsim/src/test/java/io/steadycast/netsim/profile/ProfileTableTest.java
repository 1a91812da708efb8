package io.steadycast.netsim.profile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.steadycast.netsim.link.spec.BaseDelay;
import io.steadycast.netsim.link.spec.Capacity;
import io.steadycast.netsim.link.spec.CrossTraffic;
import io.steadycast.netsim.link.spec.Direction;
import io.steadycast.netsim.link.spec.DirectionSpec;
import io.steadycast.netsim.link.spec.ExcessDelay;
import io.steadycast.netsim.link.spec.Happening;
import io.steadycast.netsim.link.spec.Loss;
import io.steadycast.netsim.link.spec.PathSpec;
import io.steadycast.netsim.link.spec.Span;
import io.steadycast.netsim.link.spec.TimedEvent;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The profiles whose worth is in their events, which no mean shows: their parts against the design's table. {@link ProfileLibraryTest} holds the other 18 by measurement. */
final class ProfileTableTest {
    private static final long MS = 1_000_000L;
    private static final long S = 1_000 * MS;

    private static PathSpec path(String name) {
        return Profiles.byName(name).path();
    }

    private static <T extends Happening> List<TimedEvent> events(PathSpec path, Class<T> kind) {
        return path.events().stream()
                .filter(event -> kind.isInstance(event.what()))
                .toList();
    }

    private static <T extends Happening> T only(PathSpec path, Class<T> kind) {
        return kind.cast(events(path, kind).getFirst().what());
    }

    private static double lossPct(DirectionSpec spec) {
        return 100 * spec.loss().stream().mapToDouble(Loss::mean).sum();
    }

    private static Stream<DirectionSpec> directions(PathSpec path) {
        return Stream.of(path.up(), path.down());
    }

    /** Base, rates where the table names constant ones, queues in ms at that rate, loss; 0 where the table leaves it to a trace. */
    @ParameterizedTest
    @CsvSource(textBlock = """
            vn-ftth-cable-cut, 45,  20000, 200,  40000, 200, 0.1
            th-5g-moving,      35,      0,   0,      0,   0, 0.2
            mx-dsl-wifi-bloat, 50,    700, 1500,     0, 500, 0.05
            sa-5g-mall,        30,  25000, 150, 200000, 150, 0.05
            ru-16k-cut,        50,  10000,   0,  30000,   0, 0.3
            hsr-5g-train,      45,      0,   0,      0,   0, 0.8
            cafe-wifi-stall,   40,   6000, 400,  20000, 250, 0.12
            roam-wifi-to-4g,   30,  10000,   0,  40000,   0, 0.2
            rfc8867-vac,      100,      0, 300,      0, 300, 0
            lab-clean,          0,      0,   0,      0,   0, 0
            """)
    void hasTheTablesParts(
            String name, long rttMs, long upKbps, long upQueueMs, long downKbps, long downQueueMs, double lossPct) {
        PathSpec path = path(name);
        assertThat(path.baseDelay()).isEqualTo(BaseDelay.ofRttMs(rttMs));
        direction(path.up(), upKbps, upQueueMs);
        direction(path.down(), downKbps, downQueueMs);
        directions(path).forEach(spec -> assertThat(lossPct(spec)).isCloseTo(lossPct, within(1e-9)));
    }

    private static void direction(DirectionSpec spec, long kbps, long queueMs) {
        if (kbps > 0) {
            assertThat(spec.capacity()).isEqualTo(Capacity.ofKbps(kbps));
        }
        if (queueMs > 0) {
            assertThat(spec.queue().limitBytes())
                    .isEqualTo(queueMs * spec.capacity().meanBps() / 8_000);
        }
    }

    /** Median and 95th percentile of the round trip's excess, which is half each way. */
    @ParameterizedTest
    @CsvSource(textBlock = """
            vn-ftth-cable-cut, 2, 15,  50
            th-5g-moving,      5, 60,  60
            mx-dsl-wifi-bloat, 2, 20,  30
            sa-5g-mall,        2, 12,  60
            ru-16k-cut,        4, 25, 100
            hsr-5g-train,     10, 120, 150
            cafe-wifi-stall,   2, 30,  40
            roam-wifi-to-4g,   3, 30, 100
            """)
    void wandersAsTheTableSays(String name, double p50Ms, double p95Ms, long tauMs) {
        directions(path(name))
                .forEach(spec -> assertThat(spec.excess())
                        .isEqualTo(new ExcessDelay.Lognormal(
                                Math.round(p50Ms / 2 * MS), Math.round(p95Ms / 2 * MS), tauMs * MS)));
    }

    @Test
    void aCableIsCutInOneStep() {
        PathSpec path = path("vn-ftth-cable-cut");
        Happening.BaseDelayStep step = only(path, Happening.BaseDelayStep.class);
        assertThat(step.deltaRttNs()).isEqualTo(85 * MS);
        assertThat(step.length()).isEqualTo(Span.FOREVER);
        assertThat(only(path, Happening.LossFor.class).p()).isCloseTo(0.019, within(1e-9));
    }

    @Test
    void a5gCarChangesCellsAndTechnology() {
        PathSpec path = path("th-5g-moving");
        assertThat(events(path, Happening.Handover.class).stream()
                        .map(event -> ((Happening.Handover) event.what()).hold()))
                .containsExactlyInAnyOrder(Span.ofMs(60), Span.ofMs(150));
        assertThat(only(path, Happening.Blackhole.class).length())
                .as("radio link failure")
                .isEqualTo(Span.ofMs(1_000, 3_000));
    }

    @Test
    void aBackupFillsTheUplinkAndWifiStalls() {
        PathSpec path = path("mx-dsl-wifi-bloat");
        TimedEvent backup = events(path, Happening.Cross.class).getFirst();
        assertThat(backup.direction()).isEqualTo(Direction.UP);
        assertThat(backup.when()).isEqualTo(new TimedEvent.When.Every(20 * S, 120 * S, 0));
        assertThat(((Happening.Cross) backup.what()).length()).isEqualTo(Span.ofMs(20_000));
        assertThat(((Happening.Cross) backup.what()).traffic()).isInstanceOf(CrossTraffic.Cubic.class);
        stalls(path);
    }

    private static void stalls(PathSpec path) {
        directions(path).forEach(spec -> {
            assertThat(spec.stalls().perMinute()).isEqualTo(1.8);
            assertThat(spec.stalls().hold()).isEqualTo(Span.ofMs(100, 250));
        });
    }

    @Test
    void blockageTakesTheRate() {
        List<TimedEvent> blockages = events(path("sa-5g-mall"), Happening.RateStep.class);
        assertThat(blockages).hasSize(2).allSatisfy(event -> {
            assertThat(event.when()).as("three a minute").isEqualTo(new TimedEvent.When.Poisson(20 * S));
            boolean up = event.direction() == Direction.UP;
            assertThat(event.what())
                    .isEqualTo(new Happening.RateStep(up ? 500_000 : 3_000_000, Span.ofMs(1_000, 4_000)));
        });
    }

    @Test
    void flowsAreCutOrUdpIsBlockedOrMobileDataIsShutDown() {
        Happening.FlowCut cut = only(path("ru-16k-cut"), Happening.FlowCut.class);
        assertThat(cut.afterBytes()).isEqualTo(16_384);
        assertThat(cut.afterPackets()).isEqualTo(12);
        assertThat(path("ru-16k-cut:p90").udpBlocked()).isTrue();
        assertThat(only(path("ru-16k-cut:p99"), Happening.Blackhole.class).length())
                .isEqualTo(Span.ofMs(600_000));
    }

    @Test
    void aTrainHandsOverOftenAndGoesThroughTunnels() {
        PathSpec path = path("hsr-5g-train");
        TimedEvent handover = events(path, Happening.Handover.class).getFirst();
        assertThat(handover.when()).isEqualTo(new TimedEvent.When.Every(8 * S, 8 * S, 7 * S));
        assertThat(((Happening.Handover) handover.what()).hold()).isEqualTo(Span.ofMs(100, 500));
        assertThat(events(path, Happening.Outage.class)).anySatisfy(tunnel -> {
            assertThat(tunnel.when()).isEqualTo(new TimedEvent.When.Poisson(240 * S));
            assertThat(((Happening.Outage) tunnel.what()).length()).isEqualTo(Span.ofMs(3_000, 20_000));
        });
        assertThat(events(path, Happening.NatRebinding.class).getFirst().probability())
                .isEqualTo(0.1);
    }

    @Test
    void aCafeSharesItsLinkAmongFourFlows() {
        PathSpec path = path("cafe-wifi-stall");
        int flows = 0;
        for (TimedEvent event : events(path, Happening.Cross.class)) {
            flows += ((CrossTraffic.Cubic) ((Happening.Cross) event.what()).traffic()).flows();
        }
        assertThat(flows).isEqualTo(4);
        stalls(path);
    }

    @Test
    void roamingChangesAddressRateAndRoundTrip() {
        PathSpec path = path("roam-wifi-to-4g");
        assertThat(only(path, Happening.Blackhole.class).length()).isEqualTo(Span.ofMs(300, 3_000));
        assertThat(only(path, Happening.NatRebinding.class).newAddress()).isTrue();
        assertThat(only(path, Happening.BaseDelayStep.class).deltaRttNs()).isEqualTo(40 * MS);
        assertThat(events(path, Happening.RateStep.class).stream()
                        .map(event -> ((Happening.RateStep) event.what()).rateBps()))
                .containsExactlyInAnyOrder(1_500_000L, 6_000_000L);
        assertThat(events(path, Happening.NatRebinding.class).getFirst().when())
                .isInstanceOfSatisfying(
                        TimedEvent.When.Every.class,
                        every -> assertThat(every.periodNs()).isEqualTo(120 * S));
    }

    @Test
    void theTestCaseChangesItsCapacityAsRfc8867Says() {
        directions(path("rfc8867-vac")).forEach(spec -> {
            Capacity.Steps steps = (Capacity.Steps) spec.capacity();
            assertThat(steps.steps())
                    .containsExactly(
                            new Capacity.Step(40 * S, 1_000_000),
                            new Capacity.Step(20 * S, 2_500_000),
                            new Capacity.Step(20 * S, 600_000),
                            new Capacity.Step(20 * S, 1_000_000));
            assertThat(((ExcessDelay.Bounded) spec.excess()).maxNs()).isEqualTo(30 * MS);
        });
    }

    @Test
    void theControlIsAllZero() {
        for (Severity severity : Severity.values()) {
            assertThat(Objects.requireNonNull(Profiles.byName("lab-clean:" + severity.id()))
                            .path())
                    .isEqualTo(PathSpec.PLAIN);
        }
    }
}
