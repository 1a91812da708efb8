package io.steadycast.netsim.link;

import static io.steadycast.netsim.link.Rig.MS;
import static io.steadycast.netsim.link.Rig.SECOND_NS;
import static org.assertj.core.api.Assertions.assertThat;

import io.steadycast.netsim.link.spec.AtEnd;
import io.steadycast.netsim.link.spec.BaseDelay;
import io.steadycast.netsim.link.spec.Capacity;
import io.steadycast.netsim.link.spec.Direction;
import io.steadycast.netsim.link.spec.DirectionSpec;
import io.steadycast.netsim.link.spec.Loss;
import io.steadycast.netsim.link.spec.PathSpec;
import io.steadycast.netsim.link.spec.QueueSpec;
import io.steadycast.netsim.link.spec.QueueSpec.Discipline;
import io.steadycast.netsim.link.spec.Stamps;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** The channel is a function of time and seed: whatever is sent, whoever looks, on every machine. */
final class ChannelTest {
    private static final long FNV = 0x100000001B3L;
    /** Only a change of the model may change this; it is the same on every machine and JDK. */
    private static final long KNOWN_DIGEST = 0x49878a68eb4c31f2L;

    private static PathSpec changeable() {
        return ConservationTest.eventful(ConservationTest.everything(
                        new Discipline.DropTail(), new Capacity.Ar1(2_000_000, 300_000, 4_000_000, 500 * MS)))
                .withBaseDelay(
                        new BaseDelay.Epoch(15 * SECOND_NS, 2 * SECOND_NS, 20 * MS, 25 * MS, 67 * MS, 4 * MS, 10 * MS));
    }

    /** Capacity, state and delay at every 10 ms of a minute. */
    private static long schedule(long seed, long everyNs, int bytes) {
        var rig = new Rig(seed, changeable());
        long digest = 0;
        long nextNs = 0;
        for (long atNs = 0; atNs < 60 * SECOND_NS; atNs += 10 * MS) {
            while (everyNs > 0 && nextNs < atNs) {
                rig.offerAt(nextNs, bytes);
                nextNs += everyNs;
            }
            rig.until(atNs);
            // Brings the link up to now whether or not anything is inside.
            rig.link.poll(rig.nowNs);
            Channel channel = rig.link.channel();
            digest = (digest ^ rig.link.capacityBps()) * FNV;
            digest = (digest ^ (channel.bad(rig.nowNs) ? 1 : 0)) * FNV;
            digest = (digest ^ channel.propagationNs(rig.nowNs, 0)) * FNV;
        }
        return digest;
    }

    @Test
    void loadNeverChangesTheChannel() {
        long seed = Rig.seed(51);
        long alone = schedule(seed, 0, 0);
        assertThat(schedule(seed, 20 * MS, 160)).isEqualTo(alone);
        assertThat(schedule(seed, 2 * MS, 1_200)).isEqualTo(alone);
        assertThat(schedule(seed, 313_131, 700)).isEqualTo(alone);
        assertThat(schedule(seed + 1, 0, 0)).isNotEqualTo(alone);
    }

    private static long run(long seed) {
        var rig = new Rig(seed, changeable());
        var random = new SplittableRandom(seed);
        for (long atNs = 0; atNs < 60 * SECOND_NS; atNs += MS + random.nextInt(3_000_000)) {
            rig.offerAt(atNs, random.nextInt(60, 1_400));
        }
        long digest = 0xCBF29CE484222325L;
        for (List<Rig.Out> list : List.of(rig.out, rig.dropped)) {
            for (Rig.Out one : list) {
                digest = (digest ^ one.number()) * FNV;
                digest = (digest ^ one.outNs()) * FNV;
                digest = (digest ^ one.fate().code()) * FNV;
                digest = (digest ^ one.queueBytes()) * FNV;
                digest = (digest ^ one.state()) * FNV;
            }
        }
        return digest;
    }

    @Test
    void theSameSeedGivesTheSameOnEveryMachine() {
        assertThat(run(7)).isEqualTo(run(7)).isNotEqualTo(run(8));
        assertThat(Long.toHexString(run(7))).isEqualTo(Long.toHexString(KNOWN_DIGEST));
    }

    @Test
    void bothDirectionsFadeTogetherWhenToldSo() {
        var up = DirectionSpec.PLAIN.withLoss(new Loss.GilbertElliott(0.05, 80 * MS, 0.5, 1, 0));
        var down = DirectionSpec.PLAIN.withLoss(
                new Loss.Iid(0.1), new Loss.GilbertElliott(0.05, 80 * MS, 0.5, 0.3, 5 * MS));
        PathSpec together = PathSpec.PLAIN.withDirections(up, down).withSharedFading(true);
        assertThat(agreement(together)).isEqualTo(1.0);
        assertThat(agreement(together.withSharedFading(false))).isBetween(0.7, 0.9);
    }

