package io.steadycast.signaling.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.steadycast.signaling.TestServer;
import io.steadycast.signaling.auth.AuthConfig;
import io.steadycast.signaling.room.RoomLimits;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Pages and files as a browser asks for them, and everything that a browser should not get. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class FilesAndHeadersTest {
    private static final String SECRET = "a secret of at least thirty-two bytes";

    private TestServer open = TestServer.open();
    private TestServer withTokens = open;

    @BeforeAll
    void start() {
        withTokens = new TestServer(AuthConfig.hs256(SECRET), RoomLimits.DEFAULT);
    }

    @AfterAll
    void stop() {
        open.close();
        withTokens.close();
    }

    private HttpResponse<String> get(String path) {
        return open.send(open.request(path));
    }

    private static String header(HttpResponse<?> response, String name) {
        return response.headers().firstValue(name).orElse("");
    }

    /** What no HTTP client would send: the bytes of the request line as they are. */
    private String statusOf(TestServer server, String target, String... headers) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.server.port())) {
            socket.setSoTimeout(10_000);
            String host = "Host: 127.0.0.1:" + server.server.port() + "\r\n";
            String lines = headers.length == 0 ? host : String.join("\r\n", headers) + "\r\n";
            socket.getOutputStream()
                    .write(("GET " + target + " HTTP/1.1\r\n" + lines + "Connection: close\r\n\r\n")
                            .getBytes(StandardCharsets.ISO_8859_1));
            String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(answer).doesNotContain("root:x:", "logback", "Manifest-Version");
            return answer.split(" ", 3)[1];
        }
    }

    @ParameterizedTest
    @CsvSource({
        "/, text/html; charset=utf-8",
        "/studio/my-shop, text/html; charset=utf-8",
        "/watch/my-shop, text/html; charset=utf-8",
        "/assets/watch/watch.js, text/javascript; charset=utf-8",
        "/assets/css/base.css, text/css; charset=utf-8",
        "/assets/favicon.svg, image/svg+xml",
        "/favicon.ico, image/svg+xml",
        "/lib/lit-html/lit-html.js, text/javascript; charset=utf-8"
    })
    void filesHaveATypeAndAreAskedForAgainByTag(String path, String type) {
        HttpResponse<String> response = get(path);
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(header(response, "Content-Type")).isEqualTo(type);
        assertThat(header(response, "X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(header(response, "Referrer-Policy")).isEqualTo("no-referrer");
        assertThat(header(response, "Cache-Control")).isEqualTo(path.startsWith("/lib/") ? "max-age=3600" : "no-cache");
        String tag = header(response, "ETag");
        assertThat(tag).matches("\"[0-9a-f]{24}\"");
        for (String known : List.of(tag, "W/" + tag, "\"old\", " + tag, "*")) {
            HttpResponse<String> again = open.send(open.request(path).header("If-None-Match", known));
            assertThat(again.statusCode()).as(known).isEqualTo(304);
            assertThat(again.body()).isEmpty();
            assertThat(header(again, "ETag")).isEqualTo(tag);
        }
        assertThat(open.send(open.request(path).header("If-None-Match", "\"old\""))
                        .statusCode())
                .isEqualTo(200);
        HttpResponse<String> head = open.send(open.request(path).method("HEAD", HttpRequest.BodyPublishers.noBody()));
        assertThat(head.statusCode()).isEqualTo(200);
        assertThat(head.body()).isEmpty();
        assertThat(header(head, "Content-Length")).isEqualTo(header(response, "Content-Length"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/studio/my-shop", "/watch/my-shop"})
    void pagesAllowNothingButTheirOwn(String path) {
        HttpResponse<String> page = get(path);
        assertThat(header(page, "Content-Security-Policy").split("; *"))
                .contains(
                        "default-src 'none'",
                        "script-src 'self'",
                        "style-src 'self'",
                        "media-src 'self' blob:",
                        "base-uri 'none'",
                        "form-action 'self'",
                        "frame-ancestors 'none'")
                .noneMatch(directive -> directive.contains("unsafe"));
        assertThat(header(page, "Content-Security-Policy"))
                .contains("connect-src 'self' ws://127.0.0.1:" + open.server.port());
        assertThat(header(page, "Permissions-Policy")).contains("camera=(self)", "display-capture=(self)");
        assertThat(header(page, "X-Frame-Options")).isEqualTo("DENY");
        assertThat(header(page, "Cross-Origin-Opener-Policy")).isEqualTo("same-origin");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/assets/../reference.conf",
                "/assets/../../etc/passwd",
                "/assets/%2e%2e/%2e%2e/etc/passwd",
                "/assets/..%2fstudio.html",
                "/assets/%2e%2e%2findex.html",
                "/assets/..%5cindex.html",
                "/assets/%252e%252e/index.html",
                "/assets//etc/passwd",
                "/assets/%00",
                "/assets/css/base.css%00.html",
                "/assets/",
                "/assets/css",
                "/assets/css/",
                "/assets/none.js",
                "/lib/",
                "/lib/lit-html",
                "/lib/lit-html/",
                "/lib/lit-html/../../../../logback-test.xml",
                "/lib/..%2f..%2f/logback-test.xml",
                "/lib/none/none.js",
                "/lib/lit-html/package.json%00.js",
                "/studio.html",
                "/index.html",
                "/META-INF/MANIFEST.MF",
                "/etc/passwd"
            })
    void whatIsNotOursIsNotFound(String target) throws Exception {
        assertThat(statusOf(open, target)).isIn("400", "404");
    }

    @Test
    void aPathCannotLeaveTheFilesButOnlyTheRoute() throws Exception {
        // RFC 3986 section 5.2.4: the dots are resolved before anything is looked up, so this is the lobby's route and
        // nothing more.
        assertThat(statusOf(open, "/assets/..")).isIn("200", "400", "404");
        assertThat(statusOf(open, "/studio/")).isEqualTo("404");
        assertThat(statusOf(open, "/studio/a/b")).isEqualTo("404");
        assertThat(statusOf(open, "/" + "a".repeat(9_000))).isIn("400", "414");
        assertThat(statusOf(open, "/assets/" + "a".repeat(4_000) + ".js")).isEqualTo("404");
    }

    @Test
    void openModeAnswersLoopbackOnly() throws Exception {
        assertThat(statusOf(open, "/", "Host: localhost:8080")).isEqualTo("200");
        assertThat(statusOf(open, "/", "Host: [::1]:8080")).isEqualTo("200");
        assertThat(statusOf(open, "/", "Host: rebound.example")).isEqualTo("403");
        assertThat(statusOf(open, "/", "Host: 127.0.0.1.example")).isEqualTo("403");
        assertThat(statusOf(open, "/api/rooms", "Host: localhost", "Origin: https://evil.example"))
                .isEqualTo("403");
        assertThat(statusOf(open, "/api/rooms", "Host: localhost", "Origin: null"))
                .isEqualTo("403");
        assertThat(statusOf(open, "/api/rooms", "Host: localhost", "Origin: http://localhost.evil.example"))
                .isEqualTo("403");
        assertThat(statusOf(open, "/api/rooms", "Host: localhost", "Origin: http://[::1]:3000"))
                .isEqualTo("200");
        assertThat(statusOf(withTokens, "/", "Host: media.example")).isEqualTo("200");
    }

    @Test
    void otherSitesMayAskWhereTokensAre() {
        HttpResponse<String> preflight = withTokens.send(withTokens
                .request("/whip/shop")
                .header("Origin", "https://shop.example")
                .header("Access-Control-Request-Method", "POST")
                .header("Access-Control-Request-Headers", "authorization,content-type")
                .method("OPTIONS", HttpRequest.BodyPublishers.noBody()));
        assertThat(preflight.statusCode()).isEqualTo(204);
        assertThat(header(preflight, "Access-Control-Allow-Origin")).isEqualTo("*");
        assertThat(header(preflight, "Access-Control-Allow-Methods")).isEqualTo("POST, OPTIONS");
        assertThat(header(preflight, "Access-Control-Allow-Headers")).contains("Authorization", "If-Match");
        assertThat(header(preflight, "Accept-Post")).isEqualTo("application/sdp");
        HttpResponse<String> refused = withTokens.send(withTokens
                .sdp("/whip/shop", TestServer.fixture("chromium-simulcast"))
                .header("Origin", "https://shop.example"));
        assertThat(refused.statusCode()).isEqualTo(401);
        assertThat(header(refused, "Access-Control-Allow-Origin")).isEqualTo("*");
        assertThat(header(refused, "Access-Control-Expose-Headers")).contains("Location", "WWW-Authenticate");
        HttpResponse<String> same = withTokens.send(withTokens.request("/api/config"));
        assertThat(header(same, "Access-Control-Allow-Origin")).isEmpty();
    }

    @Test
    void theSmallApiTellsModeRoomsAndHealth() {
        assertThat(new JsonObject(get("/api/config").body()).getString("mode")).isEqualTo("open");
        assertThat(new JsonObject(withTokens
                                .send(withTokens.request("/api/config"))
                                .body())
                        .getString("mode"))
                .isEqualTo("token");
        assertThat(get("/healthz").body()).isEqualTo("ok\n");
        assertThat(withTokens.send(withTokens.request("/healthz")).statusCode()).isEqualTo(200);
        assertThat(withTokens.send(withTokens.request("/api/rooms")).statusCode())
                .isEqualTo(401);
        open.publish("listed", "chromium-simulcast");
        assertThat(new JsonObject(get("/api/rooms").body())
                        .getJsonArray("rooms")
                        .getJsonObject(0)
                        .getString("room"))
                .isEqualTo("listed");
        assertThat(header(get("/api/rooms"), "Cache-Control")).isEqualTo("no-store");
    }
}
