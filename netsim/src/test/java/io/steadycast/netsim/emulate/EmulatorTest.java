package io.steadycast.netsim.emulate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.steadycast.netsim.link.spec.BaseDelay;
import io.steadycast.netsim.link.spec.Capacity;
import io.steadycast.netsim.link.spec.Direction;
import io.steadycast.netsim.link.spec.DirectionSpec;
import io.steadycast.netsim.link.spec.Disorder;
import io.steadycast.netsim.link.spec.Happening;
import io.steadycast.netsim.link.spec.Loss;
import io.steadycast.netsim.link.spec.NatSpec;
import io.steadycast.netsim.link.spec.PathSpec;
import io.steadycast.netsim.link.spec.Span;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What passes and what does not, and who sees whom. How exactly is {@link EmulatorAccuracyTest}'s. */
final class EmulatorTest {
    private static final long SEED = 11;
    private static final NamedPath CLEAN = new NamedPath("clean", PathSpec.PLAIN);
    private static final String WHO = "test";

    private DatagramSocket server;
    private DatagramSocket client;
    private Emulator emulator;

    @BeforeEach
    void open() throws IOException {
        server = Ends.socket("127.0.0.1");
        client = Ends.socket("127.0.0.1");
        emulator = Ends.emulator(server, CLEAN, SEED);
    }

    @AfterEach
    void close() {
        emulator.close();
        server.close();
        client.close();
    }

    private InetSocketAddress roundTrip(String text) throws IOException {
        return Ends.roundTrip(client, server, emulator, text);
    }

    private ClientState first() {
        return emulator.state().clients().getFirst();
    }

    @Test
    void carriesBothWaysAndKeepsTheClientsApart() throws IOException {
        try (DatagramSocket second = Ends.socket("127.0.0.1")) {
            InetSocketAddress one = roundTrip("one");
            InetSocketAddress two = Ends.roundTrip(second, server, emulator, "two");
            assertThat(one).isNotEqualTo(two);
            assertThat(roundTrip("one again")).isEqualTo(one);
            List<ClientState> clients = emulator.state().clients();
            assertThat(clients).extracting(ClientState::id).containsExactly(1, 2);
            assertThat(clients)
                    .extracting(ClientState::address)
                    .containsExactly(Ends.address(client), Ends.address(second));
            assertThat(clients.getFirst().seed()).isNotEqualTo(clients.getLast().seed());
            assertThat(clients.getFirst().up().flow().deliveredPackets()).isEqualTo(2);
            assertThat(clients.getLast().down().flow().deliveredBytes()).isEqualTo(3);
        }
    }

    @Test
    void aChangeLosesEverythingInOneDirectionAndIsTakenBack() throws IOException {
        InetSocketAddress seenByServer = roundTrip("before");
        emulator.tune(
                WHO, Emulator.ALL, "loss", path -> path.withDown(path.down().withLoss(new Loss.Iid(1))));
        Ends.send(server, "lost", seenByServer);
        assertNothingComes();
        assertThat(first().down().drops()).containsEntry("lost", 1L);
        assertThat(first().profile()).isEqualTo("clean+");
        emulator.paths(WHO, Emulator.ALL, PathMix.of(CLEAN));
        roundTrip("after");
        assertThat(emulator.audit().entries())
                .hasSize(2)
                .allMatch(entry -> entry.who().equals(WHO));
    }

    private void assertNothingComes() throws IOException {
        client.setSoTimeout(150);
        assertThatThrownBy(() -> Ends.receive(client)).isInstanceOf(SocketTimeoutException.class);
        client.setSoTimeout(5000);
    }

    @Test
    void delaysAtLeastAsLongAsItIsTold() throws IOException {
        emulator.tune(WHO, Emulator.ALL, "delay", path -> path.withBaseDelay(BaseDelay.ofRttMs(60)));
        long startNs = System.nanoTime();
        roundTrip("slow");
        assertThat(Duration.ofNanos(System.nanoTime() - startNs)).isGreaterThanOrEqualTo(Duration.ofMillis(60));
        assertThat(first().up().flow().delaySumNs()).isEqualTo(30_000_000L);
    }

