package io.steadycast.netsim.netem;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.steadycast.netsim.BadInput;
import io.steadycast.netsim.link.Link;
import io.steadycast.netsim.link.PathModel;
import io.steadycast.netsim.link.spec.Capacity;
import io.steadycast.netsim.link.spec.Direction;
import io.steadycast.netsim.link.spec.DirectionSpec;
import io.steadycast.netsim.link.spec.Loss;
import io.steadycast.netsim.link.spec.PathSpec;
import io.steadycast.netsim.profile.Profile;
import io.steadycast.netsim.profile.Profiles;
import io.steadycast.netsim.profile.Severity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

final class NetemTest {
    private static final long SEED = Long.getLong("netsim.seed", 7);

    @TempDir
    private Path folder;

    /** What tc takes and a profile can do comes back as the same parameters. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "limit 1000",
                "limit 1000 delay 80ms",
                "limit 1000 delay 100ms 20ms",
                "limit 1000 delay 100ms 20ms distribution normal",
                "limit 1000 delay 100ms 20ms distribution pareto",
                "limit 1000 delay 100ms 20ms distribution paretonormal",
                "limit 1000 loss random 1.5%",
                "limit 1000 loss gemodel 1% 10% 100% 0%",
                "limit 1000 loss gemodel 1% 10% 70% 0.1%",
                "limit 1000 corrupt 0.1% duplicate 2%",
                "limit 1000 delay 30ms reorder 25% gap 1",
                "limit 50 rate 2000000bit",
                "limit 200 delay 100ms loss random 3% rate 500000bit 20",
                "limit 64 slot 8ms 12ms bytes 6000",
                "limit 1000 delay 40ms 5ms distribution normal loss gemodel 0.5% 20% 90% 0% corrupt 0.01% duplicate 0.2% rate 10000000bit"
            })
    void comesBackAsItWas(String line) {
        assertThat(exported(line)).isEqualTo(line);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            latency 80ms                                      | limit 1000 delay 80ms
            del 0.08s lim 5000                                | limit 5000 delay 80ms
            drop 1%                                           | limit 1000 loss random 1%
            loss 0.3                                          | limit 1000 loss random 0.3%
            loss gemodel 5%                                   | limit 1000 loss gemodel 5% 95% 100% 0%
            loss gemodel p 1% r 10% 1-h 70% 1-k 0.1%          | limit 1000 loss gemodel 1% 10% 70% 0.1%
            loss state 1% 20%                                 | limit 1000 loss state 1% 20% 0% 100% 0%
            loss state p13 1% p31 99% p32 0% p23 100% p14 0%  | limit 1000 loss state 1% 99% 0% 100% 0%
            rate 1mbps 10 48 5 ecn                            | limit 1000 ecn rate 8000000bit 10 48 5
            rate 2Mbit packetoverhead 10 cellsize 48 celloverhead 5 | limit 1000 rate 2000000bit 10 48 5
            rate 1kibit                                       | limit 1000 rate 1024bit
            delay 10ms 2ms 25% distribution uniform           | limit 1000 delay 10ms 2ms 25%
            delay 10ms reorder 5% 50% gap 5                   | limit 1000 delay 10ms reorder 5% 50% gap 5
            delay 10ms gap 4                                  | limit 1000 delay 10ms reorder 100% gap 4
            slot 10ms packets 5 bytes 7000                    | limit 1000 slot 10ms 10ms packets 5 bytes 7000
            slot distribution normal 10ms 2ms                 | limit 1000 slot distribution normal 10ms 2ms
            corrupt 1% 10% duplicate 2% 20% seed 9            | limit 1000 corrupt 1% 10% duplicate 2% 20% seed 9
            tc qdisc add dev eth0 root netem delay 5ms        | limit 1000 delay 5ms
            qdisc netem 8001: dev eth0 root refcnt 2 limit 7 delay 5ms  1ms | limit 7 delay 5ms 1ms
            """)
    void isReadAsTcReadsIt(String line, String canonical) {
        assertThat(NetemText.of(NetemLines.of(line).getFirst().netem())).isEqualTo(canonical);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            delay 100                       | delay: "100" (legal: a time with its unit
            delay 90s                       | delay: "90s" (legal: 0 to 60s)
            loss 101%                       | loss: "101%" (legal: 0% to 100%)
            loss state                      | loss state p13: missing (legal: a value after it)
            loss gemodel 1% 0%              | (legal: up to 99.9%, and it must end)
            loss gemodel 1% 10% 1% 5%       | loss gemodel 1-k: "5%" (legal: at most 1-h, the loss in the bad state)
            loss state 1% 0%                | loss state p31: "0%" (legal: more than 0%
            rate 5mbot                      | rate: "5mbot" (legal: a rate such as
            limit 0                         | limit: "0" (legal: a whole number, 1 to 1000000)
            reorder 5%                      | reorder: "delay 0" (legal: only with a delay
            distribution normal             | distribution: "normal" (legal: only with a jitter
            jitter 5ms                      | netem: "jitter" (legal: limit, delay
            slot 0                          | slot: "0" (legal: more than 0)
            tc qdisc add dev eth0 root tbf  | no netem in it
            no/such/file                    | no such file
            """)
    void whatCannotBeIsOneLine(String line, String message) {
        assertThatThrownBy(() -> NetemProfile.of(line, null))
                .isInstanceOfSatisfying(
                        BadInput.class, wrong -> assertThat(wrong.problems()).hasSize(1))
                .hasMessageStartingWith("--netem")
                .hasMessageContaining(message);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            loss 1% 25%                                   | 1 | loss's correlation of 25%: no counterpart
            delay 100ms 20ms 25%                          | 2 | delay's correlation of 25%: no counterpart
            delay 100ms 20ms                              | 1 | jitter of netem reorders packets
            delay 100ms 20ms distribution mine            | 2 | distribution mine: not known here, taken as normal
            delay 5ms 20ms                                | 2 | jitter is larger than the delay
            loss state 1% 80% 10% 50% 2%                  | 2 | loss state's p32, p23
            loss 1% ecn                                   | 1 | ecn: packets are lost, not marked
            duplicate 1% 5%                               | 1 | duplicate's correlation
            corrupt 1% 5%                                 | 1 | corrupt's correlation
            delay 10ms reorder 5% 50% gap 5               | 2 | gap 5: no counterpart
            rate 1mbit 0 48 5                             | 1 | rate's cells: no counterpart
            slot 10ms 20ms packets 5                      | 2 | slot's packets: no counterpart, 5 are taken as 7570 bytes
            slot 10ms bytes 100000 rate 1mbit             | 1 | slot together with rate
            limit 50 delay 10ms                           | 1 | limit 50 without a rate
            delay 10ms rate 1mbit                         | 1 | limit 1000 counts packets that are only delayed
            seed 7                                        | 1 | seed 7 is no property of a network
            """)
    void whatHasNoCounterpartIsOneWarning(String line, int count, String warning) {
        NetemProfile profile = NetemProfile.of(line, null);
        assertThat(profile.warnings()).hasSize(count).anyMatch(one -> one.startsWith("--netem: " + warning));
        assertThat(Profiles.parse("x", profile.text()).notes()).isEqualTo(profile.warnings());
    }

    @Test
    void aLineIsForBothDirectionsUnlessSaid() {
        PathSpec both = path("delay 40ms rate 1mbit", null);
        assertThat(both.up()).isEqualTo(both.down());
        assertThat(both.up().ownDelayNs()).isEqualTo(40_000_000);
        PathSpec up = path("delay 40ms rate 1mbit", Direction.UP);
        assertThat(up.up().capacity()).isEqualTo(Capacity.ofKbps(1_000));
        assertThat(up.down()).isEqualTo(DirectionSpec.PLAIN);
    }

    @Test
    void aFileMayHoldBothDirections() throws IOException {
        Path file = Files.writeString(folder.resolve("office.sh"), """
                # of the office
                tc qdisc replace dev $UP root netem delay 30ms rate 1mbit # ADSL
                tc qdisc replace dev "$DOWN" root netem delay 20ms rate 8mbit
                """);
        PathSpec path = path(file.toString(), null);
        assertThat(path.up().capacity()).isEqualTo(Capacity.ofKbps(1_000));
        assertThat(path.down().capacity()).isEqualTo(Capacity.ofKbps(8_000));
        Files.writeString(file, "delay 30ms\ndelay 20ms\n");
        assertThatThrownBy(() -> NetemProfile.of(file.toString(), null))
                .hasMessageContaining("do not tell their directions");
        Files.writeString(file, "# nothing\n");
        assertThatThrownBy(() -> NetemProfile.of(file.toString(), null)).hasMessageContaining("0 lines of netem");
        Files.writeString(file, "\n\ndelay 5x\n");
        assertThatThrownBy(() -> NetemProfile.of(file.toString(), null)).hasMessageStartingWith(file + ":3: delay: ");
    }

    static List<String> library() {
        return Profiles.list();
    }

    /** All that ships is exported, read again, and keeps its means. */
    @ParameterizedTest
    @MethodSource("library")
    void everyProfileIsExportedAndReadAgain(String name) throws IOException {
        for (Severity severity : Severity.values()) {
            Profile profile = Profiles.file(name).at(severity);
            List<String> lines = NetemExport.lines(profile);
            assertThat(lines).filteredOn(line -> !line.startsWith("#")).hasSize(2);
            Path script = Files.write(folder.resolve(name + severity + ".sh"), lines);
            PathSpec again = path(script.toString(), null);
            for (Direction direction : List.of(Direction.UP, Direction.DOWN)) {
                DirectionSpec before = profile.path().spec(direction);
                DirectionSpec after = again.spec(direction);
                String what = profile.id() + " " + direction + ": " + String.join("\n", lines);
                assertThat((double) after.capacity().meanBps())
                        .as(what)
                        .isCloseTo(
                                (double) before.capacity().meanBps(),
                                within(before.capacity().meanBps() * 0.01));
                double lossBefore = mean(before.entryLoss(), before.loss());
                assertThat(mean(after.entryLoss(), after.loss())).as(what).isCloseTo(lossBefore, within(0.002));
            }
        }
    }

