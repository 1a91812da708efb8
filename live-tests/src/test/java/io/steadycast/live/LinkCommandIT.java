package io.steadycast.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.steadycast.live.browser.Chromium;
import io.steadycast.live.browser.Page;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** docs/netsim/emulator.md, "A browser behind a bad network", as it stands there: {@code serve --announce}, {@code netsim link}, a browser, Ctrl-C. */
@ExtendWith(LiveResources.class)
final class LinkCommandIT {
    private final Chromium chromium;

    @TempDir
    private Path folder;

    LinkCommandIT(Chromium chromium) {
        this.chromium = chromium;
    }

    @Test
    void aBrowserPlaysThroughTheLinkAndAnInterruptLeavesTheReport() throws Exception {
        int port = LiveServer.freePorts();
        Path report = folder.resolve("report.json");
        try (LiveServer server = LiveServer.start("announce = [\"127.0.0.1:" + port + "\"]")) {
            Process link = link(server, port, report);
            Process host = Cli.start(
                    "publish",
                    "--whip",
                    server.whip("link"),
                    "--input",
                    pictures().toString());
            try (Page page = chromium.open(server.url() + "/watch/link")) {
                page.await("""
                        const reports = [...(await steadycast.pc()?.getStats() ?? []).values()];
                        return reports.some(s => s.type === 'inbound-rtp' && s.kind === 'video' && s.framesDecoded > 50);
                        """, Live.SOON);
                end(link, "INT", 0);
                end(host, "TERM", 143);
            } finally {
                host.destroyForcibly();
                link.destroyForcibly();
            }
        }
        JsonNode json = JsonMapper.builder().build().readTree(Files.readString(report));
        System.out.println("link: " + json.path("stamp") + " " + json.path("harness"));
        assertThat(json.path("reproduce").asString()).contains("--profile lab-clean", "--seed 7");
        // Host and viewer: what the one sends up, the other gets down.
        assertThat(json.path("clients"))
                .anyMatch(client -> client.path("up").path("deliveredBytes").asLong() > 10_000);
        assertThat(json.path("clients"))
                .anyMatch(client -> client.path("down").path("deliveredBytes").asLong() > 10_000);
        try (var files = Files.list(folder)) {
            assertThat(files).as("nothing half-written").containsExactlyInAnyOrder(report, folder.resolve("a.ivf"));
        }
    }

    private static Process link(LiveServer server, int port, Path report) throws IOException {
        Process link = Cli.start(
                "link",
                "--listen",
                port + "-" + (port + 1),
                "--to",
                "127.0.0.1:" + server.udpPort(),
                "--profile",
                "lab-clean",
                "--seed",
                "7",
                "--json",
                report.toString());
        BufferedReader said = link.inputReader();
        String line = said.readLine();
        while (line != null && !line.startsWith("ready udp")) {
            line = said.readLine();
        }
        assertThat(line).as("the link's ready line").isNotNull();
        return link;
    }

    private static void end(Process process, String signal, int code) throws IOException, InterruptedException {
        assertThat(new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid()))
                        .start()
                        .waitFor())
                .isZero();
        List<String> said = process.inputReader().lines().toList();
        assertThat(process.waitFor()).as(String.join("\n", said)).isEqualTo(code);
    }

    private Path pictures() throws IOException, InterruptedException {
        return PublishedPicturesIT.encoded(
                folder.resolve("a.ivf"),
                "vp8enc deadline=1 cpu-used=8 target-bitrate=800000 keyframe-max-dist=50 ! avmux_ivf");
    }
}
