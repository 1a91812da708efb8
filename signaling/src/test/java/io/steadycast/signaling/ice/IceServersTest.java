package io.steadycast.signaling.ice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class IceServersTest {
    private static final Duration LIFETIME = Duration.ofHours(12);

    private static IceServers servers(String... uris) {
        return new IceServers(
                new IceServerConfig(List.of(uris), Optional.of("north wind"), LIFETIME),
                () -> Instant.ofEpochSecond(1_795_777_200));
    }

    /** The password is what {@code openssl dgst -sha1 -hmac 'north wind' -binary | base64} makes of the user's name. */
    @Test
    void aLoginEndsAndIsSignedByTheSharedSecret() {
        List<IceServer> told =
                servers("stun:a.example", "turn:b.example?transport=tcp").forUser(Optional.of("anna k"));
        assertThat(told)
                .containsExactly(
                        new IceServer("stun:a.example", Optional.empty()),
                        new IceServer(
                                "turn:b.example?transport=tcp",
                                Optional.of(new IceServer.Login("1795820400:anna_k", "M3MhIs1Yx5pMeGAtGZWHJ9cUKnU="))));
        assertThat(told.toString()).doesNotContain("M3Mh");
    }

    @Test
    void linksAreThoseOfTheRfc() {
        List<IceServer> told = servers("stun:a.example", "turns:b.example:443").forUser(Optional.empty());
        assertThat(told.get(0).link()).isEqualTo("<stun:a.example>; rel=\"ice-server\"");
        assertThat(told.get(1).link())
                .matches("<turns:b\\.example:443>; rel=\"ice-server\"; username=\"1795820400:viewer\";"
                        + " credential=\"[A-Za-z0-9+/=]{28}\"; credential-type=\"password\"");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "stun:stun.example.net",
                "stuns:stun.example.net:5349",
                "turn:192.0.2.1:3478?transport=udp",
                "turns:turn.example.net:443?transport=tcp",
                "turn:[2001:db8::1]:3478"
            })
    void legalUris(String uri) {
        assertThat(IceServerConfig.isLegal(uri)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "turn:",
                "turn:a.example:0",
                "turn:a.example:65536",
                "turn:a.example?transport=sctp",
                "stun:a.example?transport=udp",
                "https://a.example",
                "turn:user@a.example",
                "turn:a.example\"; rel=\"x",
                "turn:-a.example",
                "turn:[2001:db8::1"
            })
    void illegalUris(String uri) {
        assertThat(IceServerConfig.isLegal(uri)).isFalse();
        assertThatThrownBy(() -> servers(uri)).hasMessageContaining("ice-servers.uris");
    }

    @Test
    void everythingHasBounds() {
        Optional<String> secret = Optional.of("s");
        List<String> turn = List.of("turn:a.example");
        assertThatThrownBy(() -> new IceServerConfig(turn, Optional.empty(), LIFETIME))
                .hasMessageContaining("ice-servers.secret");
        assertThatThrownBy(() -> new IceServerConfig(Collections.nCopies(9, "stun:a.example"), secret, LIFETIME))
                .hasMessageContaining("at most 8");
        assertThatThrownBy(() -> new IceServerConfig(turn, secret, Duration.ofSeconds(59)))
                .hasMessageContaining("1 minute .. 7 days");
        assertThatThrownBy(() -> new IceServerConfig(turn, secret, Duration.ofDays(8)))
                .hasMessageContaining("1 minute .. 7 days");
    }
}
