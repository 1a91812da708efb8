package io.steadycast.netsim.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.steadycast.netsim.BadInput;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What every command owes its user: one line for each mistake, the right exit code, whole files or none. */
final class NetsimTest {
    @TempDir
    Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int run(String... arguments) {
        return Netsim.execute(new PrintWriter(out), new PrintWriter(err), arguments);
    }

    @Test
    void listTellsTheNamesOfMetrics() {
        assertThat(run("list", "metrics")).isZero();
        assertThat(out.toString()).contains("stall-200").contains("alphartc-repaired");
        assertThat(err.toString()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "lsit", "list nonsense", "list --nonsense"})
    void wrongUsageIsOneLineAndExitCodeTwo(String line) {
        String[] arguments = line.isEmpty() ? new String[0] : line.split(" ");
        assertThat(run(arguments)).isEqualTo(2);
        assertThat(err.toString().lines()).hasSize(1).first().asString().startsWith("steadycast netsim");
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void anOutputIsSeenOnlyWhenItIsWhole() throws IOException {
        Path target = Files.writeString(folder.resolve("report.json"), "old");
        try (OutputFile output = OutputFile.open("--json", target)) {
            Files.writeString(output.path(), "new");
            assertThat(target).hasContent("old");
            output.commit();
        }
        assertThat(target).hasContent("new");
        assertThat(files()).isEqualTo(1);
    }

    @Test
    void anOutputThatWasNotCommittedLeavesNothing() throws IOException {
        Path target = folder.resolve("report.json");
        try (OutputFile output = OutputFile.open("--json", target)) {
            Files.write(output.path(), "half".getBytes(UTF_8));
        }
        assertThat(files()).isZero();
    }

    @Test
    void anUnwritablePlaceIsToldBeforeAnythingRuns() {
        assertThatThrownBy(() -> OutputFile.open("--json", folder))
                .isInstanceOf(BadInput.class)
                .hasMessageContaining("--json")
                .hasMessageContaining("is a folder");
        assertThatThrownBy(
                        () -> OutputFile.open("--html", folder.resolve("none").resolve("a.html")))
                .isInstanceOf(BadInput.class)
                .hasMessageContaining("--html")
                .hasMessageContaining("does not exist");
        // Not even root creates files there.
        assertThatThrownBy(() -> OutputFile.open("--junit", Path.of("/proc/self/a.xml")))
                .isInstanceOf(BadInput.class)
                .hasMessageContaining("--junit /proc/self/a.xml: cannot be written");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "run",
                "run --profile nowhere",
                "run --profile lab-clean --policy B9",
                "run --profile lab-clean --seeds 0",
                "run --profile lab-clean --viewers 0",
                "run --profile lab-clean --duration 60",
                "run --profile lab-clean --trace a.json",
                "run --trace missing.json",
                "run --scenario missing.conf",
                "run --profile lab-clean --json /no/such/folder/a.json",
                "run --profile lab-clean --html /proc/self/a.html",
                "import",
                "import --netem jitter",
                "import --netem delay=5 a.down",
                "export lab-clean",
                "export nowhere --netem",
                "suite nothing",
                "suite targets --only T99",
                "suite targets --traces /no/such/folder"
            })
    void wrongInputIsOneLineExitCodeTwoAndNothingElse(String line) {
        assertThat(run(line.split(" "))).isEqualTo(2);
        assertThat(err.toString().lines()).hasSize(1).first().asString().startsWith("steadycast netsim ");
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void netemComesInAndGoesOutAgain() throws IOException {
        Path profile = folder.resolve("office.conf");
        Path script = folder.resolve("office.sh");
        String line = "delay 30ms loss random 1% 25% rate 2mbit limit 100";
        assertThat(run("import", "--netem", line, "--direction", "down", "-o", profile.toString()))
                .as(err::toString)
                .isZero();
        assertThat(err.toString().lines())
                .hasSize(2)
                .allMatch(told -> told.startsWith("steadycast netsim import: warning: --netem: "));
        assertThat(run("run", "--profile", profile.toString(), "--seeds", "1", "--duration", "2s"))
                .isZero();
        assertThat(run("export", profile.toString(), "--netem", "-o", script.toString()))
                .isZero();
        assertThat(Files.readAllLines(script))
                .contains(
                        "tc qdisc replace dev $UP root netem limit 1000",
                        "tc qdisc replace dev $DOWN root netem limit 100 delay 30ms loss random 1% rate 2000000bit");
        assertThat(run("import", "--netem", script.toString())).isZero();
        assertThat(files()).isEqualTo(2);
    }

    @Test
    void aRunWritesAllReportsAndRepeatsToTheByte() throws IOException {
        String[] arguments = {
            "run",
            "--profile",
            "lab-clean",
            "--viewers",
            "2",
            "--seeds",
            "2",
            "--duration",
            "3s",
            "--policy",
            "nack,nack:0",
            "--json",
            folder.resolve("a.json").toString(),
            "--junit",
            folder.resolve("a.xml").toString(),
            "--html",
            folder.resolve("a.html").toString()
        };
        assertThat(run(arguments)).as(err::toString).isZero();
        String first = out.toString();
        byte[] json = Files.readAllBytes(folder.resolve("a.json"));
        byte[] html = Files.readAllBytes(folder.resolve("a.html"));
        assertThat(first).containsPattern("log nack seed 1 [0-9a-f]{64} [0-9]+ datagrams");
        assertThat(first).contains("stall-200 %");
        assertThat(files()).isEqualTo(3);
        out.getBuffer().setLength(0);
        assertThat(run(arguments)).isZero();
        assertThat(out.toString()).isEqualTo(first);
        assertThat(folder.resolve("a.json")).hasBinaryContent(json);
        assertThat(folder.resolve("a.html")).hasBinaryContent(html);
        assertThat(new String(json, UTF_8)).contains("\"first-frame\"").contains("\"policy\" : \"nack:0\"");
    }

    @Test
    void aSingleRunIsKeptToThePacket() throws IOException {
        Path log = folder.resolve("a.log");
        Path capture = folder.resolve("a.pcapng");
        String[] arguments = {
            "run",
            "--profile",
            "lab-clean",
            "--seeds",
            "1",
            "--duration",
            "2s",
            "--log",
            log.toString(),
            "--pcapng",
            capture.toString()
        };
        assertThat(run(arguments)).as(err::toString).isZero();
        assertThat(Files.size(log)).isGreaterThan(10_000);
        assertThat(Files.size(capture)).isGreaterThan(100_000);
        assertThat(files()).isEqualTo(2);
        String[] several = {
            "run",
            "--profile",
            "lab-clean",
            "--seeds",
            "2",
            "--log",
            folder.resolve("b.log").toString()
        };
        assertThat(run(several)).isEqualTo(2);
        assertThat(err.toString()).contains("--log: legal is one run, these are 2");
        String[] nowhere = {"run", "--profile", "lab-clean", "--seeds", "1", "--pcapng", folder.toString()};
        assertThat(run(nowhere)).isEqualTo(2);
        assertThat(files()).isEqualTo(2);
    }

    @Test
    void missedTargetsAreExitCodeOneAndTellHowToSeeThemAgain() throws IOException {
        Path file = Files.writeString(folder.resolve("shop.conf"), """
                duration = 3s, seeds = 1, policies = [nack]
                viewers { count = 2, path { rtt = 40ms, down-kbps = 4000 } }
                targets = [ { metric = first-frame, at-most = 0.001 }, { metric = first-frame, at-most = 3000 } ]
                """);
        assertThat(run("run", "--scenario", file.toString())).as(err::toString).isEqualTo(1);
        assertThat(out.toString())
                .contains("MISSED nack: first-frame <= 0.001 ms")
                .contains("again: ./steadycast netsim run --scenario " + file + " --seeds 1 --policy nack")
                .contains("1 targets met, 1 missed");
    }

    @Test
    void aSuiteRunsWhatItsTargetsCompareWithAndSaysWhatItLeftOut() {
        assertThat(run("suite", "targets", "--only", "T9", "--policy", "nack:0", "--seeds", "1", "--duration", "2s"))
                .as(err::toString)
                .isBetween(0, 1);
        assertThat(out.toString())
                .contains("T9  5 % loss")
                .contains("not run: ")
                .contains("targets met");
    }

    private long files() throws IOException {
        try (Stream<Path> found = Files.list(folder)) {
            return found.count();
        }
    }
}
