package io.steadycast.netsim.client;

import io.steadycast.media.crypto.DtlsClient;
import io.steadycast.media.engine.transport.DropCounters;
import java.net.http.HttpClient;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.concurrent.Semaphore;

/** Any thread. What all sessions of a process share: a media loop, a certificate with its crypto thread, an HTTP client. */
final class LiveRuntime implements AutoCloseable {
    /** ICE agents bring threads of their own; so many may be at work at a time. */
    private static final int SETUPS_AT_A_TIME = 8;

    private static final Duration CONNECT = Duration.ofSeconds(5);

    private final WallClock clock = new WallClock();
    private final ClientLoop loop = new ClientLoop(clock);
    private final DtlsClient dtls = new DtlsClient(DtlsClient.BROWSER_LIKE, new DropCounters());
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(CONNECT)
            .build();
    private final SecureRandom random = new SecureRandom();
    private final Semaphore setups = new Semaphore(SETUPS_AT_A_TIME);

    WallClock clock() {
        return clock;
    }

    ClientLoop loop() {
        return loop;
    }

    DtlsClient dtls() {
        return dtls;
    }

    HttpClient http() {
        return http;
    }

    Semaphore setups() {
        return setups;
    }

    long seed() {
        return random.nextLong();
    }

    /** RFC 8829 section 5.2.1 asks for 63 random bits whose highest is zero. */
    long sdpSessionId() {
        return random.nextLong() >>> 2;
    }

    @Override
    public void close() {
        loop.close();
        dtls.close();
        http.close();
    }
}
