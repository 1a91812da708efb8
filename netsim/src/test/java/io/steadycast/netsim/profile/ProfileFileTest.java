package io.steadycast.netsim.profile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.steadycast.netsim.BadInput;
import io.steadycast.netsim.link.spec.BaseDelay;
import io.steadycast.netsim.link.spec.Capacity;
import io.steadycast.netsim.link.spec.ExcessDelay;
import io.steadycast.netsim.link.spec.Happening;
import io.steadycast.netsim.link.spec.Loss;
import io.steadycast.netsim.link.spec.Span;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ProfileFileTest {
    private static final String ABOUT = "name = x\ntitle = t\nsource = s\n";

    @TempDir
    private Path directory;

    @Test
    void bothGivesWhatOneDirectionDoesNotSay() {
        Profile profile = read("""
                both { rate { kbps = 700 }, queue { ms = 100 }, loss { iid { p = 0.1 } } }
                down { loss { iid { p = 0.2 } } }
                """);
        assertThat(profile.path().up().capacity()).isEqualTo(Capacity.ofKbps(700));
        assertThat(profile.path().down().capacity()).isEqualTo(Capacity.ofKbps(700));
        assertThat(profile.path().up().queue().limitBytes()).isEqualTo(8_750);
        assertThat(profile.path().up().loss()).containsExactly(new Loss.Iid(0.1));
        assertThat(profile.path().down().loss()).containsExactly(new Loss.Iid(0.2));
    }

    @Test
    void factorsAndOverridesMakeASeverity() {
        String text = ABOUT + """
                base { rtt_ms = 50 }
                up {
                  rate { kbps = 1000 }
                  excess { lognormal { p50_ms = 4, p95_ms = 10, tau_ms = 50 } }
                  loss { ge { p = 0.1, bad_ms = 100, h = 0.5 } }
                }
                events = [ { every_s = 60, handover { hold_ms = [50, 80], lost_share = 0.1 } }, { at_s = 5, outage { length_s = 2 } } ]
                severity { p99 { factors { rate = 0.1 }, override { base { rtt_ms = 90 } } } }
                """;
        ProfileFile file = ProfileFile.parse("x.conf", text, null);
        Profile p90 = file.at(Severity.P90);
        assertThat(p90.path().up().capacity()).isEqualTo(Capacity.ofKbps(500));
        assertThat(p90.path().up().excess()).isEqualTo(new ExcessDelay.Lognormal(7_200_000, 18_000_000, 50_000_000));
        assertThat(p90.path().up().loss()).containsExactly(new Loss.GilbertElliott(0.2, 150_000_000, 0.5, 1, 0));
        assertThat(p90.path().events().get(0).what())
                .isEqualTo(new Happening.Handover(new Span(90_000_000, 144_000_000), 0.2));
        assertThat(p90.path().events().get(1).what()).isEqualTo(new Happening.Outage(Span.ofMs(3_600)));
        Profile p99 = file.at(Severity.P99);
        assertThat(p99.path().up().capacity()).isEqualTo(Capacity.ofKbps(100));
        assertThat(p99.path().baseDelay()).isEqualTo(BaseDelay.ofRttMs(90));
        assertThat(p99.path().up().loss())
                .as("no more than the bad state can take")
                .containsExactly(new Loss.GilbertElliott(0.4, 250_000_000, 0.5, 1, 0));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "base { rtt_ms = -3 } | x.conf:4: base.rtt_ms: -3 (legal: 0 to 60000 ms)",
                "base { rtt_sm = 3 } | x.conf:4: base.rtt_ms: missing (legal: either rtt_ms or epoch)",
                "up { rate { kbps = fast } } | x.conf:4: up.rate.kbps: \"fast\" (legal: 0 to 100000000 kbit/s)",
                "up { rat { kbps = 1 } } | x.conf:4: up.rat: unknown key (legal: rate, policer, own_delay_ms, entry_loss, queue, loss, excess, stalls, reorder, duplicate_p, corrupt_p, framing)",
                "up { rate { kbps = 1, ar1 {} } } | x.conf:4: up.rate.ar1: a section (legal: one of kbps, ar1, steps, slotted, trace)",
                "up { queue { ms = 5 } } | x.conf:4: up.queue.ms: 5 (legal: bytes; an unlimited rate has no ms)",
                "up { loss { ge { p = 0.6, bad_ms = 10, h = 0.5 } } } | x.conf:4: up.loss.ge: loss.p is 0.6, legal is less than loss.lossInBad, which is 0.5",
                "up { queue { ms = 5, bytes = 5 }, rate { kbps = 9 } } | x.conf:4: up.queue.ms: 5 (legal: either ms or bytes)",
                "up = 7 | x.conf:4: up: 7 (legal: a section { ... })",
                "events = [ { at_s = 1, outag {} } ] | x.conf:4: events[0].outage: missing (legal: one of outage, blackhole, handover, base_delay_step, rate_factor, rate_step, loss_for, nat_rebinding, mtu, udp_blocked, flow_cut, cross)",
                "events = [ { on_epoch = true, handover { hold_ms = 5 } } ] | x.conf:4: events[0].on_epoch: true (legal: only with base.epoch)",
                "events = [ { at_s = 1, handover { hold_ms = [9, 5] } } ] | x.conf:4: events[0].handover.hold_ms: [9,5] (legal: [from, to] with from at most to)",
                "mtu_bytes = 1280.5 | x.conf:4: mtu_bytes: 1280.5 (legal: a whole number, 200 to 65535 bytes)",
                "severity { p95 {} } | x.conf:4: severity.p95: unknown key (legal: p50, p90, p99)",
                "expect { p50 { rtt = 5 } } | x.conf:4: expect.p50.rtt: unknown key (legal: rtt_p50_ms, rtt_p95_ms, loss_up_pct, loss_down_pct, rate_up_kbps, rate_down_kbps)",
                "up { rate { trace { file = a.up } } } | x.conf:4: trace: only a profile of your own may refer to a trace",
            })
    void whatIsWrongIsNamedByLineKeyValueAndRange(String line, String message) {
        assertThat(problems(ABOUT + line + "\n")).contains(message);
    }

    @Test
    void allProblemsAreToldAtOnce() {
        assertThat(problems("name = x\ntitle = t\nbase { rtt_ms = -1 }\nup { rate { kbps = -1 } }\nfoo = 1\n"))
                .anyMatch(problem -> problem.contains("source: missing"))
                .anyMatch(problem -> problem.startsWith("x.conf:3: base.rtt_ms"))
                .anyMatch(problem -> problem.startsWith("x.conf:4: up.rate.kbps"))
                .anyMatch(problem -> problem.startsWith("x.conf:5: foo: unknown key"));
    }

    @Test
    void brokenHoconIsOneLineWithItsPlace() {
        assertThat(problems(ABOUT + "base { rtt_ms = \n}}\n"))
                .singleElement()
                .asString()
                .startsWith("x.conf:")
                .contains("not HOCON")
                .doesNotContain("\n");
        assertThat(problems(ABOUT + "include \"other\"\n"))
                .singleElement()
                .asString()
                .contains("no includes");
    }

    @Test
    void tracesOfOnesOwnLieBesideTheProfile() throws IOException {
        Files.writeString(directory.resolve("car.down"), "10\n20\n1000\n");
        Path file = Files.writeString(
                directory.resolve("mine.conf"),
                ABOUT + "down { rate { trace { file = car.down, format = mahimahi } } }\n");
        Capacity capacity = Profiles.ofFile(file).path().down().capacity();
        assertThat(capacity).isInstanceOf(Capacity.Opportunities.class);
        assertThat(capacity.meanBps()).isEqualTo(36_000);
        assertThat(Profiles.find(file + ":p90").path().down().capacity().meanBps())
                .isEqualTo(24_000);
        Files.writeString(directory.resolve("car.down"), "10\nx\n");
        BadInput wrong = catchThrowableOfType(BadInput.class, () -> Profiles.ofFile(file));
        assertThat(wrong.problems())
                .singleElement()
                .asString()
                .contains("mine.conf:4: ")
                .contains("car.down:2: stamp: \"x\"");
    }

    private static Profile read(String body) {
        return ProfileFile.parse("x.conf", ABOUT + body, null).at(Severity.P50);
    }

    private static List<String> problems(String text) {
        return catchThrowableOfType(BadInput.class, () -> ProfileFile.parse("x.conf", text, null))
                .problems();
    }
}
