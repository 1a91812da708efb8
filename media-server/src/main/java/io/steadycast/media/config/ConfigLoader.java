package io.steadycast.media.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigValueFactory;
import io.steadycast.abr.profile.QualityProfile;
import io.steadycast.abr.profile.QualityProfiles;
import io.steadycast.signaling.ice.IceServerConfig;
import io.steadycast.signaling.room.PausePolicy;
import io.steadycast.signaling.sdp.CodecPolicy.RedPolicy;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Stateless. Command line over file over reference.conf, validated into a {@link ServerConfig}. */
public final class ConfigLoader {
    private static final String ROOT = "steadycast";
    private static final String QUALITY_PROFILES = "quality-profiles";
    private static final String QUALITY_PROFILE = "media.quality-profile";
    private static final int MIN_SECRET_BYTES = 32;

    private ConfigLoader() {}

    /** The value of one command line option for one key; the option's name is told when the value is wrong. */
    public record Setting(String key, Object value, String option) {}

    public static ServerConfig load(@Nullable Path file, List<Setting> overrides) throws ConfigException {
        Config defaults;
        Config merged;
        try {
            defaults = reference().resolve().getConfig(ROOT);
            merged = withOverrides(overrides)
                    .withFallback(file == null ? ConfigFactory.empty() : parse(file))
                    .withFallback(reference())
                    .resolve()
                    .getConfig(ROOT);
        } catch (com.typesafe.config.ConfigException unreadable) {
            throw new ConfigException(String.valueOf(unreadable.getMessage()));
        }
        ConfigReader reader = new ConfigReader(merged, defaults);
        reader.rejectUnknownKeys(ROOT, QUALITY_PROFILES);
        ServerConfig config = read(reader);
        if (!reader.problems().isEmpty()) {
            throw new ConfigException(reader.problems());
        }
        return config;
    }

    private static Config reference() {
        return ConfigFactory.parseResources(
                        ConfigLoader.class.getClassLoader(),
                        "reference.conf",
                        ConfigParseOptions.defaults().setAllowMissing(false))
                .withOnlyPath(ROOT);
    }

    private static Config parse(Path file) throws ConfigException {
        if (!Files.isReadable(file)) {
            throw new ConfigException("option --config: cannot read " + file);
        }
        Config parsed = ConfigFactory.parseFile(file.toFile());
        for (String key : parsed.root().keySet()) {
            if (!key.equals(ROOT)) {
                throw new ConfigException(file + ": " + key + " is not a known key; all keys live under " + ROOT);
            }
        }
        return parsed;
    }

    private static Config withOverrides(List<Setting> overrides) {
        Config config = ConfigFactory.empty();
        for (Setting one : overrides) {
            config = config.withValue(
                    ROOT + "." + one.key(), ConfigValueFactory.fromAnyRef(one.value(), "option " + one.option()));
        }
        return config;
    }

    private static ServerConfig read(ConfigReader reader) {
        ServerConfig.Http http = new ServerConfig.Http(
                reader.string(
                        "http.host",
                        "an IPv4 or IPv6 address or localhost",
                        text -> text.equals("localhost") || Addresses.literal(text) != null),
                reader.integer("http.port", 0, 65_535),
                reader.integer("http.max-calls", 1, 65_536),
                reader.integer("http.max-sockets", 1, 1_000_000));
        ServerConfig.Auth auth = auth(reader);
        if (auth.open() && !Addresses.isLoopback(http.host())) {
            reader.reject(
                    "http.host",
                    "is not a loopback address: without tokens everybody who reaches it may publish. Set auth.secret or"
                            + " auth.jwks-file, or stay on 127.0.0.1");
        }
        ServerConfig.Udp udp = udp(reader);
        ServerConfig.Reach reach = new ServerConfig.Reach(AnnounceReader.read(reader, udp), iceServers(reader));
        ServerConfig.Crypto crypto =
                new ServerConfig.Crypto(reader.oneOf("crypto.library", ServerConfig.Library.values()));
        return new ServerConfig(
                http, udp, tcp(reader), reach, auth, crypto, timeouts(reader), limits(reader), media(reader));
    }

    private static ServerConfig.Udp udp(ConfigReader reader) {
        int basePort = reader.integer("udp.base-port", 1, 65_535);
        int loops = reader.integer("udp.loops", 0, 64);
        if (basePort + effectiveLoops(loops) - 1 > 65_535) {
            reader.reject("udp.base-port", "leaves no room for " + effectiveLoops(loops) + " ports up to 65535");
        }
        ServerConfig.Buffers buffers = new ServerConfig.Buffers(
                reader.integer("udp.receive-buffer-bytes", 65_536, 1 << 30),
                reader.integer("udp.send-buffer-bytes", 65_536, 1 << 30),
                reader.integer("udp.send-queue-datagrams", 64, 65_536));
        return new ServerConfig.Udp(
                basePort,
                effectiveLoops(loops),
                new ServerConfig.Moving(
                        reader.oneOf("udp.transport", ServerConfig.Transport.values()),
                        reader.bool("udp.segmentation")),
                buffers,
                reader.durationMs("udp.tick-interval", Duration.ofMillis(1), Duration.ofMillis(20)),
                reader.oneOf("udp.placement", ServerConfig.Placement.values()));
    }