    private static double agreement(PathSpec path) {
        var start = new Link.Start(Rig.ORIGIN_NS, Rig.seed(52));
        var up = new Link<Integer>(start, path, Direction.UP, fate -> {});
        var down = new Link<Integer>(start, path, Direction.DOWN, fate -> {});
        int same = 0;
        int count = 60_000;
        for (int i = 0; i < count; i++) {
            long atNs = Rig.ORIGIN_NS + i * (10 * MS);
            same += up.channel().bad(atNs) == down.channel().bad(atNs) ? 1 : 0;
        }
        return (double) same / count;
    }

    /** Each grant of 1,504 bytes serves one packet of 1,504: then bytes are grants. */
    @Test
    void aTraceGivesBackItsBytesOfEverySecond() {
        var random = new SplittableRandom(3);
        long[] stamps = new long[20_000];
        long at = 0;
        for (int i = 0; i < stamps.length; i++) {
            at += random.nextInt(100) < 3 ? random.nextInt(400) : random.nextInt(4);
            stamps[i] = at;
        }
        assertReplays(stamps);
    }

    @Test
    void recordedTracesGiveBackTheirBytes() throws IOException {
        Path shared = Path.of("../../shared/traces").toAbsolutePath().normalize();
        if (!Files.isDirectory(shared)) {
            shared = Path.of("../../../shared/traces").toAbsolutePath().normalize();
        }
        List<Path> traces = new ArrayList<>();
        if (Files.isDirectory(shared)) {
            try (var files = Files.walk(shared)) {
                files.filter(file -> file.toString().endsWith(".up")
                                || file.toString().endsWith(".down"))
                        .forEach(traces::add);
            }
        }
        System.out.printf("[netsim] %d recorded mahimahi traces at %s%n", traces.size(), shared);
        for (Path trace : traces) {
            assertReplays(Files.readAllLines(trace).stream()
                    .filter(line -> !line.isBlank())
                    .mapToLong(line -> Long.parseLong(line.strip()))
                    .toArray());
        }
        // Without recordings: the format's corners, repeats and a first grant at 0.
        assertReplays(new long[] {0, 0, 0, 1, 7, 7, 1_999, 2_000, 5_000});
    }

    private static void assertReplays(long[] stampsMs) {
        long lengthMs = stampsMs[stampsMs.length - 1];
        int seconds = (int) Math.min(120, 2 * lengthMs / 1_000);
        long[] wanted = new long[seconds + 1];
        for (long round = 0; round * lengthMs <= seconds * 1_000L; round++) {
            for (long stamp : stampsMs) {
                long atMs = round * lengthMs + stamp;
                if (atMs < seconds * 1_000L && atMs > 0) {
                    wanted[(int) (atMs / 1_000)] += Capacity.Opportunities.MAHIMAHI_GRANT_BYTES;
                }
            }
        }
        var trace = new Capacity.Opportunities(
                Stamps.ofMs(stampsMs), Capacity.Opportunities.MAHIMAHI_GRANT_BYTES, AtEnd.LOOP, false);
        var rig = new Rig(1, Rig.payloadOnly().withCapacity(trace).withQueue(QueueSpec.dropTail(100_000_000)));
        rig.saturate(seconds * SECOND_NS - 1, 500_000, Capacity.Opportunities.MAHIMAHI_GRANT_BYTES);
        long[] got = new long[seconds + 1];
        for (Rig.Out one : rig.out) {
            got[(int) (one.outNs() / SECOND_NS)] += one.lengthBytes();
        }
        assertThat(got).isEqualTo(wanted);
    }

    /** Mahimahi's rules: small packets share a grant, the rest of a packet carries over, what is unused is lost. */
    @Test
    void grantsAreSharedCarriedOverAndLost() {
        var trace = new Capacity.Opportunities(Stamps.ofMs(10, 20, 30, 40, 50), 1_504, AtEnd.STOP, false);
        var rig = new Rig(1, Rig.payloadOnly().withCapacity(trace));
        rig.offerAt(5 * MS, 500);
        rig.offer(500);
        rig.offer(1_000);
        rig.offerAt(35 * MS, 1_504);
        rig.offer(1_504);
        rig.offer(1_504);
        rig.until(SECOND_NS);
        assertThat(rig.out).extracting(Rig.Out::outNs).containsExactly(10 * MS, 10 * MS, 20 * MS, 40 * MS, 50 * MS);
        assertThat(rig.link.queuedPackets()).isEqualTo(1);
    }
}
