package io.steadycast.netsim.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

final class LinkCommandTest {
    @TempDir
    Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int run(String arguments) {
        return Netsim.execute(new PrintWriter(out), new PrintWriter(err), arguments.split(" "));
    }

    @Test
    void aRunSaysLoudlyThatItIsOnAndLeavesAReport() throws IOException {
        Path report = folder.resolve("report.json");
        int code = run(
                "link --listen 0 --to 127.0.0.1:9 --profile lab-clean --seed 7 --control 0 --auto-off 10m --duration 500ms --json "
                        + report);
        assertThat(err.toString()).isEmpty();
        assertThat(code).isEqualTo(ExitCode.OK);
        assertThat(out.toString())
                .contains("IMPAIRMENT ACTIVE for 59")
                .contains("ready udp 127.0.0.1:")
                .contains("control http://127.0.0.1:");
        JsonNode json = JsonMapper.builder().build().readTree(Files.readString(report));
        assertThat(json.path("reproduce").stringValue())
                .isEqualTo("./steadycast netsim link --listen 0 --to 127.0.0.1:9 --profile lab-clean --seed 7");
        assertThat(json.path("stamp").stringValue()).isIn("VALID", "DEGRADED");
        assertThat(json.path("notEmulated")).hasSize(2);
        try (var files = Files.list(folder)) {
            assertThat(files).containsExactly(report);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "link --to 127.0.0.1:9 --profile lab-clean",
                "link --listen 70000 --to 127.0.0.1:9 --profile lab-clean",
                "link --listen 0 --to nowhere --profile lab-clean",
                "link --listen 0 --to 127.0.0.1:9 --profile no-such-profile",
                "link --listen 0 --to 127.0.0.1:9 --profile lab-clean=0",
                "link --listen 0 --to 127.0.0.1:9 --profile lab-clean --auto-off soon",
                "link --listen 0 --to 127.0.0.1:9 --profile lab-clean --duration 1s --json /no/such/folder/report.json"
            })
    void aMistakeIsOneLineAndNothingRuns(String arguments) {
        assertThat(run(arguments)).isEqualTo(ExitCode.USAGE);
        assertThat(err.toString().strip().lines()).as(err.toString()).hasSize(1);
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void aPortInUseIsOneLineAndNoReportIsLeft() throws IOException {
        try (DatagramSocket taken = new DatagramSocket(0, InetAddress.ofLiteral("127.0.0.1"))) {
            String arguments = "link --listen %d --to 127.0.0.1:9 --profile lab-clean --duration 1s --json %s"
                    .formatted(taken.getLocalPort(), folder.resolve("report.json"));
            assertThat(run(arguments)).isEqualTo(ExitCode.USAGE);
            assertThat(err.toString().strip().lines())
                    .singleElement()
                    .asString()
                    .contains("cannot listen on UDP 127.0.0.1:" + taken.getLocalPort());
            assertThat(folder).isEmptyDirectory();
        }
    }
}
