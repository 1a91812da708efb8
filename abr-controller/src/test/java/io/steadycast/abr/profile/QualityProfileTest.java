package io.steadycast.abr.profile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class QualityProfileTest {
    @Test
    void whatShipsIsLegalAndHasItsOwnName() {
        List<String> names = new ArrayList<>();
        for (QualityProfile profile : QualityProfiles.all()) {
            assertThat(ProfileBuilder.from(profile, profile.name()).problems()).isEmpty();
            assertThat(QualityProfiles.byName(profile.name())).isSameAs(profile);
            assertThat(QualityProfiles.meaning(profile)).isNotBlank();
            names.add(profile.name());
        }
        assertThat(names)
                .containsExactlyInAnyOrder("clarity-first", "smooth-first", "low-latency", "audio-first", "rescue");
        assertThat(QualityProfiles.byName("fast")).isNull();
    }

    @Test
    void everyKnobTurnsWhatItIsNamedAfterAndNothingElse() {
        QualityProfile base = QualityProfiles.SMOOTH_FIRST;
        for (Knob knob : Knob.values()) {
            double other = Math.rint(knob.of(base)) == knob.of(base) && knob.isLegal(knob.of(base) + 1)
                    ? knob.of(base) + 1
                    : knob.of(base) / 2;
            QualityProfile turned =
                    ProfileBuilder.from(base, "turned").with(knob, other).build();
            for (Knob each : Knob.values()) {
                assertThat(each.of(turned))
                        .as(knob + " seen by " + each)
                        .isEqualTo(each == knob ? other : each.of(base));
            }
        }
    }

    @Test
    void allProblemsAreToldAtOnceWithValueAndRange() {
        ProfileBuilder wrong = ProfileBuilder.from(QualityProfiles.SMOOTH_FIRST, "Big Shop")
                .with(Knob.UP_SHARE, 1.2)
                .with(Knob.MAX_MS, 800.5)
                .with(Knob.START_KBPS, 20);
        assertThat(wrong.problems())
                .containsExactly(
                        "name: 'Big Shop' (legal: small letters, digits, dots and hyphens, at most 64)",
                        "delay.max-ms: 800.5 (legal: a whole number from 50 to 5000)",
                        "layers.up-share: 1.2 (legal: a number from 0.3 to 1)",
                        "rates.start-kbps: 20 (legal: at least rates.min-kbps, which is 30)");
        assertThatThrownBy(wrong::build)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("layers.up-share: 1.2");
    }
}
