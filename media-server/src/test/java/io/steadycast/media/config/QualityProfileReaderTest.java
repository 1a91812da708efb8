package io.steadycast.media.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.steadycast.abr.profile.DegradationPreference;
import io.steadycast.abr.profile.QualityProfile;
import io.steadycast.abr.profile.QualityProfiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class QualityProfileReaderTest {
    @TempDir
    Path directory;

    @Test
    void whatShipsIsFoundByName() throws ConfigException {
        for (QualityProfile profile : QualityProfiles.all()) {
            assertThat(QualityProfileReader.find(profile.name())).isSameAs(profile);
        }
    }

    @Test
    void aFileChangesItsBaseWhereItSaysSo() throws Exception {
        Path file = write("jewellery.conf", """
                base = clarity-first
                preference = balanced
                delay.max-ms = 900
                layers { up-share = 0.9, min-height-px = 540 }
                """);
        QualityProfile profile = QualityProfileReader.find(file.toString());
        assertThat(profile.name()).isEqualTo("jewellery");
        assertThat(profile.preference()).isEqualTo(DegradationPreference.BALANCED);
        assertThat(profile.delay().maxMs()).isEqualTo(900);
        assertThat(profile.delay().rescueMaxMs())
                .isEqualTo(QualityProfiles.CLARITY_FIRST.delay().rescueMaxMs());
        assertThat(profile.layers().upShare()).isEqualTo(0.9);
        assertThat(profile.layers().minHeightPx()).isEqualTo(540);
    }

    @Test
    void everyProblemOfAFileIsToldWithPlaceKeyValueAndRange() throws IOException {
        Path file = write("wrong.conf", """
                base = quick
                preference = maintain-everything
                delay.max-ms = soon
                layers.up-share = 1.5
                layers.colour = red
                """);
        assertThatThrownBy(() -> QualityProfileReader.find(file.toString()))
                .isInstanceOfSatisfying(
                        ConfigException.class,
                        wrong -> assertThat(wrong.problems())
                                .satisfiesExactlyInAnyOrder(
                                        line -> assertThat(line)
                                                .startsWith(file + ":1: base: 'quick' (legal: clarity-first, "),
                                        line -> assertThat(line)
                                                .isEqualTo(file + ":2: preference: 'maintain-everything' (legal: "
                                                        + "maintain-framerate, maintain-resolution, balanced)"),
                                        line -> assertThat(line)
                                                .isEqualTo(
                                                        file
                                                                + ":3: delay.max-ms: 'soon' (legal: a whole number from 50 to 5000)"),
                                        line -> assertThat(line)
                                                .isEqualTo(file
                                                        + ":4: layers.up-share: '1.5' (legal: a number from 0.3 to 1)"),
                                        line -> assertThat(line)
                                                .startsWith(
                                                        file + ":5: layers.colour is not a known key (legal: base, ")));
    }

    @Test
    void knobsThatContradictEachOtherAreAProblem() throws IOException {
        Path file = write("order.conf", "delay.max-ms = 2000");
        assertThatThrownBy(() -> QualityProfileReader.find(file.toString()))
                .hasMessageContaining("delay.rescue-max-ms: 1500 (legal: at least delay.max-ms, which is 2000)");
    }

    @Test
    void aNameThatIsNeitherProfileNorFileIsToldWithWhatThereIs() {
        assertThatThrownBy(() -> QualityProfileReader.find("fast"))
                .hasMessage("no quality profile 'fast'; there are clarity-first, smooth-first, low-latency,"
                        + " audio-first, rescue, or a file");
    }

    @Test
    void theServerTakesProfilesOfItsOwnAndOnesBuiltOnThem() throws Exception {
        Path file = write("server.conf", """
                steadycast {
                  media.quality-profile = diamonds
                  quality-profiles {
                    jewellery { base = clarity-first, delay.max-ms = 900 }
                    diamonds { base = jewellery, layers.min-height-px = 720 }
                  }
                }
                """);
        QualityProfile profile = ConfigLoader.load(file, List.of()).media().quality();
        assertThat(profile.name()).isEqualTo("diamonds");
        assertThat(profile.delay().maxMs()).isEqualTo(900);
        assertThat(profile.layers().minHeightPx()).isEqualTo(720);
        assertThat(ConfigLoader.load(null, List.of()).media().quality()).isSameAs(QualityProfiles.SMOOTH_FIRST);
    }

    @Test
    void theServerTellsWhatIsWrongWithThem() throws IOException {
        Path file = write("server.conf", """
                steadycast {
                  media.quality-profile = gold
                  quality-profiles.rescue.delay.max-ms = 900
                  quality-profiles.jewellery.delay.max-ms = 9
                }
                """);
        assertThatThrownBy(() -> ConfigLoader.load(file, List.of()))
                .isInstanceOfSatisfying(
                        ConfigException.class,
                        wrong -> assertThat(wrong.problems())
                                .anySatisfy(
                                        line -> assertThat(line).contains("quality-profile = \"gold\" is not legal"))
                                .anySatisfy(line -> assertThat(line).contains("rescue ships with Steadycast"))
                                .anySatisfy(line ->
                                        assertThat(line).contains("server.conf:4: delay.max-ms: '9' (legal: ")));
    }

    private Path write(String name, String text) throws IOException {
        return Files.writeString(directory.resolve(name), text);
    }
}
