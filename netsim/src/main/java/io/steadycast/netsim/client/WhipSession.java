package io.steadycast.netsim.client;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Any thread. A session that an offer made at a WHIP or WHEP endpoint (RFC 9725 section 4); it is ended by {@link #delete}. */
final class WhipSession {
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final int CREATED = 201;
    private static final int MAX_DETAIL_CHARS = 300;
    private static final JsonMapper JSON = new JsonMapper();

    private final HttpClient http;
    private final Optional<String> token;
    private final URI resource;
    private final String answer;

    private WhipSession(HttpClient http, Optional<String> token, URI resource, String answer) {
        this.http = http;
        this.token = token;
        this.resource = resource;
        this.answer = answer;
    }

    static WhipSession open(HttpClient http, URI endpoint, Optional<String> token, String offer)
            throws ClientException, InterruptedException {
        HttpRequest request = request(endpoint, token)
                .header("Content-Type", "application/sdp")
                .POST(HttpRequest.BodyPublishers.ofString(offer))
                .build();
        HttpResponse<String> response = send(http, request);
        Optional<String> location = response.headers().firstValue("Location");
        if (response.statusCode() != CREATED || location.isEmpty()) {
            throw new ClientException("POST " + endpoint + ": " + refusal(response));
        }
        return new WhipSession(http, token, endpoint.resolve(location.get()), response.body());
    }

    String answer() {
        return answer;
    }

    /** Tells the server that it is over. */
    void delete() throws ClientException, InterruptedException {
        HttpResponse<String> response =
                send(http, request(resource, token).DELETE().build());
        if (response.statusCode() >= 300) {
            throw new ClientException("DELETE " + resource + ": " + refusal(response));
        }
    }

    private static HttpRequest.Builder request(URI uri, Optional<String> token) {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri).timeout(PATIENCE);
        token.ifPresent(bearer -> request.header("Authorization", "Bearer " + bearer));
        return request;
    }

    private static HttpResponse<String> send(HttpClient http, HttpRequest request)
            throws ClientException, InterruptedException {
        try {
            return http.send(request, HttpResponse.BodyHandlers.ofString());
        } catch (ConnectException e) {
            throw new ClientException(request.method() + " " + request.uri() + ": nobody answers there");
        } catch (IOException e) {
            throw new ClientException(request.method() + " " + request.uri() + ": " + e);
        }
    }

    /** The title and detail of RFC 9457, where the server says them. */
    private static String refusal(HttpResponse<String> response) {
        String text = "the server answered " + response.statusCode();
        if (response.statusCode() == CREATED) {
            return text + " without a Location";
        }
        String type = response.headers().firstValue("Content-Type").orElse("");
        if (!type.startsWith("application/problem+json")) {
            return text;
        }
        try {
            JsonNode problem = JSON.readTree(response.body());
            text += " " + problem.path("title").asString("") + ": "
                    + problem.path("detail").asString("");
        } catch (JacksonException e) {
            return text + " and a problem that is no JSON";
        }
        String line = text.replaceAll("\\s+", " ").strip();
        return line.length() > MAX_DETAIL_CHARS ? line.substring(0, MAX_DETAIL_CHARS) + "..." : line;
    }
}
