package io.steadycast.signaling.web;

/**
 * Where HTTP listens and what it bears.
 *
 * @param port 0 lets the system choose
 * @param maxCalls requests that are being answered at a time; one more is told to come again
 * @param maxSockets WebSockets at a time
 */
public record HttpConfig(String host, int port, int maxCalls, int maxSockets) {
    public HttpConfig {
        if (port < 0 || port > 65_535 || maxCalls < 1 || maxSockets < 1) {
            throw new IllegalArgumentException("http.port must be in 0..65535, limits at least 1");
        }
    }

    public static HttpConfig at(String host, int port) {
        return new HttpConfig(host, port, 1_024, 10_000);
    }
}
