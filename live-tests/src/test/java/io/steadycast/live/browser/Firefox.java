package io.steadycast.live.browser;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.JsonNode;

/** Confined to the test's thread. Debian's Firefox ESR, driven by WebDriver BiDi over its own socket, without geckodriver. */
public final class Firefox implements Browser {
    private static final String LISTENING = "WebDriver BiDi listening on ";

    /** Fake camera and microphone, no questions, no services. */
    private static final String PREFERENCES = """
            user_pref("media.navigator.streams.fake", true);
            user_pref("media.navigator.permission.disabled", true);
            user_pref("media.autoplay.default", 0);
            user_pref("media.autoplay.blocking_policy", 0);
            user_pref("media.peerconnection.ice.loopback", true);
            user_pref("media.peerconnection.ice.obfuscate_host_addresses", false);
            user_pref("media.gmp-manager.updateEnabled", false);
            user_pref("media.gmp-provider.enabled", false);
            user_pref("app.update.auto", false);
            user_pref("app.normandy.enabled", false);
            user_pref("browser.shell.checkDefaultBrowser", false);
            user_pref("browser.startup.page", 0);
            user_pref("browser.safebrowsing.malware.enabled", false);
            user_pref("browser.safebrowsing.phishing.enabled", false);
            user_pref("datareporting.policy.dataSubmissionEnabled", false);
            user_pref("dom.min_background_timeout_value", 4);
            user_pref("network.captive-portal-service.enabled", false);
            user_pref("network.connectivity-service.enabled", false);
            user_pref("services.settings.server", "http://127.0.0.1:9/");
            user_pref("toolkit.telemetry.enabled", false);
            user_pref("widget.windows.window_occlusion_tracking.enabled", false);
            """;

    private final Process process;
    private final Path profile;
    private final SoundCard sound;
    private final BidiConnection bidi;
    private final String name;

    private Firefox(Process process, Path profile, SoundCard sound, BidiConnection bidi, String name) {
        this.process = process;
        this.profile = profile;
        this.sound = sound;
        this.bidi = bidi;
        this.name = name;
    }

    public static Firefox start() {
        Path executable = Installed.require("/usr/bin/firefox-esr", "firefox-esr");
        try {
            Path profile = Files.createTempDirectory("steadycast-firefox");
            Files.writeString(profile.resolve("user.js"), PREFERENCES);
            SoundCard sound = SoundCard.start();
            var builder = new ProcessBuilder(
                    executable.toString(),
                    "--headless",
                    "--no-remote",
                    "--profile",
                    profile.toString(),
                    "--remote-debugging-port=0");
            builder.environment().put("PULSE_SERVER", sound.server());
            Process process =
                    builder.redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
            Runtime.getRuntime().addShutdownHook(new Thread(() -> kill(process)));
            var bidi = new BidiConnection(URI.create(socketOf(process) + "/session"));
            JsonNode session = bidi.call("session.new", Map.of("capabilities", Map.of()));
            bidi.call("session.subscribe", Map.of("events", List.of("log.entryAdded")));
            JsonNode capabilities = session.path("capabilities");
            String name = "Firefox " + capabilities.path("browserVersion").asString();
            return new Firefox(process, profile, sound, bidi, name);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Firefox names its socket on standard error; the rest of what it says there is read away so that it never blocks. */
    private static String socketOf(Process process) {
        var found = new CompletableFuture<String>();
        Thread.ofVirtual().start(() -> {
            try (BufferedReader reader = process.errorReader()) {
                for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                    if (line.startsWith(LISTENING)) {
                        found.complete(line.substring(LISTENING.length()).strip());
                    }
                }
                found.completeExceptionally(new AssertionError("firefox-esr ended before it listened"));
            } catch (IOException e) {
                found.completeExceptionally(e);
            }
        });
        return found.orTimeout(60, TimeUnit.SECONDS).join();
    }

    private static void kill(Process process) {
        List<ProcessHandle> children = process.descendants().toList();
        process.destroyForcibly();
        children.forEach(ProcessHandle::destroyForcibly);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Page open(String url, String preload) {
        // A window, not a tab: a tab in the background shows no frames and has its timers slowed.
        String context = bidi.call("browsingContext.create", Map.of("type", "window"))
                .path("context")
                .asString();
        if (!preload.isEmpty()) {
            bidi.call(
                    "script.addPreloadScript",
                    Map.of("functionDeclaration", "() => {" + preload + "}", "contexts", List.of(context)));
        }
        var page = new FirefoxPage(bidi, context);
        page.navigate(url);
        return page;
    }

    @Override
    public void close() {
        try {
            bidi.close();
            kill(process);
            process.onExit().orTimeout(10, TimeUnit.SECONDS).join();
        } finally {
            Directories.delete(profile);
            sound.close();
        }
    }

    /** Confined to the test's thread; errors arrive on the connection's. */
    static final class FirefoxPage extends Page {
        private final BidiConnection bidi;
        private final String context;
        private final List<String> errors = new CopyOnWriteArrayList<>();

        private FirefoxPage(BidiConnection bidi, String context) {
            this.bidi = bidi;
            this.context = context;
            bidi.onEvent("log.entryAdded", context, this::note);
        }

        private void note(JsonNode entry) {
            if (entry.path("level").asString().equals("error")) {
                errors.add(entry.path("text").asString());
            }
        }

        @Override
        public void navigate(String url) {
            bidi.call("browsingContext.navigate", Map.of("context", context, "url", url, "wait", "complete"));
        }

        @Override
        public List<String> errors() {
            return List.copyOf(errors);
        }

        @Override
        public byte[] screenshot() {
            JsonNode shot = bidi.call("browsingContext.captureScreenshot", Map.of("context", context));
            return Base64.getDecoder().decode(shot.path("data").asString());
        }

        @Override
        String evaluateToString(String expression) {
            JsonNode answer = bidi.call(
                    "script.evaluate",
                    Map.of("expression", expression, "target", Map.of("context", context), "awaitPromise", true),
                    Duration.ofMinutes(1));
            if (!answer.path("type").asString().equals("success")) {
                throw new AssertionError(
                        answer.path("exceptionDetails").path("text").asString() + "\n" + expression);
            }
            return Objects.requireNonNull(answer.path("result").path("value").asString());
        }

        @Override
        public void close() {
            bidi.forget(context);
            bidi.call("browsingContext.close", Map.of("context", context));
        }
    }
}
