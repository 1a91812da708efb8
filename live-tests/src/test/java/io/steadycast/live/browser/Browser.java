package io.steadycast.live.browser;

/** Confined to the test's thread. A running browser with a fresh profile of its own; closing it ends its processes. */
public sealed interface Browser extends AutoCloseable permits Chromium, Firefox {
    String name();

    /** Opens {@code url} in a window of its own and returns once it has loaded. */
    default Page open(String url) {
        return open(url, "");
    }

    /** As {@link #open(String)}; {@code preload} runs in the page before any script of its own, on every navigation. */
    Page open(String url, String preload);

    @Override
    void close();
}
