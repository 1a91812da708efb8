package io.steadycast.netsim.emulate;

import static org.assertj.core.api.Assertions.assertThat;

import io.steadycast.netsim.link.spec.BaseDelay;
import io.steadycast.netsim.link.spec.Capacity;
import io.steadycast.netsim.link.spec.DirectionSpec;
import io.steadycast.netsim.link.spec.ExcessDelay;
import io.steadycast.netsim.link.spec.Loss;
import io.steadycast.netsim.link.spec.PathSpec;
import io.steadycast.netsim.link.spec.QueueSpec;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * The accuracy tests of the link, those that real time can show, through real sockets. Each is judged on a run that the emulator stamps VALID. A DEGRADED one is made
 * once more; when the machine is too busy twice, ten times the tolerance holds, and the output says so. Reproduce one: {@code ./steadycast test -pl netsim -am
 * -Dtest=EmulatorAccuracyTest#NAME}.
 */
final class EmulatorAccuracyTest {
    private static final long SEED = 20261127;
    private static final int PAYLOAD_BYTES = 1200;
    private static final int WIRE_BYTES = PAYLOAD_BYTES + 28;
    private static final int ATTEMPTS = 2;
    private static final double BUSY = 10;

    /** How wrong a run was, in the unit of {@code limit}. */
    private record Outcome(String what, double error, double limit, Trust trust) {}

    private interface Run {
        Outcome make(Stream stream, Emulator emulator) throws IOException;
    }

    private static void judge(PathSpec path, Run run) throws IOException {
        for (int attempt = 1; ; attempt++) {
            Outcome outcome;
            try (Stream stream = new Stream(PAYLOAD_BYTES);
                    Emulator emulator = emulator(stream, path)) {
                stream.connect(emulator.addresses().getFirst());
                outcome = run.make(stream, emulator);
            }
            boolean valid = outcome.trust().stamp() == Trust.Stamp.VALID;
            System.out.printf(
                    "[netsim] real time: %s: error %.3f, limit %.3f, %s (seed %d)%n",
                    outcome.what(), outcome.error(), outcome.limit(), outcome.trust(), SEED);
            if (valid || attempt == ATTEMPTS) {
                double limit = valid ? outcome.limit() : outcome.limit() * BUSY;
                if (!valid) {
                    System.out.println("[netsim] the machine was too busy twice: " + BUSY + " times the tolerance");
                }
                assertThat(outcome.error()).as(outcome.what()).isBetween(0.0, limit);
                return;
            }
            System.out.println("[netsim] DEGRADED, once more");
        }
    }

    /** The compiler's work would be measured with the first run. */
    @BeforeAll
    static void warmUp() throws IOException {
        DirectionSpec busy = DirectionSpec.PLAIN
                .withCapacity(Capacity.ofBps(50_000_000))
                .withExcess(new ExcessDelay.Lognormal(1_000_000L, 5_000_000L, 20_000_000L))
                .withLoss(new Loss.Iid(0.01));
        try (Stream stream = new Stream(PAYLOAD_BYTES);
                Emulator emulator = emulator(stream, up(busy))) {
            stream.connect(emulator.addresses().getFirst());
            stream.send(8_000, 250_000L);
            stream.await(stream.sent());
        }
    }

    private static Emulator emulator(Stream stream, PathSpec path) throws IOException {
        return Emulator.open(EmulatorConfig.of(
                new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0),
                stream.server(),
                new NamedPath("test", path),
                SEED));
    }

    private static PathSpec up(DirectionSpec up) {
        return PathSpec.PLAIN.withUp(up);
    }

    /** Each packet of a saturated link against where the integral of the rate has it. */
    @Test
    void rateWithinOneMillisecondOfItself() throws IOException {
        long rateBps = 6_000_000;
        judge(
                up(DirectionSpec.PLAIN.withCapacity(Capacity.ofBps(rateBps)).withQueue(QueueSpec.dropTail(60_000))),
                (stream, emulator) -> {
                    stream.send(2_500, 1_200_000L);
                    int came = stream.await(stream.sent());
                    double[] errorsMs = new double[came];
                    double packetNs = WIRE_BYTES * 8e9 / rateBps;
                    long firstNs = stream.arrivedNs[stream.order[0]];
                    for (int i = 0; i < came; i++) {
                        errorsMs[i] = Math.abs(stream.arrivedNs[stream.order[i]] - firstNs - i * packetNs) / 1e6;
                    }
                    Arrays.sort(errorsMs);
                    assertThat(came).isLessThan(stream.sent());
                    return outcome(
                            "rate, ms off at the 95th percentile of " + came, errorsMs[came * 95 / 100], 1, emulator);
                });
    }

    /** A queue that counted propagation would carry a third of this. */
    @Test
    void aLongFatPathIsFilled() throws IOException {
        long rateBps = 15_000_000;
        judge(
                up(DirectionSpec.PLAIN
                        .withCapacity(Capacity.ofBps(rateBps))
                        .withQueue(QueueSpec.dropTail(500_000))
                        .withOwnDelay(600_000_000L)),
                (stream, emulator) -> {
                    // 5 % more than fits, for 4 s: the queue never runs dry and does not overflow for long.
                    stream.send(6_400, (long) (WIRE_BYTES * 8e9 / rateBps / 1.05));
                    int came = stream.await(stream.sent());
                    int from = 200;
                    int to = came - 200;
                    double seconds = (stream.arrivedNs[stream.order[to]] - stream.arrivedNs[stream.order[from]]) / 1e9;
                    double reached = (to - from) * WIRE_BYTES * 8.0 / seconds / rateBps;
                    return outcome(
                            "600 ms x 15 Mbit/s, % of the rate missing", Math.abs(100 - 100 * reached), 0.5, emulator);
                });
    }

    /** The one packet in the link leaves on time though no other follows it. */
    @Test
    void theLastPacketNeedsNoOther() throws IOException {
        long rateBps = 98_240; // 100 ms for a packet
        judge(up(DirectionSpec.PLAIN.withCapacity(Capacity.ofBps(rateBps))), (stream, emulator) -> {
            for (int i = 1; i <= 8; i++) {
                stream.send();
                stream.await(i);
            }
            double[] errorsMs = new double[8];
            for (int i = 0; i < 8; i++) {
                errorsMs[i] = Math.abs((stream.arrivedNs[i] - stream.sentNs[i]) / 1e6 - 100);
            }
            Arrays.sort(errorsMs);
            return outcome("idle wake, ms off in the middle of 8", errorsMs[4], 1, emulator);
        });
    }

    /** 100 ms at the first rate, of which 40 pass; 60 ms of bits wait for 200 ms and take 30 at twice the rate. */
    @Test
    void bitsAlreadyServedStayServed() throws IOException {
        long rateBps = 98_240;
        judge(up(DirectionSpec.PLAIN.withCapacity(Capacity.ofBps(rateBps))), (stream, emulator) -> {
            stream.send();
            sleepUntil(stream.sentNs[0] + 40_000_000L);
            Moment stopped = change(emulator, 0);
            sleepUntil(stream.sentNs[0] + 240_000_000L);
            Moment resumed = change(emulator, 2 * rateBps);
            stream.await(1);
            double earliestMs = arrivalMs(stream, stopped.toNs(), resumed.fromNs());
            double latestMs = arrivalMs(stream, stopped.fromNs(), resumed.toNs());
            double arrivedMs = (stream.arrivedNs[0] - stream.sentNs[0]) / 1e6;
            double error = Math.max(0, Math.max(earliestMs - arrivedMs, arrivedMs - latestMs));
            return outcome("rate change in mid-packet, ms off", error, 2, emulator);
        });
    }

    private static void sleepUntil(long atNs) {
        while (System.nanoTime() < atNs) {
            LockSupport.parkNanos(atNs - System.nanoTime());
        }
    }

    /** When the packet comes, had the link stopped and gone on at these moments. */
    private static double arrivalMs(Stream stream, long stoppedNs, long resumedNs) {
        double leftMs = 100 - (stoppedNs - stream.sentNs[0]) / 1e6;
        return (resumedNs - stream.sentNs[0]) / 1e6 + leftMs / 2;
    }

    /** A change takes effect somewhere in here: the caller may be descheduled before and after. */
    private record Moment(long fromNs, long toNs) {}

    private static Moment change(Emulator emulator, long rateBps) {
        long fromNs = System.nanoTime();
        emulator.tune(
                "test", Emulator.ALL, "rate", path -> path.withUp(path.up().withCapacity(Capacity.ofBps(rateBps))));
        return new Moment(fromNs, System.nanoTime());
    }

    @Test
    void lossHasItsMean() throws IOException {
        double p = 0.1;
        judge(up(DirectionSpec.PLAIN.withLoss(new Loss.Iid(p))), (stream, emulator) -> {
            int packets = 6_000;
            stream.send(packets, 300_000L);
            stream.await(packets);
            EmulatorState state = emulator.state();
            ClientState.Way way = state.clients().getFirst().up();
            assertThat(way.flow().offeredPackets())
                    .as("the socket buffers held")
                    .isEqualTo(packets);
            double lost = way.drops().getOrDefault("lost", 0L) / (double) packets;
            double z = Math.abs(lost - p) / Math.sqrt(p * (1 - p) / packets);
            assertThat(way.flow().deliveredPackets()).isEqualTo(packets - way.dropped());
            return outcome("loss, |z| of " + lost, z, 4, emulator);
        });
    }

    @Test
    void jitterAndLossKeepTheOrder() throws IOException {
        judge(
                up(DirectionSpec.PLAIN
                        .withExcess(new ExcessDelay.Lognormal(8_000_000L, 60_000_000L, 20_000_000L))
                        .withLoss(new Loss.GilbertElliott(0.05, 20_000_000L, 0.5, 1, 5_000_000L))),
                (stream, emulator) -> {
                    stream.send(6_000, 300_000L);
                    int came = stream.await(stream.sent());
                    int inversions = 0;
                    for (int i = 1; i < came; i++) {
                        inversions += stream.order[i] < stream.order[i - 1] ? 1 : 0;
                    }
                    assertThat(came).isBetween(4_500, 5_999);
                    return outcome("inversions among " + came, inversions, 0, emulator);
                });
    }

    @Test
    void aDelayIsNeitherShorterNorMuchLonger() throws IOException {
        judge(PathSpec.PLAIN.withBaseDelay(BaseDelay.ofRttMs(80)), (stream, emulator) -> {
            stream.send(500, 4_000_000L);
            stream.await(500);
            double[] delaysMs = new double[500];
            for (int i = 0; i < 500; i++) {
                delaysMs[i] = (stream.arrivedNs[i] - stream.sentNs[i]) / 1e6;
            }
            Arrays.sort(delaysMs);
            assertThat(delaysMs[0]).isGreaterThanOrEqualTo(40);
            return outcome("delay of 40 ms, ms longer at the 95th percentile", delaysMs[475] - 40, 1, emulator);
        });
    }

    private static Outcome outcome(String what, double error, double limit, Emulator emulator) {
        return new Outcome(what, error, limit, emulator.state().trust());
    }
}
