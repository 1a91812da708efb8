package io.steadycast.media.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.steadycast.media.config.ServerConfig.Announced;
import io.steadycast.signaling.room.PausePolicy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ConfigLoaderTest {
    @TempDir
    Path directory;

    @Test
    void defaultsAreLegal() throws ConfigException {
        ServerConfig config = ConfigLoader.load(null, List.of());
        assertThat(config.http()).isEqualTo(new ServerConfig.Http("127.0.0.1", 8080, 1_024, 10_000));
        assertThat(config.udp().basePort()).isEqualTo(10_000);
        assertThat(config.udp().loops()).isGreaterThanOrEqualTo(2);
        assertThat(config.auth().open()).isTrue();
        assertThat(config.timeouts().consentMs()).isEqualTo(30_000);
        assertThat(config.media().pauses()).isEqualTo(PausePolicy.DEFAULT);
    }

    @Test
    void theCommandLineWinsOverTheFile() throws Exception {
        Path file = write("steadycast { udp.base-port = 20000, http.port = 9000 }");
        ServerConfig config =
                ConfigLoader.load(file, List.of(new ConfigLoader.Setting("udp.base-port", 30_000, "--udp")));
        assertThat(config.udp().basePort()).isEqualTo(30_000);
        assertThat(config.http().port()).isEqualTo(9000);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            udp.base-port = 70000              | a whole number in 1..65535
            udp.base-port = 1.5                | a whole number in 1..65535
            udp.base-port = ten                | a whole number in 1..65535
            udp.transport = carrier-pigeon     | one of auto, linux, epoll, nio
            crypto.library = boringssl         | one of auto, openssl, jce
            tcp.port = 65536                   | a whole number in 0..65535
            tcp.max-waiting = 0                | a whole number in 1..65536
            tcp.setup-timeout = 100 ms         | a duration in 1 s .. 60 s
            tcp.send-queue-bytes = 1000        | a whole number in 32768..16777216
            tcp.announced-port = 443           | 0 while tcp.port is 0
            udp.tick-interval = 1 minute       | a duration in 1 ms .. 20 ms
            ice.consent-timeout = 1 s          | a duration in 5 s .. 300 s
            media.video-log-slots = 1000       | a power of two in 256..65536
            media.pause-unused-layers = maybe  | true or false
            media.pause-after = 500 ms         | a duration in 1 s .. 600 s
            http.host = example.org            | an IPv4 or IPv6 address or localhost
            auth.secret = short                | empty or at least 32 bytes
            auth.jwks-file = /nonexistent.json | empty or a readable file
            http.max-calls = 0                 | a whole number in 1..65536
            http.max-sockets = 2000000         | a whole number in 1..1000000
            limits.max-peers-per-room = 0      | a whole number in 1..100000
            media.red = always                 | one of refuse, after-opus, before-opus
            limits.max-rooms = 0               | a whole number in 1..100000
            """)
    void aWrongValueIsToldWithKeyRangeAndPlace(String line, String legal) throws IOException {
        Path file = write("steadycast {\n  " + line + "\n}");
        String key = line.substring(0, line.indexOf(' '));
        assertThatThrownBy(() -> ConfigLoader.load(file, List.of()))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining(file + ":2: steadycast." + key + " = ")
                .hasMessageContaining("must be " + legal);
    }

    @Test
    void aWrongOptionIsToldByItsName() {
        assertThatThrownBy(
                        () -> ConfigLoader.load(null, List.of(new ConfigLoader.Setting("udp.base-port", 0, "--udp"))))
                .hasMessage("option --udp: steadycast.udp.base-port = 0 is not legal: it must be a whole number in"
                        + " 1..65535");
    }

    @Test
    void everyProblemIsToldAtOnce() throws IOException {
        Path file = write("steadycast {\n udp.base-port = 0\n udp.bse-port = 1\n http.port = -1\n}");
        assertThatThrownBy(() -> ConfigLoader.load(file, List.of()))
                .hasMessageContaining(":2: steadycast.udp.base-port = 0")
                .hasMessageContaining(":3: steadycast.udp.bse-port is not a known key")
                .hasMessageContaining(":4: steadycast.http.port = -1");
    }

    @Test
    void aKeyOutsideOfSteadycastIsUnknown() throws IOException {
        Path file = write("http.port = 1");
        assertThatThrownBy(() -> ConfigLoader.load(file, List.of()))
                .hasMessageContaining("http is not a known key; all keys live under steadycast");
    }

    @Test
    void aFileThatDoesNotParseIsToldWithItsLine() throws IOException {
        Path file = write("steadycast {\n http.port = = 3\n");
        assertThatThrownBy(() -> ConfigLoader.load(file, List.of())).hasMessageContaining(file + ": 2");
    }

    @Test
    void openModeStaysOnLoopback() throws ConfigException {
        assertThatThrownBy(() -> ConfigLoader.defaults(Map.of("http.host", "0.0.0.0")))
                .hasMessageContaining("auth.secret");
        String secret = "0123456789abcdef0123456789abcdef";
        ServerConfig config = ConfigLoader.defaults(Map.of("http.host", "0.0.0.0", "auth.secret", secret));
        assertThat(config.auth().open()).isFalse();
        assertThat(config.toString()).doesNotContain(secret);
    }

    @Test
    void aWrongSecretIsNotShown() {
        assertThatThrownBy(() -> ConfigLoader.defaults(Map.of("auth.secret", "swordfish")))
                .message()
                .doesNotContain("swordfish");
    }

    @Test
    void relaysNeedASecretThatIsNotShown() throws ConfigException {
        List<String> uris = List.of("turn:turn.example.net?transport=tcp");
        ServerConfig config =
                ConfigLoader.defaults(Map.of("ice-servers.uris", uris, "ice-servers.secret", "swordfish"));
        assertThat(config.reach().iceServers().uris()).isEqualTo(uris);
        assertThat(config.toString()).doesNotContain("swordfish");
        assertThatThrownBy(() -> ConfigLoader.defaults(Map.of("ice-servers.uris", uris)))
                .hasMessageContaining("needs ice-servers.secret");
        assertThatThrownBy(() -> ConfigLoader.defaults(Map.of("ice-servers.uris", List.of("turn:a:99999"))))
                .hasMessageContaining(
                        "steadycast.ice-servers.uris = [\"turn:a:99999\"] has \"turn:a:99999\", which must be")
                .hasMessageContaining("port in 1..65535");
        assertThatThrownBy(() -> ConfigLoader.defaults(Map.of("ice-servers.lifetime", "30 s")))
                .hasMessageContaining("a duration in 60 s .. 604800 s");
    }

    @Test
    void announcedAddressesAndMappings() throws ConfigException {
        ServerConfig config =
                ConfigLoader.defaults(Map.of("announce", List.of("203.0.113.7=10.0.0.5", "2001:db8::1", "192.0.2.1")));
        assertThat(config.reach().announce())
                .containsExactly(
                        new Announced("203.0.113.7", 0, "10.0.0.5"),
                        new Announced("2001:db8:0:0:0:0:0:1", 0, null),
                        new Announced("192.0.2.1", 0, null));
    }

    @Test
    void announcedPortsStandForTheMediaPorts() throws ConfigException {
        ServerConfig config = ConfigLoader.defaults(Map.of(
                "udp.base-port",
                10_000,
                "udp.loops",
                4,
                "announce",
                List.of("127.0.0.1:20000", "203.0.113.7:20003=10.0.0.5:10003", "[2001:db8::1]:30000=::1")));
        assertThat(config.reach().announce())
                .containsExactly(
                        new Announced("127.0.0.1", 20_000, null),
                        new Announced("203.0.113.7", 20_000, "10.0.0.5"),
                        new Announced("2001:db8:0:0:0:0:0:1", 30_000, "0:0:0:0:0:0:0:1"));
    }

    @ParameterizedTest
    @CsvSource({
        "192.0.2.1:20000=10.0.0.5:9999, names port 9999; media uses 10000..10003",
        "192.0.2.1:65533, leaves no room for 4 ports",
        "192.0.2.1:1=10.0.0.5:10003, leaves no room for 4 ports",
        "192.0.2.1=10.0.0.5:10000, has a local port without a public one",
        "192.0.2.1:70000, must be an IPv4 or IPv6 address"
    })
    void anIllegalAnnouncedPort(String entry, String why) {
        assertThatThrownBy(() -> ConfigLoader.defaults(
                        Map.of("udp.base-port", 10_000, "udp.loops", 4, "announce", List.of(entry))))
                .hasMessageContaining("\"" + entry + "\" " + why);
    }

    @ParameterizedTest
    @ValueSource(strings = {"example.org", "1.2.3", "203.0.113.7=::1", "0.0.0.0", "fe80::1%eth0", "", "224.0.0.1"})
    void anIllegalAnnouncedAddress(String entry) {
        assertThatThrownBy(() -> ConfigLoader.defaults(Map.of("announce", List.of(entry))))
                .hasMessageContaining("\"" + entry + "\"");
    }

    @Test
    void portsOfAllLoopsMustExist() {
        assertThatThrownBy(() -> ConfigLoader.defaults(Map.of("udp.base-port", 65_530, "udp.loops", 16)))
                .hasMessageContaining("leaves no room for 16 ports");
    }

    private Path write(String text) throws IOException {
        return Files.writeString(directory.resolve("test.conf"), text);
    }
}
