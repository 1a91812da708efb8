package io.steadycast.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.steadycast.live.browser.Page;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What a server says to those it cannot or must not serve, and that its pages carry tokens. */
@ExtendWith(LiveResources.class)
final class RefusalsIT {
    private static final String SECRET = "a secret of the tests, longer than 32 bytes";

    private final Live live;

    RefusalsIT(Live live) {
        this.live = live;
    }

    @Test
    void malformedRequestsAreTheClientsFault() throws IOException, InterruptedException {
        try (HttpClient http = HttpClient.newHttpClient()) {
            String whip = live.server().whip("refusals");
            refused(http, whip, "application/sdp", "this is no session description", null, 400);
            refused(http, whip, "application/sdp", "v=0\r\n", null, 400);
            refused(http, whip, "text/plain", offer(), null, 415);
            refused(http, whip, "application/sdp", "v=0\r\n" + "a=x\r\n".repeat(20_000), null, 413);
            refused(http, live.server().whip("no%20room%2F.."), "application/sdp", offer(), null, 400);
        }
    }

    @Test
    void aRoomWithoutAHostIsToBeTriedLater() throws IOException, InterruptedException {
        try (HttpClient http = HttpClient.newHttpClient()) {
            HttpResponse<String> response =
                    refused(http, live.server().whep("nobody"), "application/sdp", offer(), null, 404);
            assertThat(response.headers().firstValue("retry-after")).isPresent();
        }
    }

    @Test
    void onlyTheRightTokenOpens() throws IOException, InterruptedException {
        try (LiveServer guarded = LiveServer.start("auth.secret = \"" + SECRET + "\"");
                HttpClient http = HttpClient.newHttpClient()) {
            Instant later = Instant.now().plus(Duration.ofHours(1));
            String whip = guarded.whip("guarded");
            refused(http, whip, "application/sdp", offer(), null, 401);
            refused(http, whip, "application/sdp", offer(), "nonsense", 401);
            refused(
                    http,
                    whip,
                    "application/sdp",
                    offer(),
                    Tokens.hs256("another secret of the same length, 32+", "guarded", "publish", later),
                    401);
            refused(http, whip, "application/sdp", offer(), Tokens.unsigned("guarded", "publish", later), 401);
            Instant passed = Instant.now().minus(Duration.ofMinutes(1));
            refused(http, whip, "application/sdp", offer(), Tokens.hs256(SECRET, "guarded", "publish", passed), 401);
            refused(http, whip, "application/sdp", offer(), Tokens.hs256(SECRET, "guarded", "view", later), 403);
            refused(http, whip, "application/sdp", offer(), Tokens.hs256(SECRET, "elsewhere", "publish", later), 403);
            pagesCarryTheirTokens(guarded, later);
        }
    }

    private void pagesCarryTheirTokens(LiveServer guarded, Instant later) {
        String publish = Tokens.hs256(SECRET, "guarded", "publish", later);
        String view = Tokens.hs256(SECRET, "guarded", "view", later);
        try (Page host = live.page(live.chromium());
                Page watch = live.chromium().open(guarded.url() + "/watch/guarded#token=" + view)) {
            host.await("return window.kit;", Live.SOON);
            host.run("""
                    window.source = await kit.startSource({width:640,height:360});
                    window.session = await kit.publish(window.source.stream, %s, {codec:'VP8', token:%s});
                    """.formatted(Page.quote(guarded.whip("guarded")), Page.quote(publish)));
            watch.await("return (await window.steadycast?.stats())?.video?.framesDecoded > 10;", Live.SOON);
            assertThat(watch.run("return location.hash;").asString())
                    .as("the token leaves the address bar")
                    .isEmpty();
            assertThat(host.run("return window.session.leave();").asInt()).isEqualTo(200);
        }
    }

    /** What Chromium would send; taken from it, so that only what a test changes can be wrong with it. */
    private String offer() {
        try (Page page = live.page(live.chromium())) {
            return page.run("""
                    const pc = new RTCPeerConnection({ bundlePolicy: 'max-bundle' });
                    pc.addTransceiver('video', { direction: 'sendonly' });
                    pc.addTransceiver('audio', { direction: 'sendonly' });
                    return (await pc.createOffer()).sdp;
                    """).asString();
        }
    }

    private static HttpResponse<String> refused(
            HttpClient http,
            String url,
            String type,
            String body,
            @org.jspecify.annotations.Nullable String token,
            int status)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url))
                .timeout(Duration.ofSeconds(10))
                .header("content-type", type)
                .POST(HttpRequest.BodyPublishers.ofString(body));
        if (token != null) {
            request.header("authorization", "Bearer " + token);
        }
        HttpResponse<String> response = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
        assertThat(response.statusCode()).as("%s: %s", url, response.body()).isEqualTo(status);
        assertThat(response.headers().firstValue("content-type").orElse("")).startsWith("application/problem+json");
        return response;
    }
}
