package io.steadycast.signaling.http;

import io.vertx.core.buffer.Buffer;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** One HTTP request, whole and bounded. Header names are in lower case; path parameters and query are decoded. */
public record Call(
        String method, Map<String, String> path, Map<String, String> query, Map<String, String> headers, Buffer body) {
    public Call {
        path = Map.copyOf(path);
        query = Map.copyOf(query);
        headers = Map.copyOf(headers);
    }

    public Optional<String> header(String name) {
        return Optional.ofNullable(headers.get(name.toLowerCase(Locale.ROOT)));
    }

    public Optional<String> query(String name) {
        return Optional.ofNullable(query.get(name));
    }

    /** A path parameter of the route; the route guarantees it. */
    public String path(String name) {
        String value = path.get(name);
        if (value == null) {
            throw new IllegalStateException("the route has no parameter " + name);
        }
        return value;
    }

    /** The media type without parameters, in lower case. */
    public Optional<String> mediaType() {
        return header("content-type").map(type -> {
            int semicolon = type.indexOf(';');
            return (semicolon < 0 ? type : type.substring(0, semicolon)).strip().toLowerCase(Locale.ROOT);
        });
    }

    /** The token of {@code Authorization: Bearer}; the scheme in any case (RFC 9110 section 11.1). */
    public Optional<String> bearer() {
        return header("authorization")
                .filter(value -> value.regionMatches(true, 0, "Bearer ", 0, 7))
                .map(value -> value.substring(7).strip());
    }
}
