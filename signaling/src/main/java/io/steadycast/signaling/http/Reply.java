package io.steadycast.signaling.http;

import io.vertx.core.buffer.Buffer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a call is answered with. A header may have several values, each in a line of its own. */
public record Reply(int status, Map<String, List<String>> headers, Buffer body) {
    public Reply {
        headers = Map.copyOf(headers);
    }

    public static Reply empty(int status) {
        return new Reply(status, Map.of(), Buffer.buffer());
    }

    public static Reply text(int status, String contentType, String body) {
        return new Reply(status, Map.of("Content-Type", List.of(contentType)), Buffer.buffer(body));
    }

    public Reply with(String name, String value) {
        return with(name, List.of(value));
    }

    /** No value at all leaves the header out. */
    public Reply with(String name, List<String> values) {
        Map<String, List<String>> more = new LinkedHashMap<>(headers);
        if (values.isEmpty()) {
            more.remove(name);
        } else {
            more.put(name, List.copyOf(values));
        }
        return new Reply(status, more, body);
    }
}
