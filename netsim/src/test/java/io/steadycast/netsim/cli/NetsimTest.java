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

    private long files() throws IOException {
        try (Stream<Path> found = Files.list(folder)) {
            return found.count();
        }
    }
}
