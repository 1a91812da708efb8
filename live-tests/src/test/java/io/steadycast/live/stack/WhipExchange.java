package io.steadycast.live.stack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/** Immutable. One WHIP or WHEP session as HTTP sees it: the offer went in, the answer came out, the resource can be deleted. */
public record WhipExchange(HttpClient http, URI resource, String answer) {
    private static final Duration DEADLINE = Duration.ofSeconds(10);

    public static WhipExchange post(HttpClient http, String url, String offer) {
        HttpRequest request = HttpRequest.newBuilder(URI.create(url))
                .timeout(DEADLINE)
                .header("content-type", "application/sdp")
                .POST(HttpRequest.BodyPublishers.ofString(offer))
                .build();
        HttpResponse<String> response = send(http, request);
        if (response.statusCode() != 201) {
            throw new AssertionError(
                    url + " answered " + response.statusCode() + " " + response.body() + "\nto\n" + offer);
        }
        String location = response.headers().firstValue("location").orElseThrow();
        return new WhipExchange(http, URI.create(url).resolve(location), response.body());
    }

    public int delete() {
        return send(
                        http,
                        HttpRequest.newBuilder(resource)
                                .timeout(DEADLINE)
                                .DELETE()
                                .build())
                .statusCode();
    }

    private static HttpResponse<String> send(HttpClient http, HttpRequest request) {
        try {
            return http.send(request, HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }
}
