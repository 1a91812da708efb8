package io.steadycast.netsim.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.steadycast.netsim.scenario.Scenario;
import io.steadycast.netsim.scenario.suite.Suite;
import io.steadycast.netsim.scenario.suite.Suites;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of a folder of recordings in the targets. */
final class TracesOfTargetsTest {
    private static final String MAHIMAHI = "1\n5\n9\n14\n20\n";
    private static final String GYM = """
            {"type": "video", "downlink": {}, "uplink": {"trace_pattern": [
              {"duration": 1000, "capacity": 500, "loss": 0, "rtt": 60, "jitter": 0},
              {"duration": 1000, "capacity": 900, "loss": 0.1, "rtt": 60, "jitter": 0}]}}
            """;

    private static Suite targets(Path folder) {
        return Suites.byName("targets", NamedPaths.INSTANCE, folder);
    }

    @Test
    void linksOfTheGymAreScoredAsTheGymDoesAndOthersAreDrivenOver(@TempDir Path folder) throws IOException {
        Files.writeString(folder.resolve("lte.down"), MAHIMAHI);
        Files.writeString(folder.resolve("4G.json"), GYM);
        Suite suite = targets(folder);
        assertThat(suite.scenarios()).extracting(Scenario::name).contains("T12-lte.down", "T15-4G.json");
        assertThat(suite.scenarios()).extracting(Scenario::name).doesNotContain("T12-4G.json", "T15-lte.down");
        assertThat(suite.notRun()).noneMatch(line -> line.startsWith("T15") || line.startsWith("T12"));
    }

    @Test
    void whatWasNotRunIsTold(@TempDir Path folder) throws IOException {
        Files.writeString(folder.resolve("lte.down"), MAHIMAHI);
        assertThat(targets(folder).notRun()).anyMatch(line -> line.startsWith("T15 on recorded"));
    }
}
