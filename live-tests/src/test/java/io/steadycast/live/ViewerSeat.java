package io.steadycast.live;

import io.steadycast.live.browser.Page;
import io.steadycast.netsim.emulate.Emulator;
import tools.jackson.databind.JsonNode;

/**
 * Confined to its thread. The page of a viewer that has not joined, and what is between it and the server from its join on. Several watch at the same time: each page goes through its run by itself, and is asked
 * from time to time how far it is.
 *
 * @param policy by which it asks to be steered
 */
record ViewerSeat(Page page, Emulator link, String whep, String policy) implements AutoCloseable {
    private static final int SETTLE_MS = 3_000;
    private static final int FIRST_FRAME_MS = 30_000;

    /** One answer of a browser may take a minute at most. */
    private static final int MOST_AT_ONCE_MS = 40_000;

    /** Joins, and once the first picture has settled measures for {@code durationMs}; returns at once. Who sees no picture in half a minute is measured all the same. */
    void begin(Player player, int durationMs) {
        page.run("""
                const join = async () => {
                  %s
                  return firstFrameMs;
                };
                const pause = ms => new Promise(resolve => setTimeout(resolve, Math.max(0, ms)));
                window.counts = new Promise((begun, failed) => {
                  window.watching = (async () => {
                    const firstFrameMs = await join();
                    await pause(%d);
                    const before = (await kit.stats(session)).inbound;
                    const from = Date.now();
                    begun(from);
                    await pause(from + %d - Date.now());
                    const to = Date.now();
                    const after = (await kit.stats(session)).inbound;
                    const frames = measured.frames.map(({ at, latencyMs, height }) => ({ at, latencyMs, height }));
                    return { firstFrameMs, from, to, frames, before, after, joinedAnew: session.joinedAnew ?? false };
                  })();
                  window.watching.catch(failed);
                });
                window.counts.catch(() => {});
                """.formatted(player.joins(whep, FIRST_FRAME_MS), SETTLE_MS, durationMs));
    }

    /** Waits until the time that counts has begun. */
    void awaitBegin() {
        await("counts");
    }

    /** Waits until its time is over; what it saw, as {@link BrowserFigures#of} takes it. */
    JsonNode seen() {
        return await("watching");
    }

    private JsonNode await(String promise) {
        JsonNode answer;
        do {
            answer = page.run("""
                    const late = new Promise(resolve => setTimeout(() => resolve({ late: true }), %d));
                    return Promise.race([window.%s.then(value => ({ value })), late]);
                    """.formatted(MOST_AT_ONCE_MS, promise));
        } while (answer.path("late").asBoolean(false));
        return answer.path("value");
    }

    @Override
    public void close() {
        try {
            Live.leave(page);
        } finally {
            link.close();
            page.close();
        }
    }
}
