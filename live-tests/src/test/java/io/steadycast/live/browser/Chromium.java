package io.steadycast.live.browser;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.ConsoleMessage;
import com.microsoft.playwright.Playwright;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/** Confined to the test's thread. Debian's Chromium, driven by Playwright. */
public final class Chromium implements Browser {
    private static final List<String> FLAGS = List.of(
            "--no-sandbox",
            "--disable-gpu",
            "--disable-quic",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            "--autoplay-policy=no-user-gesture-required",
            "--use-fake-device-for-media-stream",
            "--use-fake-ui-for-media-stream");

    private final Playwright playwright;
    private final com.microsoft.playwright.Browser browser;
    private final Set<ProcessHandle> processes;

    private Chromium(Playwright playwright, com.microsoft.playwright.Browser browser, Set<ProcessHandle> processes) {
        this.playwright = playwright;
        this.browser = browser;
        this.processes = processes;
    }

    public static Chromium start() {
        return start(UnaryOperator.identity());
    }

    /** The same by a program that {@code wrapper} puts around the browser's. */
    public static Chromium start(UnaryOperator<Path> wrapper) {
        Path executable = wrapper.apply(Installed.require("/usr/bin/chromium", "chromium"));
        Set<ProcessHandle> before = children();
        Playwright playwright = Playwright.create(
                new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        var browser = playwright
                .chromium()
                .launch(new BrowserType.LaunchOptions()
                        .setExecutablePath(executable)
                        .setHeadless(true)
                        .setArgs(FLAGS));
        Set<ProcessHandle> started = children();
        started.removeAll(before);
        return new Chromium(playwright, browser, started);
    }

    private static Set<ProcessHandle> children() {
        return ProcessHandle.current().descendants().collect(Collectors.toSet());
    }

    @Override
    public String name() {
        return "Chromium " + browser.version();
    }

    @Override
    public Page open(String url, String preload) {
        BrowserContext context = browser.newContext();
        if (!preload.isEmpty()) {
            context.addInitScript(preload);
        }
        var page = new ChromiumPage(context);
        page.navigate(url);
        return page;
    }

    @Override
    public void close() {
        try (playwright) {
            browser.close();
        } finally {
            processes.forEach(ProcessHandle::destroyForcibly);
        }
    }

    /** Confined to the test's thread. */
    static final class ChromiumPage extends Page {
        private final BrowserContext context;
        private final com.microsoft.playwright.Page page;
        private final List<String> errors = new ArrayList<>();

        private ChromiumPage(BrowserContext context) {
            this.context = context;
            this.page = context.newPage();
            page.onConsoleMessage(this::note);
            page.onPageError(error -> errors.add("uncaught " + error));
        }

        private void note(ConsoleMessage message) {
            if (message.type().equals("error")) {
                errors.add(message.text() + " at " + message.location());
            }
        }

        @Override
        public void navigate(String url) {
            page.navigate(url);
        }

        @Override
        public List<String> errors() {
            return List.copyOf(errors);
        }

        @Override
        public byte[] screenshot() {
            return page.screenshot();
        }

        @Override
        String evaluateToString(String expression) {
            return (String) page.evaluate(expression);
        }

        @Override
        public void close() {
            context.close();
        }
    }
}
