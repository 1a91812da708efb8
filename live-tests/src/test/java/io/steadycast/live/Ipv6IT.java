package io.steadycast.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.steadycast.live.browser.Browser;
import io.steadycast.live.browser.Page;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;

/** The same way over IPv6: both ends are told of the server's IPv6 candidates alone. */
@ExtendWith(LiveResources.class)
final class Ipv6IT {
    private static final String ONLY_IPV6 = """
            window.rewriteAnswer = sdp => sdp.split('\\r\\n')
              .filter(line => !line.startsWith('a=candidate:') || line.split(' ')[4].includes(':')).join('\\r\\n');
            """;

    private final Live live;

    Ipv6IT(Live live) {
        this.live = live;
    }

    @Test
    void playsOverIpv6() {
        try (Page host = live.chromium().open(live.kit().page(), ONLY_IPV6)) {
            host.await("return window.kit;", Live.SOON);
            host.run("""
                    window.source = await kit.startSource({width:640,height:360});
                    window.session = await kit.publish(window.source.stream, %s, {codec:'VP8'});
                    """.formatted(Page.quote(live.server().whip("ipv6"))));
            plays(live.chromium());
            plays(live.firefox());
            Live.leave(host);
        }
    }

    private void plays(Browser browser) {
        try (Page viewer = browser.open(live.kit().page(), ONLY_IPV6)) {
            viewer.await("return window.kit;", Live.SOON);
            live.join(viewer, "ipv6", "{}");
            JsonNode seen = Live.watch(viewer, 1500);
            String remote = viewer.run("""
                    const reports = await session.pc.getStats();
                    const pair = [...reports.values()].find(s => s.type === 'candidate-pair' && s.nominated);
                    return reports.get(pair.remoteCandidateId).address;
                    """).asString();
            System.out.println(browser.name() + " over IPv6 from " + remote + ": " + seen);
            assertThat(remote).contains(":");
            assertThat(seen.path("frames").asInt()).isGreaterThan(20);
            Live.leave(viewer);
        }
    }
}
