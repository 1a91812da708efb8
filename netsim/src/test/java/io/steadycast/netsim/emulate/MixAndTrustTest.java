package io.steadycast.netsim.emulate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.steadycast.netsim.BadInput;
import io.steadycast.netsim.link.spec.PathSpec;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Pure parts of the emulator. */
final class MixAndTrustTest {
    private static final InetSocketAddress LOCAL = new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 10_000);

    @Test
    void clientsDrawByWeightAndTheSameSeedDrawsTheSame() {
        PathMix mix = new PathMix(List.of(
                new PathMix.Share(new NamedPath("a", PathSpec.PLAIN), 3),
                new PathMix.Share(new NamedPath("b", PathSpec.PLAIN), 1)));
        int a = 0;
        for (int client = 1; client <= 4000; client++) {
            NamedPath drawn = mix.draw(7, client);
            assertThat(drawn).isEqualTo(mix.draw(7, client));
            a += drawn.name().equals("a") ? 1 : 0;
        }
        // Four standard deviations of a binomial of 4000 and 0.75.
        assertThat(a).isBetween(3000 - 110, 3000 + 110);
        assertThat(mix).hasToString("a=3,b=1");
    }

    @Test
    void theStampNamesEveryReason() {
        HarnessDrops.Counts none = new HarnessDrops.Counts(0, 0, 0, 0, 0);
        PauseWatch.Pauses calm = new PauseWatch.Pauses(3, 4_900_000);
        assertThat(Trust.of(1_000_000, none, calm)).isEqualTo(new Trust(Trust.Stamp.VALID, List.of()));
        assertThat(Trust.of(1_100_000, none, calm).reasons())
                .singleElement()
                .asString()
                .contains("1.100 ms");
        assertThat(Trust.of(0, new HarnessDrops.Counts(1, 2, 0, 0, 4), new PauseWatch.Pauses(1, 6_000_000)))
                .satisfies(trust -> assertThat(trust.stamp()).isEqualTo(Trust.Stamp.DEGRADED))
                .satisfies(trust -> assertThat(trust.reasons()).hasSize(4));
    }

    @Test
    void aRangeOfPortsStandsForAsManyOfTheServers() {
        List<EmulatorConfig.Port> ports = Endpoints.ports("--listen", "20000-20001", LOCAL);
        assertThat(ports)
                .containsExactly(
                        new EmulatorConfig.Port(
                                new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 20_000), LOCAL),
                        new EmulatorConfig.Port(
                                new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 20_001),
                                new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 10_001)));
        assertThat(Endpoints.ports("--listen", "[::1]:20000", LOCAL))
                .singleElement()
                .satisfies(port -> assertThat(Endpoints.text(port.listen())).isEqualTo("[0:0:0:0:0:0:0:1]:20000"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "70000", "20001-20000", "20000-20100", "0-5", "::1:20000", "127.0.0.1:"})
    void illegalPlacesNameTheOptionAndTheText(String text) {
        assertThatThrownBy(() -> Endpoints.ports("--listen", text, LOCAL))
                .isInstanceOf(BadInput.class)
                .hasMessageStartingWith("--listen ")
                .hasMessageContaining(text);
    }
}
