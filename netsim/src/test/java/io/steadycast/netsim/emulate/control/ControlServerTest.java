package io.steadycast.netsim.emulate.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.steadycast.netsim.emulate.Emulator;
import io.steadycast.netsim.emulate.EmulatorConfig;
import io.steadycast.netsim.emulate.PathNames;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

final class ControlServerTest {
    private static final JsonMapper MAPPER = JsonMapper.builder().build();
    private static final String HOST = "127.0.0.1";

    private final PathNames profiles = new PathNames();
    private final HttpClient http = HttpClient.newHttpClient();
    private DatagramSocket server;
    private DatagramSocket client;
    private Emulator emulator;
    private ControlServer control;

    @BeforeEach
    void open() throws IOException {
        server = new DatagramSocket(0, InetAddress.ofLiteral(HOST));
        client = new DatagramSocket(0, InetAddress.ofLiteral(HOST));
        server.setSoTimeout(5000);
        emulator = Emulator.open(new EmulatorConfig(
                List.of(new EmulatorConfig.Port(
                        new InetSocketAddress(InetAddress.ofLiteral(HOST), 0),
                        (InetSocketAddress) server.getLocalSocketAddress())),
                profiles.mix("lab-clean"),
                3,
                false));
        control = ControlServer.start(emulator, profiles, () -> "{\"report\":1}", HOST, 0);
        client.send(new DatagramPacket(new byte[10], 10, emulator.addresses().getFirst()));
        server.receive(new DatagramPacket(new byte[10], 10));
    }

    @AfterEach
    void close() {
        control.close();
        emulator.close();
        server.close();
        client.close();
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://" + HOST + ":" + control.port() + path));
    }

    private HttpResponse<String> ask(HttpRequest.Builder request) throws Exception {
        return http.send(request.build(), BodyHandlers.ofString());
    }

    private HttpResponse<String> send(String method, String path, String body) throws Exception {
        return ask(
                request(path).header("Content-Type", "application/json").method(method, BodyPublishers.ofString(body)));
    }

    private static JsonNode json(HttpResponse<String> response) {
        return MAPPER.readTree(response.body());
    }

    @Test
    void tellsTheStateTheVocabularyAndTheReport() throws Exception {
        JsonNode state = json(ask(request("/api/state")));
        assertThat(state.path("active").booleanValue()).isTrue();
        assertThat(state.path("clients")
                        .path(0)
                        .path("up")
                        .path("deliveredPackets")
                        .intValue())
                .isEqualTo(1);
        assertThat(state.path("stamp").stringValue()).isIn("VALID", "DEGRADED");
        JsonNode vocabulary = json(ask(request("/api/vocabulary")));
        assertThat(vocabulary.path("profiles").size()).isGreaterThan(1);
        assertThat(vocabulary.path("parameters").path(0).path("key").stringValue())
                .isEqualTo("up.rateKbps");
        assertThat(json(ask(request("/api/report"))).path("report").intValue()).isEqualTo(1);
    }

    @Test
    void parametersChangeForOneOrForAll() throws Exception {
        HttpResponse<String> changed =
                send("PATCH", "/api/clients/1/parameters", "{\"down.lossPercent\": 5, \"baseRttMs\": 120}");
        assertThat(changed.statusCode()).isEqualTo(200);
        JsonNode down = json(changed).path("clients").path(0).path("down").path("configured");
        assertThat(down.path("lossPercent").doubleValue()).isEqualTo(5, org.assertj.core.data.Offset.offset(1e-9));
        assertThat(down.path("delayMs").doubleValue()).isEqualTo(60);
        assertThat(json(changed).path("profiles").stringValue()).isEqualTo("lab-clean");
        assertThat(json(send("PATCH", "/api/parameters", "{\"up.rateKbps\": 800}"))
                        .path("profiles")
                        .stringValue())
                .isEqualTo("lab-clean+");
    }