    private static ServerConfig.Tcp tcp(ConfigReader reader) {
        int port = reader.integer("tcp.port", 0, 65_535);
        int announced = reader.integer("tcp.announced-port", 0, 65_535);
        if (announced > 0 && port == 0) {
            reader.reject("tcp.announced-port", "is not legal: it must be 0 while tcp.port is 0");
        }
        return new ServerConfig.Tcp(
                port,
                announced > 0 ? announced : port,
                new ServerConfig.TcpBounds(
                        reader.integer("tcp.max-connections", 1, 100_000),
                        reader.integer("tcp.max-connections-per-address", 1, 100_000),
                        reader.integer("tcp.max-waiting", 1, 65_536),
                        reader.durationMs("tcp.setup-timeout", Duration.ofSeconds(1), Duration.ofSeconds(60)),
                        reader.integer("tcp.send-queue-bytes", 32_768, 16_777_216),
                        reader.durationMs("tcp.idle-timeout", Duration.ofSeconds(10), Duration.ofMinutes(10))));
    }

    /** At least two, so that hosts and viewers of one room do meet across the rings also on a small machine. */
    private static int effectiveLoops(int configured) {
        return configured > 0 ? configured : Math.clamp(Runtime.getRuntime().availableProcessors(), 2, 64);
    }

    private static ServerConfig.Auth auth(ConfigReader reader) {
        String secret = reader.string(
                "auth.secret",
                "empty or at least " + MIN_SECRET_BYTES + " bytes",
                text -> text.isEmpty() || text.getBytes(StandardCharsets.UTF_8).length >= MIN_SECRET_BYTES);
        String jwks = reader.string(
                "auth.jwks-file",
                "empty or a readable file",
                text -> text.isEmpty() || Files.isReadable(Path.of(text)));
        return new ServerConfig.Auth(
                secret.isEmpty() ? null : secret,
                jwks.isEmpty() ? null : Path.of(jwks),
                reader.durationMs("auth.leeway", Duration.ZERO, Duration.ofMinutes(5)));
    }

    private static IceServerConfig iceServers(ConfigReader reader) {
        List<String> uris = reader.strings("ice-servers.uris");
        for (String uri : uris) {
            if (!IceServerConfig.isLegal(uri)) {
                reader.reject("ice-servers.uris", "has \"" + uri + "\", which must be " + IceServerConfig.LEGAL_URI);
            }
        }
        if (uris.size() > IceServerConfig.MAX_URIS) {
            reader.reject(
                    "ice-servers.uris",
                    "has " + uris.size() + " entries; 0.." + IceServerConfig.MAX_URIS + " are legal");
        }
        String secret = reader.string("ice-servers.secret", "a string", text -> true);
        if (secret.isEmpty() && uris.stream().anyMatch(IceServerConfig::isTurn)) {
            reader.reject("ice-servers.uris", "has a TURN server, which needs ice-servers.secret");
        }
        long lifetimeMs =
                reader.durationMs("ice-servers.lifetime", IceServerConfig.MIN_LIFETIME, IceServerConfig.MAX_LIFETIME);
        return reader.problems().isEmpty()
                ? new IceServerConfig(
                        uris, secret.isEmpty() ? Optional.empty() : Optional.of(secret), Duration.ofMillis(lifetimeMs))
                : IceServerConfig.NONE;
    }

    private static ServerConfig.Timeouts timeouts(ConfigReader reader) {
        return new ServerConfig.Timeouts(
                reader.durationMs("ice.consent-timeout", Duration.ofSeconds(5), Duration.ofMinutes(5)),
                reader.durationMs("ice.setup-timeout", Duration.ofSeconds(1), Duration.ofMinutes(5)),
                reader.durationMs("dtls.handshake-timeout", Duration.ofSeconds(1), Duration.ofSeconds(60)),
                reader.durationMs("room.linger", Duration.ofSeconds(1), Duration.ofHours(1)));
    }

    private static ServerConfig.Limits limits(ConfigReader reader) {
        return new ServerConfig.Limits(
                reader.integer("limits.max-rooms", 1, 100_000),
                reader.integer("limits.max-peers", 1, 100_000),
                reader.integer("limits.max-peers-per-room", 1, 100_000),
                reader.integer("limits.max-publishers-per-room", 1, 64),
                reader.integer("limits.max-tracks-per-peer", 1, 16),
                reader.integer("dtls.max-concurrent", 1, 4096));
    }

    private static ServerConfig.Media media(ConfigReader reader) {
        return new ServerConfig.Media(
                reader.powerOfTwo("media.video-log-slots", 256, 65_536),
                reader.powerOfTwo("media.audio-log-slots", 256, 65_536),
                reader.whole("media.max-log-bytes", 16_777_216L, 17_179_869_184L),
                reader.durationMs("media.keyframe-period", Duration.ofMillis(200), Duration.ofSeconds(10)),
                reader.oneOf("media.red", RedPolicy.values()),
                reader.bool("media.even-lengths"),
                new PausePolicy(
                        reader.bool("media.pause-unused-layers"),
                        Duration.ofMillis(
                                reader.durationMs("media.pause-after", Duration.ofSeconds(1), Duration.ofMinutes(10)))),
                reader.oneOf("media.policy", ViewerPolicy.values()),
                reader.bool("media.policy-by-viewer"),
                quality(reader));
    }

    private static QualityProfile quality(ConfigReader reader) {
        List<String> problems = new ArrayList<>();
        Map<String, QualityProfile> own = QualityProfileReader.readAll(reader.section(QUALITY_PROFILES), problems);
        reader.report(problems);
        String legal = "one of " + QualityProfileReader.names() + ", or a name of quality-profiles";
        String name = reader.string(QUALITY_PROFILE, legal, text -> QualityProfileReader.known(text, own) != null);
        QualityProfile chosen = QualityProfileReader.known(name, own);
        return chosen == null ? QualityProfiles.SMOOTH_FIRST : chosen;
    }

    /** For tests: the defaults, with some keys changed. */
    public static ServerConfig defaults(Map<String, Object> changed) throws ConfigException {
        List<Setting> overrides = new ArrayList<>();
        changed.forEach((key, value) -> overrides.add(new Setting(key, value, "test")));
        return load(null, overrides);
    }
}
