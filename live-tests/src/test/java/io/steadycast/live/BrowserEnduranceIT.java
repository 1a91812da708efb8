package io.steadycast.live;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The long run in small: four networks of six seconds. It has to end with a picture, whatever a busy machine makes of its frame rate. */
final class BrowserEnduranceIT {
    @Test
    void aViewerGoesThroughChangingNetworksAndEndsWithAPicture(@TempDir Path folder) throws IOException {
        Path json = folder.resolve("steps.json");
        Path html = folder.resolve("steps.html");
        String[] arguments = {
            "--duration",
            "24s",
            "--step",
            "6s",
            "--conditions",
            "T1,T2,T4,T9",
            "--json",
            json.toString(),
            "--html",
            html.toString()
        };
        int status = BenchOptions.execute("endurance", new BrowserEndurance(), arguments);
        assertThat(status).as("0 or 1: judged, not wrong").isBetween(0, 1);
        JsonNode steps = JsonMapper.shared().readTree(Files.readString(json));
        assertThat(steps.size()).isEqualTo(4);
        for (JsonNode step : steps) {
            assertThat(step.path("lastPictureMs").asDouble()).as("%s", step).isLessThan(EnduranceStep.STUCK_MS);
            assertThat(step.path("memory").path("resident").asDouble()).isBetween(50.0, 2_000.0);
        }
        assertThat(steps.get(3).path("condition").asString()).isEqualTo("T1");
        assertThat(Files.readString(html)).contains("<svg", "heap after a collection", "fps at the end");
    }
}
