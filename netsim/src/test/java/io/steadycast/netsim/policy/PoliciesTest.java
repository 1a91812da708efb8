package io.steadycast.netsim.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PoliciesTest {
    @ParameterizedTest
    @ValueSource(strings = {"nack", "nack:0", "nack:2:1", "adaptive", "adaptive:rescue", "B0", "B1", "B2", "B3", "B4"})
    void everyNameHasAPolicyAndALineAboutIt(String name) {
        Policy policy = Policies.byName(name);
        assertThat(policy.name()).isEqualTo(name);
        assertThat(policy.description()).isNotBlank().doesNotContain("\n");
        assertThat(policy.idealCode()).isEqualTo(name.equals("B4"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "b0", "nack:", "nack:9", "nack:1:x", "nack:1:2:3", "B5", "adaptive:", "adaptive:fast"})
    void anUnknownOneIsRefusedByName(String name) {
        assertThatThrownBy(() -> Policies.byName(name))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'" + name);
    }

    /** Some known points of libwebrtc's table (ADAPTATION 1.3): kilobits per frame of 704x576, loss, share of everything. */
    @ParameterizedTest
    @CsvSource({
        "10, 0.05, 0",
        "10, 0.1, 0.03",
        "10, 0.2, 0.22",
        "30, 0.05, 0.11",
        "30, 0.1, 0.27",
        "30, 0.2, 0.42",
        "200, 0.1, 0.5"
    })
    void theHybridsShareGoesThroughTheKnownPoints(double kilobits, double loss, double share) {
        assertThat(HybridFec.share(kilobits, 704 * 576, loss))
                .isCloseTo(share, org.assertj.core.data.Offset.offset(1e-9));
    }

    @Test
    void theHybridsShareGrowsWithLossAndWithTheFrame() {
        double before = 0;
        for (double kilobits = 1; kilobits < 150; kilobits *= 1.3) {
            double share = HybridFec.share(kilobits, 320 * 180, 0.1);
            assertThat(share).isGreaterThanOrEqualTo(before);
            before = share;
        }
        assertThat(HybridFec.share(20, 640 * 360, 0.3)).isGreaterThan(HybridFec.share(20, 640 * 360, 0.1));
    }
}
