package io.steadycast.netsim.scenario.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.steadycast.abr.profile.QualityProfiles;
import io.steadycast.netsim.BadInput;
import io.steadycast.netsim.scenario.Conditions;
import io.steadycast.netsim.scenario.Metric;
import io.steadycast.netsim.scenario.PathChoice;
import io.steadycast.netsim.scenario.Scenario;
import io.steadycast.netsim.scenario.Target;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ScenarioReaderTest {
    private static final Paths PATHS = new Paths() {
        @Override
        public List<String> profiles() {
            return List.of("lab-clean");
        }

        @Override
        public PathChoice profile(String name) {
            if (name.startsWith("lab-clean") || name.startsWith("in-4g")) {
                return new PathChoice(name, Conditions.LAB.spec());
            }
            throw new BadInput("no profile '" + name + "'");
        }

        @Override
        public PathChoice trace(String file) {
            throw new BadInput(file + ": cannot be read");
        }

        @Override
        public boolean isGym(String file) {
            return false;
        }
    };

    private static ScenarioFile read(String text) {
        return new ScenarioReader(PATHS).read("evening.conf", text);
    }

    private static List<String> problems(String text) {
        return catchThrowableOfType(BadInput.class, () -> read(text)).problems();
    }

    @Test
    void aQualityProfileIsNamedAndOneThatIsUnknownIsTold() {
        String viewers = "viewers = { profile = lab-clean }\n";
        assertThat(read(viewers).scenario().quality()).isSameAs(QualityProfiles.SMOOTH_FIRST);
        assertThat(read(viewers + "quality-profile = rescue").scenario().quality())
                .isSameAs(QualityProfiles.RESCUE);
        assertThat(problems(viewers + "quality-profile = fast"))
                .singleElement()
                .asString()
                .startsWith("evening.conf:2: quality-profile: no quality profile 'fast'; there are clarity-first");
    }

    @Test
    void aWholeFile() {
        ScenarioFile file = read("""
                title = "friday evening"
                duration = 90s, warm-up = 3s, seeds = 7
                policies = [B0, B1]
                hosts = [ { name = shop, ladder = measured, uplink = "in-4g:p90" } ]
                viewers = { count = 10, host = shop, join-over = 9s
                  mix = [ { profile = lab-clean, share = 40% }, { profile = in-4g, share = 0.6 } ] }
                targets = [ { metric = stall-200, at-most = 0.5 }, { metric = freeze-count, at-most = 0.4, times = B0 } ]
                """);
        Scenario scenario = file.scenario();
        assertThat(file.policies()).containsExactly("B0", "B1");
        assertThat(file.seeds()).isEqualTo(7);
        assertThat(scenario.name()).isEqualTo("evening");
        assertThat(scenario.timing()).isEqualTo(new Scenario.Timing(90_000_000_000L, 3_000_000_000L));
        assertThat(scenario.cast().viewers()).hasSize(10);
        assertThat(scenario.cast().viewers().stream()
                        .filter(v -> v.path().label().equals("lab-clean")))
                .hasSize(4);
        assertThat(scenario.cast().viewers().getLast().stay().joinAtNs()).isEqualTo(9_000_000_000L);
        assertThat(scenario.cast().hosts().getFirst().ladder().framesPerSecond())
                .isEqualTo(25);
        assertThat(scenario.targets())
                .containsExactly(
                        Target.atMost(Metric.STALL_200, 0.5),
                        new Target(
                                Metric.FREEZE_COUNT, Target.Comparison.AT_MOST, new Target.Reference.Times("B0", 0.4)));
    }

    @Test
    void aPathRightThere() {
        Scenario scenario = read("viewers { path { rtt = 200ms, down-kbps = 1500, loss = 10% } }")
                .scenario();
        PathChoice path = scenario.cast().viewers().getFirst().path();
        assertThat(path.label()).isEqualTo("200 ms, 1.5 Mbps, 10 % loss");
        assertThat(path.spec().down().capacity().meanBps()).isEqualTo(1_500_000);
        assertThat(path.spec().down().loss().getFirst().mean()).isEqualTo(0.1);
    }

    @Test
    void allProblemsAtOnceEachWithItsLine() {
        assertThat(problems("""
                        duration = 90
                        seeds = many
                        colour = blue
                        hosts = [ { fps = 500 } ]
                        viewers = { count = 10
                          mix = [ { profile = nowhere, share = 40% }, { trace = gone.csv, share = 50% } ] }
                        targets = [
                          { metric = speed, at-most = 1 }
                          { metric = stall-200 }
                        ]
                        """))
                .anySatisfy(
                        line -> assertThat(line).startsWith("evening.conf:1: duration: '90' (legal: a time with unit"))
                .anySatisfy(line ->
                        assertThat(line).startsWith("evening.conf:2: seeds: 'many' (legal: a whole number from 1"))
                .anySatisfy(line -> assertThat(line).startsWith("evening.conf:3: colour: unknown key (legal: duration"))
                .anySatisfy(line -> assertThat(line)
                        .startsWith("evening.conf:4: hosts[0].fps: '500' (legal: a whole number from 1 to 120)"))
                .anySatisfy(line -> assertThat(line).startsWith("evening.conf:6: viewers.mix: shares sum to 90 %"))
                .anySatisfy(line ->
                        assertThat(line).startsWith("evening.conf:6: viewers.mix[0].profile: no profile 'nowhere'"))
                .anySatisfy(line ->
                        assertThat(line).startsWith("evening.conf:6: viewers.mix[1].trace: gone.csv: cannot be read"))
                .anySatisfy(line ->
                        assertThat(line).startsWith("evening.conf:8: targets[0].metric: 'speed' (legal: stall-200"))
                .anySatisfy(line ->
                        assertThat(line).startsWith("evening.conf:9: targets[1].metric: one of at-most and at-least"))
                .hasSize(9);
    }

    @Test
    void whatIsNoHoconIsToldByLine() {
        assertThat(problems("duration = 60s\nviewers = {{"))
                .singleElement()
                .asString()
                .startsWith("evening.conf:2: not HOCON");
    }

    @Test
    void viewersAreNeeded() {
        assertThat(problems("duration = 60s")).singleElement().asString().contains("viewers: missing");
    }

    @Test
    void durations() {
        assertThat(Units.durationNs("500ms")).isEqualTo(500_000_000L);
        assertThat(Units.durationNs("1.5s")).isEqualTo(1_500_000_000L);
        assertThat(Units.durationNs("10m")).isEqualTo(600_000_000_000L);
        assertThat(Units.durationNs("60")).isNull();
        assertThat(Units.durationNs("-1s")).isNull();
        assertThat(Units.durationNs("999999999999h")).isNull();
    }
}