    private static double mean(List<Loss> early, List<Loss> late) {
        double kept = 1;
        for (Loss loss : early) {
            kept *= 1 - loss.mean();
        }
        for (Loss loss : late) {
            kept *= 1 - loss.mean();
        }
        return 1 - kept;
    }

    /** The kernel's own state machines (net/sched/sch_netem.c, loss_4state and loss_gilb_ell), against the link with the imported profile. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "loss gemodel 1% 10%",
                "loss gemodel 2% 20% 70% 0.5%",
                "loss state 2% 25%",
                "loss state 2% 30% 10% 50% 0%",
                "loss state 1% 30% 0% 100% 1%"
            })
    void losesWhatTheKernelLoses(String line) {
        boolean[] kernel = kernel(NetemLines.of(line).getFirst().netem().loss(), new Random(SEED));
        boolean[] link = link(path(line, null));
        String seed = line + ", again with -Dnetsim.seed=" + SEED;
        assertThat(share(link)).as(seed).isCloseTo(share(kernel), within(0.06 * share(kernel)));
        assertThat(meanRun(link)).as(seed).isCloseTo(meanRun(kernel), within(0.08 * meanRun(kernel)));
    }

    private static boolean[] kernel(Netem.Loss loss, Random random) {
        boolean[] lost = new boolean[400_000];
        int state = 1;
        for (int i = 0; i < lost.length; i++) {
            double rnd = random.nextDouble();
            if (loss instanceof Netem.Loss.Gemodel model) {
                lost[i] = random.nextDouble() < (state == 1 ? model.lossInGood() : model.lossInBad());
                state = state == 1 ? (rnd < model.p() ? 2 : 1) : rnd < model.r() ? 1 : 2;
            } else if (loss instanceof Netem.Loss.State model) {
                state = switch (state) {
                    case 1 -> rnd < model.p14() ? 4 : rnd < model.p13() + model.p14() ? 3 : 1;
                    case 2 -> rnd < model.p23() ? 3 : 2;
                    case 3 -> rnd < model.p32() ? 2 : rnd < model.p31() + model.p32() ? 1 : 3;
                    default -> 1;
                };
                lost[i] = state >= 3;
            }
        }
        return lost;
    }

    private static boolean[] link(PathSpec path) {
        boolean[] lost = new boolean[400_000];
        PathModel<Integer> model = new PathModel<>(new Link.Start(0, SEED), path, fate -> {
            if (fate.fate().dropped()) {
                lost[fate.packet()] = true;
            }
        });
        for (int i = 0; i < lost.length; i++) {
            model.offerUp(i * 1_000_000L, i, 1_000);
            while (model.pollUp(i * 1_000_000L) != null) {
                // What arrives is not lost.
            }
        }
        return lost;
    }

    private static double share(boolean[] lost) {
        int count = 0;
        for (boolean one : lost) {
            count += one ? 1 : 0;
        }
        return (double) count / lost.length;
    }

    private static double meanRun(boolean[] lost) {
        int runs = 0;
        int count = 0;
        for (int i = 0; i < lost.length; i++) {
            count += lost[i] ? 1 : 0;
            runs += lost[i] && (i == 0 || !lost[i - 1]) ? 1 : 0;
        }
        return (double) count / Math.max(1, runs);
    }

    private static PathSpec path(String line, @Nullable Direction direction) {
        return Profiles.parse("x", NetemProfile.of(line, direction).text())
                .at(Severity.P50)
                .path();
    }

    private static String exported(String line) {
        List<String> lines = NetemExport.lines(
                Profiles.parse("x", NetemProfile.of(line, null).text()).at(Severity.P50));
        return lines.getLast().replaceFirst(".* netem ", "");
    }
}