    @Test
    void profilesEventsAndTheTimerAreAudited() throws Exception {
        assertThat(send("PUT", "/api/profile", "{\"profile\": \"in-4g-city-evening\"}")
                        .statusCode())
                .isEqualTo(200);
        assertThat(send(
                                "POST",
                                "/api/clients/1/events",
                                "{\"event\": \"outage\", \"durationMs\": 500, \"direction\": \"up\"}")
                        .statusCode())
                .isEqualTo(200);
        JsonNode on = json(send("PUT", "/api/impairment", "{\"active\": true, \"autoOffS\": 60}"));
        assertThat(on.path("autoOffLeftMs").doubleValue()).isBetween(50_000.0, 60_000.0);
        JsonNode off = json(send("PUT", "/api/impairment", "{\"active\": false}"));
        assertThat(off.path("active").booleanValue()).isFalse();
        assertThat(off.has("autoOffLeftMs")).isFalse();
        JsonNode audit = json(ask(request("/api/audit")));
        assertThat(audit).hasSize(4);
        assertThat(audit.path(0).path("who").stringValue()).isEqualTo("http 127.0.0.1");
        assertThat(audit.path(0).path("what").stringValue()).isEqualTo("all clients: profile in-4g-city-evening");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "PATCH | /api/parameters | {\"down.lossPercent\": 500} | 400 | down.lossPercent is 500, legal is a number from 0 to 99",
                "PATCH | /api/parameters | {\"down.los\": 5} | 400 | \"down.los\" is not known here, legal is up.rateKbps",
                "PATCH | /api/parameters | {\"mtuBytes\": 100} | 400 | mtuBytes is 100, legal is",
                "PATCH | /api/parameters | {} | 400 | names no parameter",
                "PATCH | /api/parameters | nonsense | 400 | no JSON",
                "PATCH | /api/clients/99/parameters | {\"mtuBytes\": 1280} | 404 | no client 99",
                "PATCH | /api/clients/x/parameters | {\"mtuBytes\": 1280} | 400 | client is \"x\"",
                "PUT | /api/profile | {\"profile\": \"nowhere\"} | 400 | nowhere",
                "PUT | /api/profile | {\"profile\": \"/etc/passwd\"} | 400 | /etc/passwd",
                "POST | /api/events | {\"event\": \"rain\"} | 400 | event is \"rain\", legal is outage",
                "POST | /api/events | {\"event\": \"outage\"} | 400 | durationMs is missing, legal is a number from 1 to 3600000",
                "POST | /api/events | {\"event\": \"rebind\", \"direction\": \"left\"} | 400 | legal is up, down, both",
                "PUT | /api/impairment | {\"active\": 1} | 400 | active is 1, legal is true or false"
            })
    void refusalsNamePlaceValueAndWhatIsLegal(String method, String path, String body, int status, String detail)
            throws Exception {
        HttpResponse<String> refused = send(method, path, body);
        assertThat(refused.statusCode()).isEqualTo(status);
        assertThat(refused.headers().firstValue("Content-Type")).contains("application/problem+json");
        assertThat(json(refused).path("detail").stringValue()).contains(detail);
        assertThat(emulator.audit().entries()).isEmpty();
    }

    @Test
    void foreignPagesMayNotUseIt() throws Exception {
        assertThat(ask(request("/api/state").header("Origin", "https://example.org"))
                        .statusCode())
                .isEqualTo(403);
        assertThat(ask(request("/api/events")
                                .header("Content-Type", "text/plain")
                                .POST(BodyPublishers.ofString("{\"event\":\"rebind\"}")))
                        .statusCode())
                .isEqualTo(415);
    }

    @Test
    void thePageAndAllThatItLoadsIsThere() throws Exception {
        HttpResponse<String> page = ask(request("/"));
        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.headers().firstValue("Content-Security-Policy").orElseThrow())
                .contains("default-src 'none'");
        var references =
                java.util.regex.Pattern.compile("(?:href|src)=\"(/[^\"]+)\"").matcher(page.body());
        int found = 0;
        while (references.find()) {
            assertThat(ask(request(references.group(1))).statusCode())
                    .as(references.group(1))
                    .isEqualTo(200);
            found++;
        }
        assertThat(found).isGreaterThan(4);
        assertThat(ask(request("/lib/uplot/dist/uPlot.esm.js")).statusCode()).isEqualTo(200);
        assertThat(ask(request("/assets/../emulator.html")).statusCode()).isEqualTo(404);
        assertThat(ask(request("/nowhere")).statusCode()).isEqualTo(404);
    }

    @Test
    void aPortInUseIsToldInOneLine() {
        assertThatThrownBy(() -> ControlServer.start(emulator, profiles, () -> "", HOST, control.port()))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("listen on TCP 127.0.0.1:" + control.port());
    }
}
