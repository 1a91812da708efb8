package io.steadycast.signaling.whip;

import static org.assertj.core.api.Assertions.assertThat;

import io.steadycast.signaling.TestServer;
import io.steadycast.signaling.auth.AuthConfig;
import io.steadycast.signaling.ice.IceServerConfig;
import io.steadycast.signaling.plane.CloseReason;
import io.steadycast.signaling.plane.MediaPlaneException;
import io.steadycast.signaling.plane.PeerId;
import io.steadycast.signaling.plane.PublishSpec;
import io.steadycast.signaling.room.PausePolicy;
import io.steadycast.signaling.room.RoomLimits;
import io.steadycast.signaling.room.ViewSession;
import io.steadycast.signaling.sdp.CodecPolicy;
import io.steadycast.signaling.sdp.NegotiationPolicy;
import io.steadycast.signaling.sdp.Negotiations;
import io.steadycast.signaling.web.HttpConfig;
import io.steadycast.signaling.web.SignalingConfig;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class WhipTest {
    private static final String FRAGMENT = "application/trickle-ice-sdpfrag";
    private static final String CANDIDATE =
            "m=audio 9 UDP/TLS/RTP/SAVPF 0\r\na=mid:0\r\na=candidate:1 1 udp 2113937151 192.0.2.1 56120 typ host\r\n";
    private static final String RESTART = "a=ice-ufrag:fresh\r\na=ice-pwd:freshfreshfreshfreshfresh\r\n";

    private TestServer server = TestServer.open();

    @AfterEach
    void stop() {
        server.close();
    }

    private void expect(HttpRequest.Builder request, int status, String inDetail) {
        HttpResponse<String> response = server.send(request);
        assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
        assertThat(TestServer.problem(response).getInteger("status")).isEqualTo(status);
        assertThat(TestServer.problem(response).getString("detail")).contains(inDetail);
        assertThat(TestServer.problem(response).getString("type")).startsWith("urn:steadycast:problem:");
        assertThat(TestServer.problem(response).getString("title")).isNotEmpty();
    }

    private static String offer() {
        return TestServer.fixture("chromium-simulcast");
    }

    @Test
    void publishingMakesASession() {
        HttpResponse<String> response = server.send(server.sdp("/whip/shop", offer()));
        assertThat(response.statusCode()).isEqualTo(201);
        assertThat(response.headers().firstValue("Content-Type")).contains("application/sdp");
        assertThat(response.headers().firstValue("ETag").orElseThrow()).matches("\"[^\"]+\"");
        assertThat(response.headers().firstValue("Accept-Patch")).contains(FRAGMENT);
        assertThat(TestServer.created(response)).matches("/whip/shop/[A-Za-z0-9_-]{24}");
        PublishSpec spec = server.plane.published.getFirst();
        assertThat(spec.room()).isEqualTo("shop");
        assertThat(spec.tracks().get(1).encodings()).extracting("rid").containsExactly("q", "h", "f");
    }

    @Test
    void offersThatCannotBeAnsweredAreExplained() {
        expect(server.sdp("/whip/shop", "nonsense"), 400, "line 1");
        expect(server.sdp("/whip/shop", ""), 400, "a description must have");
        expect(server.sdp("/whip/shop", offer().replace("a=rtcp-mux\r\n", "")), 422, "rtcp-mux");
        expect(server.sdp("/whip/shop", offer().replaceFirst("a=group:BUNDLE.*\r\n", "")), 422, "BUNDLE");
        expect(server.sdp("/whip/shop", offer().replace("a=setup:actpass", "a=setup:holdconn")), 400, "passive");
        expect(server.sdp("/whip/shop", offer().replace("a=sendonly", "a=recvonly")), 422, "No m-line");
        expect(server.sdp("/whip/shop", offer().replace("m=audio 9", "m=audio 99999")), 400, "0..65535");
        expect(server.sdp("/whip/shop", offer() + "x".repeat(70_000)), 413, "65536");
        expect(
                server.request("/whip/shop")
                        .header("Content-Type", "text/plain")
                        .POST(HttpRequest.BodyPublishers.ofString(offer())),
                415,
                "application/sdp");
        expect(server.sdp("/whip/a%20b", offer()), 400, "A-Z a-z 0-9");
        expect(server.sdp("/whip/" + "a".repeat(65), offer()), 400, "1..64");
        expect(server.sdp("/whip/shop?publisher=%2F", offer()), 400, "publisher");
        assertThat(server.plane.published).isEmpty();
        assertThat(server.server.rooms().views()).isEmpty();
    }

    @Test
    void viewersNeedAHostAndItsCodec() {
        HttpResponse<String> none = server.send(server.sdp("/whep/shop", TestServer.fixture("chromium-recvonly")));
        assertThat(none.statusCode()).isEqualTo(404);
        assertThat(none.headers().firstValue("Retry-After")).contains("2");
        server.publish("shop", "chromium-simulcast");
        expect(
                server.sdp("/whep/shop", TestServer.fixture("firefox-recvonly").replace("VP8/90000", "XP8/90000")),
                406,
                "VP8");
        expect(server.sdp("/whep/shop?publisher=other", TestServer.fixture("chromium-recvonly")), 404, "other");
        assertThat(server.view("shop", "firefox-recvonly")).startsWith("/whep/shop/");
        assertThat(server.plane.subscribed.getFirst().publisher()).isEqualTo(server.plane.lastPublisher());
    }

    @Test
    void viewersChooseAPolicyOnlyWhereTheyMay() {
        server.publish("shop", "chromium-simulcast");
        String offer = TestServer.fixture("chromium-recvonly");
        expect(server.sdp("/whep/shop?policy=nack-only", offer), 403, "media.policy-by-viewer");
        server.close();
        server = new TestServer(new SignalingConfig(
                HttpConfig.at("127.0.0.1", 0),
                AuthConfig.open(),
                RoomLimits.DEFAULT,
                PausePolicy.DEFAULT,
                new Negotiations(
                        NegotiationPolicy.DEFAULT,
                        Map.of(
                                "adaptive",
                                NegotiationPolicy.DEFAULT,
                                "nack-only",
                                new NegotiationPolicy(CodecPolicy.RedPolicy.AFTER_OPUS, false, 4))),
                IceServerConfig.NONE));
        server.publish("shop", "chromium-simulcast");
        expect(server.sdp("/whep/shop?policy=bold", offer), 400, "adaptive, nack-only");
        HttpResponse<String> steered = server.send(server.sdp("/whep/shop?policy=nack-only", offer));
        assertThat(steered.statusCode()).isEqualTo(201);
        assertThat(steered.body()).as("no parity is sent").doesNotContain("flexfec");
        assertThat(server.plane.subscribed.getLast().policy()).contains("nack-only");
        assertThat(server.send(server.sdp("/whep/shop?policy=adaptive", offer)).body())
                .contains("flexfec");
        assertThat(server.send(server.sdp("/whep/shop", offer)).body()).contains("flexfec");
        assertThat(server.plane.subscribed.getLast().policy()).isEmpty();
        assertThat(server.server.rooms().viewers())
                .extracting(ViewSession::policy)
                .containsExactlyInAnyOrder(Optional.of("nack-only"), Optional.of("adaptive"), Optional.empty());
    }

    @Test
    void sessionsEndOnDelete() {
        String host = server.publish("shop", "chromium-simulcast");
        String viewer = server.view("shop", "chromium-recvonly");
        assertThat(server.send(server.request(viewer).DELETE()).statusCode()).isEqualTo(200);
        assertThat(server.send(server.request(viewer).DELETE()).statusCode()).isEqualTo(404);
        assertThat(server.send(server.request(host.replace("whip", "whep")).DELETE())
                        .statusCode())
                .isEqualTo(404);
        assertThat(server.send(server.request(host).DELETE()).statusCode()).isEqualTo(200);
        assertThat(server.plane.closed).containsEntry(server.plane.lastPublisher(), CloseReason.REQUESTED);
        expect(server.sdp("/whep/shop", TestServer.fixture("chromium-recvonly")), 404, "Nobody");
    }

    @Test
    void iceIsTrickledAndRestarted() {
        HttpResponse<String> made = server.send(server.sdp("/whip/shop", offer()));
        String session = TestServer.created(made);
        String tag = made.headers().firstValue("ETag").orElseThrow();
        expect(server.patch(session, FRAGMENT, CANDIDATE), 428, "If-Match");
        expect(server.patch(session, FRAGMENT, CANDIDATE).header("If-Match", "\"old\""), 412, tag);
        expect(server.patch(session, FRAGMENT, "a=candidate:1 1 udp").header("If-Match", tag), 400, "line 1");
        expect(server.patch(session, FRAGMENT, "").header("If-Match", tag), 400, "body");
        expect(server.patch(session, "text/plain", CANDIDATE).header("If-Match", tag), 415, FRAGMENT);
        expect(server.patch("/whip/shop/unknown", FRAGMENT, CANDIDATE).header("If-Match", tag), 404, "session");
        assertThat(server.send(server.patch(session, FRAGMENT, CANDIDATE).header("If-Match", tag))
                        .statusCode())
                .isEqualTo(204);

        HttpResponse<String> restarted =
                server.send(server.patch(session, FRAGMENT, RESTART).header("If-Match", "*"));
        assertThat(restarted.statusCode()).isEqualTo(200);
        String newTag = restarted.headers().firstValue("ETag").orElseThrow();
        assertThat(newTag).isNotEqualTo(tag);
        assertThat(server.send(server.patch(session, FRAGMENT, CANDIDATE).header("If-Match", tag + ", " + newTag))
                        .statusCode())
                .isEqualTo(204);
        assertThat(restarted.body()).contains("a=ice-ufrag:" + newTag.replace("\"", ""), "a=candidate:");
        assertThat(server.plane.calls).contains("restartIce " + server.plane.lastPublisher() + " fresh");
        expect(server.patch(session, FRAGMENT, CANDIDATE).header("If-Match", tag), 412, newTag);
    }

    @Test
    void viewersChooseLayers() {
        server.publish("shop", "chromium-simulcast");
        String session = server.view("shop", "chromium-recvonly");
        PeerId viewer = server.plane.lastViewer();
        for (String body : new String[] {
            "{\"layer\":1}", "{\"maxTemporalLayer\":0}", "{\"mid\":\"1\",\"layer\":\"auto\",\"paused\":true}"
        }) {
            assertThat(server.send(server.patch(session, "application/json", body))
                            .statusCode())
                    .isEqualTo(204);
        }
        assertThat(server.plane.calls)
                .containsExactly(
                        "selectLayer " + viewer + " 1 rank=1 temporal=7 paused=false",
                        "selectLayer " + viewer + " 1 rank=1 temporal=0 paused=false",
                        "selectLayer " + viewer + " 1 rank=-1 temporal=0 paused=true");
        expect(
                server.patch(session, "application/json", "{\"layer\":8}"),
                400,
                "\"layer\": 8 must be \"auto\" or a rank in 0..7.");
        expect(server.patch(session, "application/json", "{\"layer\":1.5}"), 400, "\"layer\": 1.5 must be");
        expect(server.patch(session, "application/json", "{\"layer\":null}"), 400, "\"layer\": null must be");
        expect(server.patch(session, "application/json", "{\"maxTemporalLayer\":4}"), 400, "0..3");
        expect(server.patch(session, "application/json", "{\"mid\":\"0\",\"layer\":1}"), 400, "mid");
        expect(server.patch(session, "application/json", "{\"paused\":1}"), 400, "true or false");
        expect(server.patch(session, "application/json", "{\"size\":1}"), 400, "unknown");
        expect(server.patch(session, "application/json", "[1]"), 400, "JSON object");
        expect(server.patch(session, "application/json", " ".repeat(5_000)), 413, "4096");
    }

    @Test
    void otherMethodsAndPathsAreRefused() {
        HttpResponse<String> get = server.send(server.request("/whip/shop"));
        assertThat(get.statusCode()).isEqualTo(405);
        assertThat(get.headers().firstValue("Allow")).contains("POST, OPTIONS");
        expect(server.request("/whip/shop/x/y"), 404, "nothing");
        HttpResponse<String> options = server.send(server.request("/whep/shop/x")
                .header("Origin", "http://localhost:3000")
                .method("OPTIONS", HttpRequest.BodyPublishers.noBody()));
        assertThat(options.statusCode()).isEqualTo(204);
        assertThat(options.headers().firstValue("Access-Control-Allow-Origin")).contains("http://localhost:3000");
        assertThat(options.headers().firstValue("Access-Control-Allow-Methods")).contains("PATCH, DELETE, OPTIONS");
        assertThat(options.headers().firstValue("Access-Control-Allow-Headers").orElseThrow())
                .contains("If-Match");
        assertThat(options.headers().firstValue("Access-Control-Expose-Headers").orElseThrow())
                .contains("Location", "ETag", "Retry-After");
        expect(server.sdp("/whip/shop", offer()).header("Origin", "https://evil.example"), 403, "localhost");
    }

    @Test
    void limitsAreTold() {
        server.close();
        server = new TestServer(AuthConfig.open(), new RoomLimits(1, 4, 3, 2, Duration.ofSeconds(30)));
        server.publish("shop", "chromium-simulcast");
        HttpResponse<String> full = server.send(server.sdp("/whip/other", offer()));
        assertThat(full.statusCode()).isEqualTo(503);
        assertThat(full.headers().firstValue("Retry-After")).contains("10");
        server.publish("shop", "chromium-simulcast");
        expect(server.sdp("/whip/shop", offer()), 429, "max-publishers-per-room");
        server.view("shop", "chromium-recvonly");
        expect(server.sdp("/whep/shop", TestServer.fixture("chromium-recvonly")), 429, "max-peers-per-room");
        server.plane.refuse(MediaPlaneException.Reason.LIMIT_REACHED);
        expect(server.sdp("/whip/shop", offer()), 429, "max-peers-per-room");
    }

    @Test
    void aRefusalOfTheMediaPlaneLeavesNothingBehind() {
        server.plane.refuse(MediaPlaneException.Reason.LIMIT_REACHED);
        expect(server.sdp("/whip/shop", offer()), 503, "refused by the test");
        assertThat(server.server.rooms().views()).isEmpty();
    }

    @Test
    void aHostThatComesBackReplacesItself() {
        server.send(server.sdp("/whip/shop?publisher=me", offer()));
        PeerId first = server.plane.lastPublisher();
        server.plane.events().live(first);
        server.view("shop", "chromium-recvonly");
        server.send(server.sdp("/whip/shop?publisher=me", offer()));
        assertThat(server.plane.closed).containsEntry(first, CloseReason.REPLACED);
        assertThat(server.server.rooms().view("shop").hosts()).hasSize(1);
        assertThat(server.server.rooms().view("shop").viewers()).isEqualTo(1);
        server.view("shop", "chromium-recvonly");
        assertThat(server.plane.subscribed.getLast().publisher()).isEqualTo(server.plane.lastPublisher());
    }

    @Test
    void aRoomEndsHalfAMinuteAfterItsLastHost() throws Exception {
        String host = server.publish("shop", "chromium-simulcast");
        String viewer = server.view("shop", "chromium-recvonly");
        server.send(server.request(host).DELETE());
        server.skippedNs.addAndGet(TimeUnit.SECONDS.toNanos(25));
        server.server.rooms().tick();
        assertThat(server.send(server.patch(viewer, "application/json", "{\"layer\":0}"))
                        .statusCode())
                .isEqualTo(204);
        server.skippedNs.addAndGet(TimeUnit.SECONDS.toNanos(6));
        long deadlineNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        while (!server.plane.closed.containsKey(server.plane.lastViewer()) && System.nanoTime() < deadlineNs) {
            server.server.rooms().tick();
            Thread.onSpinWait();
        }
        assertThat(server.plane.closed).containsEntry(server.plane.lastViewer(), CloseReason.ROOM_ENDED);
        expect(server.request(viewer).DELETE(), 404, "session");
    }
}
