package io.steadycast.signaling.http;

import io.vertx.core.json.JsonObject;
import java.util.LinkedHashMap;
import java.util.Map;

/** A refusal that the client is told as problem details (RFC 9457). The detail names place, value and what is legal. */
public final class ProblemException extends Exception {
    private static final long serialVersionUID = 1;

    private final int status;
    private final String type;
    private final String title;
    private final transient Map<String, String> headers = new LinkedHashMap<>();

    /** The type is the last part of {@code urn:steadycast:problem:}; clients may switch on it. */
    public ProblemException(int status, String type, String title, String detail) {
        super(detail);
        this.status = status;
        this.type = type;
        this.title = title;
    }

    public ProblemException with(String header, String value) {
        headers.put(header, value);
        return this;
    }

    public int status() {
        return status;
    }

    public String type() {
        return type;
    }

    public String detail() {
        return String.valueOf(getMessage());
    }

    public Reply reply() {
        JsonObject body = new JsonObject()
                .put("type", "urn:steadycast:problem:" + type)
                .put("title", title)
                .put("status", status)
                .put("detail", detail());
        Reply reply = Reply.text(status, "application/problem+json", body.encode());
        for (Map.Entry<String, String> header : headers.entrySet()) {
            reply = reply.with(header.getKey(), header.getValue());
        }
        return reply.with("Cache-Control", "no-store");
    }
}
