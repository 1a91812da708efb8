package io.steadycast.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.steadycast.live.browser.Browser;
import io.steadycast.live.browser.Chromium;
import io.steadycast.live.browser.Firefox;
import io.steadycast.live.browser.Page;
import java.time.Duration;
import tools.jackson.databind.JsonNode;

/** Immutable. What a live test works with, and the few moves all of them share. */
record Live(Chromium chromium, Firefox firefox, LiveServer server, KitServer kit) {
    static final Duration SOON = Duration.ofSeconds(20);

    /** Three simulcast layers of a 960x540 picture, 240x135 up, as the studio makes them. */
    static final String THREE_LAYERS =
            "[{rid:'l',scale:4,bps:150000},{rid:'m',scale:2,bps:400000},{rid:'h',scale:1,bps:1200000}]";

    /** An empty page of the kit. */
    Page page(Browser browser) {
        return browser.open(kit.page());
    }

    /** A host that has gone live with the kit's time code; {@code options} are those of {@code kit.publish}, as a JavaScript object. */
    Page host(Browser browser, String room, String source, String options) {
        return host(page(browser), server.whip(room), source, options);
    }

    private static Page host(Page page, String whip, String source, String options) {
        page.await("return window.kit;", SOON);
        page.run("""
                window.source = await kit.startSource(%s);
                window.session = await kit.publish(window.source.stream, %s, %s);
                """.formatted(source, Page.quote(whip), options));
        return page;
    }

    /** A host with three layers, returned once the highest is up. */
    Page layeredHost(String room) {
        return layeredHost(page(chromium), server.whip(room));
    }

    /** The same in an empty page of the kit in a Chromium. */
    static Page layeredHost(Page page, String whip) {
        return layeredHost(page, whip, "L1T1");
    }

    /** The same with temporal layers in each: {@code mode} as in WebRTC-SVC. */
    static Page layeredHost(Page page, String whip, String mode) {
        Page host = host(page, whip, "{}", "{codec:'VP8',scalabilityMode:'" + mode + "',layers:" + THREE_LAYERS + "}");
        awaitLayers(host);
        return host;
    }

    /** Waits until the browser's own bandwidth estimation has let all three layers come up. */
    static void awaitLayers(Page host) {
        host.await("""
                const sent = (await kit.stats(session)).outbound.filter(s => s.kind === 'video');
                return sent.length === 3 && sent.every(s => s.framesSent > 20);
                """, Duration.ofSeconds(30));
    }

    /** A viewer that plays and measures; {@code options} are those of {@code kit.watch}. */
    Page viewer(Browser browser, String room, String options) {
        Page page = page(browser);
        page.await("return window.kit;", SOON);
        join(page, room, options);
        return page;
    }

    /** Joins in a page that may have watched before. */
    void join(Page page, String room, String options) {
        page.run("""
                window.session = await kit.watch(%s, %s);
                window.firstFrameMs = await kit.firstFrameWithin(session, 10000);
                window.measured = await kit.measure(session.video, session.stream, session.pc);
                """.formatted(Page.quote(server.whep(room)), options));
    }

    /** Lets a viewer watch for {@code milliseconds} of its own clock and sums up what it saw and heard in that time. */
    static JsonNode watch(Page viewer, int milliseconds) {
        return viewer.run("""
                const from = Date.now();
                await new Promise(resolve => setTimeout(resolve, %d));
                return kit.summary(window.measured, from);
                """.formatted(milliseconds));
    }

    /** Of what {@link #watch} saw; both pictures with time codes and tones must have come. */
    static double syncMs(JsonNode seen) {
        assertThat(seen.path("syncMs").isNumber()).as("A/V sync of %s", seen).isTrue();
        return seen.path("syncMs").asDouble();
    }

    static JsonNode inbound(Page viewer, String kind) {
        return viewer.run("return (await kit.stats(session)).inbound['" + kind + "'];");
    }

    static void leave(Page page) {
        page.run("await window.session.leave(); window.measured?.stop();");
    }
}
