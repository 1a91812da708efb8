package io.steadycast.netsim.truth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.steadycast.netsim.endpoint.HostConfig;
import io.steadycast.netsim.link.Fate;
import io.steadycast.netsim.link.LinkCounters;
import io.steadycast.netsim.link.spec.BaseDelay;
import io.steadycast.netsim.link.spec.Capacity;
import io.steadycast.netsim.link.spec.Direction;
import io.steadycast.netsim.link.spec.DirectionSpec;
import io.steadycast.netsim.link.spec.PathSpec;
import io.steadycast.netsim.link.spec.QueueSpec;
import io.steadycast.netsim.sim.SimHost;
import io.steadycast.netsim.sim.SimViewer;
import io.steadycast.netsim.sim.Simulation;
import io.steadycast.netsim.sim.SimulationConfig;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TruthLogTest {
    private static final long SEED = Long.getLong("netsim.seed", 81);

    @TempDir
    Path folder;

    private static SimViewer run(TruthSink sink) {
        Simulation simulation = new Simulation(SimulationConfig.of(SEED, 1));
        simulation.observe(sink);
        DirectionSpec narrow = DirectionSpec.PLAIN
                .withCapacity(Capacity.ofBps(1_500_000))
                .withQueue(QueueSpec.dropTail(30_000))
                .withLoss(0.05);
        PathSpec path = PathSpec.symmetric(BaseDelay.ofRttMs(40), DirectionSpec.PLAIN);
        SimHost host = simulation.addHost(0, HostConfig.browser(), path);
        simulation.runMs(1_000);
        SimViewer viewer = simulation.addViewer(0, host, DirectionSpec.PLAIN, narrow);
        simulation.runMs(9_000);
        return viewer;
    }

    @Test
    void everyPacketIsInTheFileAndItsHashIsTheFiles() throws Exception {
        Path file = folder.resolve("truth.bin");
        var log = new TruthLog(Files.newOutputStream(file), SEED);
        SimViewer viewer = run(log);
        TruthLog.Summary summary = log.finish();
        byte[] hash = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file));
        assertThat(summary.sha256()).isEqualTo(HexFormat.of().formatHex(hash));
        long[] fates = new long[Fate.count()];
        long records = 0;
        try (var reader = new TruthReader(file)) {
            assertThat(reader.seed()).isEqualTo(SEED);
            for (TruthRecord one = reader.next(); one != null; one = reader.next()) {
                records++;
                assertThat(one.outNs()).isGreaterThanOrEqualTo(one.inNs());
                if (one.path() == viewer.path().number() && one.direction() == Direction.DOWN) {
                    fates[one.fate().code()]++;
                }
            }
        }
        assertThat(records).isEqualTo(summary.records()).isGreaterThan(3_000);
        LinkCounters counters = viewer.path().down().counters();
        for (int i = 0; i < fates.length; i++) {
            assertThat(fates[i]).as("%s, seed %d", Fate.of(i), SEED).isEqualTo(counters.of(Fate.of(i)));
        }
        assertThat(counters.of(Fate.LOST)).isPositive();
        assertThat(counters.of(Fate.QUEUE_FULL)).isPositive();
        var again = new TruthLog(OutputStream.nullOutputStream(), SEED);
        run(again);
        assertThat(again.finish()).isEqualTo(summary);
    }

    @Test
    void whatIsNoLogIsRefused() throws IOException {
        Path file = folder.resolve("other.bin");
        Files.write(file, new byte[100]);
        assertThatThrownBy(() -> new TruthReader(file))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("not a ground-truth log");
    }

    @Test
    void anUnwritableFileIsToldAtTheEnd() {
        var log = new TruthLog(
                new OutputStream() {
                    @Override
                    public void write(int b) throws IOException {
                        throw new IOException("disk full");
                    }
                },
                SEED);
        run(log);
        assertThatThrownBy(log::finish).hasMessageContaining("disk full");
    }

    /** Block by block, as the draft has it. */
    @Test
    void theCaptureIsWellFormed() throws IOException {
        Path file = folder.resolve("run.pcapng");
        SimViewer viewer;
        try (var capture = new PcapngWriter(Files.newOutputStream(file))) {
            viewer = run(capture);
        }
        ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
        assertThat(bytes.getInt(0)).isEqualTo(0x0A0D0D0A);
        assertThat(bytes.getInt(8)).isEqualTo(0x1A2B3C4D);
        int interfaces = 0;
        long arrived = 0;
        long dropped = 0;
        while (bytes.hasRemaining()) {
            int start = bytes.position();
            int type = bytes.getInt();
            int length = bytes.getInt();
            assertThat(length % 4).isZero();
            assertThat(bytes.getInt(start + length - 4)).isEqualTo(length);
            interfaces += type == 1 ? 1 : 0;
            if (type == 6) {
                boolean lost = bytes.getInt(start + 8) == 1;
                arrived += lost ? 0 : 1;
                dropped += lost ? 1 : 0;
                assertDatagram(bytes, start + 28, bytes.getInt(start + 20));
            }
            bytes.position(start + length);
        }
        assertThat(interfaces).isEqualTo(2);
        assertThat(arrived).isGreaterThan(viewer.path().down().counters().delivered());
        assertThat(dropped)
                .isGreaterThanOrEqualTo(viewer.path().down().counters().dropped());
    }

    private static void assertDatagram(ByteBuffer bytes, int at, int length) {
        ByteBuffer ip = bytes.duplicate().order(ByteOrder.BIG_ENDIAN);
        assertThat(ip.get(at)).isEqualTo((byte) 0x45);
        assertThat(ip.getShort(at + 2) & 0xFFFF).isEqualTo(length);
        int sum = 0;
        for (int i = 0; i < 20; i += 2) {
            sum += ip.getShort(at + i) & 0xFFFF;
        }
        assertThat((sum & 0xFFFF) + (sum >>> 16)).isEqualTo(0xFFFF);
        assertThat(ip.getShort(at + 24) & 0xFFFF).isEqualTo(length - 20);
        assertThat(ip.getShort(at + 20) == 5_004 || ip.getShort(at + 22) == 5_004)
                .isTrue();
    }
}
