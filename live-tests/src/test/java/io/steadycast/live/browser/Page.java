package io.steadycast.live.browser;

import java.time.Duration;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Confined to the test's thread. One window of a {@link Browser}. */
public abstract sealed class Page implements AutoCloseable permits Chromium.ChromiumPage, Firefox.FirefoxPage {
    private static final JsonMapper JSON = new JsonMapper();

    /** Looks an element up through open shadow roots, which {@code document.querySelector} does not enter. */
    private static final String FIND = """
            const find = (selector, root = document) => {
              const hit = root.querySelector(selector);
              if (hit) return hit;
              for (const element of root.querySelectorAll('*')) {
                const inner = element.shadowRoot && find(selector, element.shadowRoot);
                if (inner) return inner;
              }
              return null;
            };
            """;

    /** Loads {@code url} in this window and returns once it has loaded. */
    public abstract void navigate(String url);

    /** What the page complained about since it was opened: console errors and uncaught exceptions. */
    public abstract List<String> errors();

    /** The window as a PNG. */
    public abstract byte[] screenshot();

    @Override
    public abstract void close();

    /** Evaluates one JavaScript expression whose promise resolves to a string. */
    abstract String evaluateToString(String expression);

    /**
     * Runs {@code body} as the body of an async function in the page; its result crosses over as JSON, nothing as null.
     * The function {@code find(selector)} is at hand, it sees into shadow roots.
     */
    public final JsonNode run(String body) {
        String expression = """
                (async () => { %s
                  const result = await (async () => { %s })();
                  return JSON.stringify(result === undefined ? null : result);
                })()""".formatted(FIND, body);
        return JSON.readTree(evaluateToString(expression));
    }

    /**
     * Waits inside the page, which looks every 20 ms, until {@code condition} (an async function's body) returns something truthy, and
     * hands that over. Fails with what the condition returned last, and with the page's own errors.
     */
    public final JsonNode await(String condition, Duration deadline) {
        JsonNode outcome = run("""
                const condition = async () => { %s };
                const end = performance.now() + %d;
                let last = null;
                for (;;) {
                  try { last = await condition(); } catch (e) { last = null; var thrown = String(e); }
                  if (last) return { met: true, value: last };
                  if (performance.now() > end) return { met: false, value: last, thrown };
                  await new Promise(resolve => setTimeout(resolve, 20));
                }""".formatted(condition, deadline.toMillis()));
        if (!outcome.path("met").asBoolean()) {
            throw new AssertionError("not within " + deadline + ": " + condition + "\n  last " + outcome
                    + "\n  page errors " + errors());
        }
        return outcome.path("value");
    }

    /** Clicks the element as soon as it is there and enabled. */
    public final void click(String selector) {
        await(
                "const e = find(%s); if (!e || e.disabled) return false; e.click(); return true;"
                        .formatted(quote(selector)),
                Duration.ofSeconds(10));
    }

    /** A JavaScript string literal. */
    public static String quote(String text) {
        return JSON.writeValueAsString(text);
    }
}