    @Test
    void aChangeIsForOneClientOrForAllAndThoseToCome() throws IOException {
        try (DatagramSocket second = Ends.socket("127.0.0.1");
                DatagramSocket third = Ends.socket("127.0.0.1")) {
            roundTrip("one");
            Ends.roundTrip(second, server, emulator, "two");
            emulator.tune(WHO, 2, "rtt", path -> path.withBaseDelay(BaseDelay.ofRttMs(10)));
            emulator.tune(WHO, Emulator.ALL, "mtu", path -> path.withMtu(1280));
            Ends.roundTrip(third, server, emulator, "three");
            assertThat(emulator.state().clients())
                    .extracting(
                            one -> one.spec().baseDelay().minRttNs() / 1_000_000,
                            one -> one.spec().mtuBytes())
                    .containsExactly(
                            org.assertj.core.groups.Tuple.tuple(0L, 1280),
                            org.assertj.core.groups.Tuple.tuple(10L, 1280),
                            org.assertj.core.groups.Tuple.tuple(0L, 1280));
            assertThatThrownBy(() -> emulator.tune(WHO, 9, "nobody", path -> path))
                    .isInstanceOf(NoSuchElementException.class);
        }
    }

    @Test
    void rebindingShowsTheServerANewPortAndSilencesTheOld() throws IOException {
        InetSocketAddress before = roundTrip("before");
        emulator.happen(WHO, 1, Direction.BOTH, new Happening.NatRebinding(false));
        Ends.send(server, "to the old port", before);
        assertNothingComes();
        assertThat(first().down().drops()).containsEntry("nat", 1L);
        InetSocketAddress after = roundTrip("after");
        assertThat(after).isNotEqualTo(before);
        assertThat(first().ports()).isEqualTo(2);
    }

    @Test
    void anIdleNatForgets() throws Exception {
        emulator.tune(
                WHO,
                Emulator.ALL,
                "nat",
                path -> path.withNat(new NatSpec(
                        NatSpec.Behaviour.ADDRESS_AND_PORT_DEPENDENT,
                        NatSpec.Behaviour.ADDRESS_AND_PORT_DEPENDENT,
                        100_000_000L)));
        InetSocketAddress before = roundTrip("before");
        assertThat(roundTrip("soon after")).isEqualTo(before);
        Thread.sleep(150); // the idle time itself, not a synchronisation
        Ends.send(server, "too late", before);
        assertNothingComes();
        assertThat(roundTrip("after")).isNotEqualTo(before);
    }

    @Test
    void offIsPlainAndOnIsAsBefore() throws IOException {
        emulator.paths(WHO, Emulator.ALL, PathMix.of(new NamedPath("dead", PathSpec.PLAIN.withUdpBlocked(true))));
        emulator.happen(WHO, Emulator.ALL, Direction.BOTH, new Happening.Blackhole(Span.ofMs(60_000)));
        emulator.active(WHO, false, null);
        roundTrip("while off");
        assertThat(emulator.state().active()).isFalse();
        emulator.active(WHO, true, Duration.ofMillis(300));
        assertThat(emulator.state().autoOffLeftNs()).isBetween(0L, 300_000_000L);
        Ends.send(client, "blocked", emulator.addresses().getFirst());
        server.setSoTimeout(150);
        assertThatThrownBy(() -> Ends.receive(server)).isInstanceOf(SocketTimeoutException.class);
        server.setSoTimeout(5000);
        for (int i = 0; emulator.state().active() && i < 100; i++) {
            java.util.concurrent.locks.LockSupport.parkNanos(20_000_000L);
        }
        assertThat(emulator.state().active()).isFalse();
        assertThat(emulator.audit().entries().getLast().who()).isEqualTo("timer");
        roundTrip("off by itself");
    }

