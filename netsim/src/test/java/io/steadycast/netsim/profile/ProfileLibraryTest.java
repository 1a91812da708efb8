package io.steadycast.netsim.profile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.steadycast.netsim.BadInput;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Every profile that ships measures, through the real link, what its card says. */
final class ProfileLibraryTest {
    static List<String> names() {
        return Profiles.list();
    }

    @ParameterizedTest
    @MethodSource("names")
    void measuresWhatItsCardSays(String name) {
        ProfileFile file = Profiles.file(name);
        for (Severity severity : Severity.values()) {
            Profile profile = file.at(severity);
            Card card = Objects.requireNonNull(profile.card(), () -> profile.id() + " has no card");
            Map<Quantity, Double> measured = CardMeter.measure(profile.path(), CardMeter.SEED);
            assertThat(card.deviations(measured))
                    .as("%s; to see all: ./steadycast netsim card %s", profile.id(), name)
                    .isEmpty();
            assertThat(card.expected().keySet()).as(profile.id()).containsAll(measured.keySet());
        }
    }

    /** Cards are written from measurements; this holds the library against the design's own numbers. */
    @ParameterizedTest
    @CsvSource(textBlock = """
            in-4g-city-evening,    1200,   6000,  60, 0.3
            in-rural-3g-fallback,   940,   2020, 110, 0.6
            id-outer-island-4g,    1500,   5000,  95, 1
            ph-prepaid-policed,    1000,   2000,  70, 0.5
            br-interior-4g,        1500,   8000,  75, 0.5
            co-cellular-far,        300,    700, 230, 0.3
            ng-4g-lagos,           3000,  10000, 110, 1.2
            ng-rural-edge3g,        840,    500, 250, 2
            ke-4g,                 3000,  12000,  55, 0.4
            eg-4g,                 2500,   9000,  75, 0.5
            us-rural-geo,          3000,  25000, 600, 0.5
            starlink-bentpipe,    10000, 100000,  25, 1.3
            starlink-isl-africa,   8000,  42000, 112, 0.4
            starlink-in-motion,   15600, 218000,  42, 1.5
            cn-sg-border-peak,     3000,   1000,  75, 3
            cn-latam-host,         3000,   2000, 350, 1.5
            cn-africa-host,        2000,   1500, 300, 2.5
            edge-2g-floor,          200,    240, 840, 1
            """)
    void isWhatTheDesignAsksFor(String name, double upKbps, double downKbps, double baseMs, double lossPct) {
        Map<Quantity, Double> measured = CardMeter.measure(Profiles.byName(name).path(), CardMeter.SEED + 1);
        assertThat(measured.get(Quantity.RATE_UP_KBPS)).isBetween(0.75 * upKbps, 1.2 * upKbps);
        assertThat(measured.get(Quantity.RATE_DOWN_KBPS)).isBetween(0.75 * downKbps, 1.2 * downKbps);
        assertThat(measured.get(Quantity.RTT_P50_MS)).isBetween(baseMs, baseMs * 1.35 + 10);
        assertThat(measured.get(Quantity.LOSS_DOWN_PCT)).isBetween(0.5 * lossPct, 1.7 * lossPct);
    }

    @Test
    void theListIsWhatLiesThere() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("src/main/resources/profiles"))) {
            assertThat(files.map(file -> file.getFileName().toString().replace(".conf", "")))
                    .containsExactlyInAnyOrderElementsOf(Profiles.list());
        }
        assertThat(Profiles.list()).hasSize(28);
        for (String name : Profiles.list()) {
            assertThat(Profiles.file(name).name()).isEqualTo(name);
            assertThat(Profiles.file(name).source()).isNotBlank();
        }
    }

    @Test
    void severitiesAreChosenByName() {
        assertThat(Profiles.byName("ke-4g").severity()).isEqualTo(Severity.P50);
        assertThat(Profiles.byName("ke-4g:p90").id()).isEqualTo("ke-4g:p90");
        assertThat(Profiles.byName("ke-4g:p90").path().up().capacity().meanBps())
                .isEqualTo(1_500_000);
        assertThatThrownBy(() -> Profiles.byName("ke-4g:p95"))
                .isInstanceOf(BadInput.class)
                .hasMessage("severity: \"p95\" (legal: p50, p90, p99)");
        assertThatThrownBy(() -> Profiles.byName("mars"))
                .hasMessageStartingWith("profile: \"mars\" (legal: in-4g-city");
    }
}