    /** A copy shares its packet with the original; the pool must get it back once, and not before both are out. */
    @Test
    void copiesComeWholeAndPacketsGoBackOnce() throws IOException {
        DirectionSpec twice = DirectionSpec.PLAIN.withDisorder(new Disorder(0.3, 20_000_000L, 1, 0));
        emulator.paths(WHO, Emulator.ALL, PathMix.of(new NamedPath("twice", PathSpec.PLAIN.withUp(twice))));
        Set<String> seen = new HashSet<>();
        // Few at a time: the plain socket at the server's end has a small buffer.
        for (int round = 0; round < 10; round++) {
            for (int i = 0; i < 20; i++) {
                Ends.send(
                        client,
                        "packet " + (20 * round + i),
                        emulator.addresses().getFirst());
            }
            for (int i = 0; i < 40; i++) {
                seen.add(Ends.text(Ends.receive(server)));
            }
        }
        assertThat(seen).hasSize(200).allMatch(text -> text.startsWith("packet "));
        emulator.paths(WHO, Emulator.ALL, PathMix.of(CLEAN));
        roundTrip("after");
    }

    @Test
    void aDatagramTooLongForTheEmulatorDegradesTheRun() throws IOException {
        roundTrip("before");
        Ends.send(client, "x".repeat(3000), emulator.addresses().getFirst());
        roundTrip("after");
        EmulatorState state = emulator.state();
        assertThat(state.harness().drops().tooLong()).isEqualTo(1);
        assertThat(state.trust().stamp()).isEqualTo(Trust.Stamp.DEGRADED);
        assertThat(state.trust().reasons()).anyMatch(reason -> reason.contains("longer than 2047 bytes"));
    }

    @Test
    void aServerThatIsNotThereIsCountedAndTheEmulatorGoesOn() throws IOException {
        roundTrip("before");
        server.close();
        Ends.send(client, "one", emulator.addresses().getFirst());
        Ends.send(client, "two", emulator.addresses().getFirst());
        for (int i = 0; emulator.state().harness().unreachable() == 0 && i < 100; i++) {
            Ends.send(client, "more", emulator.addresses().getFirst());
            java.util.concurrent.locks.LockSupport.parkNanos(10_000_000L);
        }
        assertThat(emulator.state().harness().unreachable()).isPositive();
        assertThat(emulator.state().harness().drops().sum()).isZero();
    }

    @Test
    void familiesMeet() throws IOException {
        try (DatagramSocket sixClient = Ends.socket("::1");
                Emulator between = Emulator.open(EmulatorConfig.of(
                        new InetSocketAddress(InetAddress.ofLiteral("::1"), 0), Ends.address(server), CLEAN, SEED))) {
            Ends.roundTrip(sixClient, server, between, "six to four");
        }
        try (DatagramSocket sixServer = Ends.socket("::1");
                Emulator six = Ends.emulator(sixServer, CLEAN, SEED);
                DatagramSocket sixClient = Ends.socket("::1")) {
            Ends.roundTrip(sixClient, sixServer, six, "six to six");
        }
    }

    @Test
    void aPortInUseIsToldInOneLine() {
        assertThatThrownBy(
                        () -> Emulator.open(EmulatorConfig.of(Ends.address(server), Ends.address(server), CLEAN, SEED)))
                .isInstanceOf(IOException.class)
                .hasMessageMatching("cannot listen on UDP 127.0.0.1:\\d+: .*");
    }

    @Test
    void aQueueOverflowsAndTheSpeedIsTheRates() throws IOException {
        DirectionSpec slow = DirectionSpec.PLAIN
                .withCapacity(Capacity.ofKbps(100))
                .withQueue(io.steadycast.netsim.link.spec.QueueSpec.dropTail(3_000));
        emulator.paths(WHO, Emulator.ALL, PathMix.of(new NamedPath("slow", PathSpec.PLAIN.withUp(slow))));
        for (int i = 0; i < 10; i++) {
            Ends.send(client, "y".repeat(972), emulator.addresses().getFirst());
        }
        for (int i = 0; i < 3; i++) {
            Ends.receive(server);
        }
        assertThat(first().up().drops()).containsEntry("queue-full", 7L);
    }
}
