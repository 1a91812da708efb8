package io.steadycast.signaling.ice;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Any thread. Makes logins for TURN that last for a while, by the secret that this server shares with the TURN servers and without asking them: the user's name is
 * {@code EXPIRY:USER} in seconds since 1970, the password HMAC-SHA1 of it in base64 (draft-uberti-behave-turn-rest-00 section 2.2; coturn's {@code use-auth-secret}).
 */
public final class IceServers {
    private static final String HMAC = "HmacSHA1";
    private static final String SOMEBODY = "viewer";

    private final IceServerConfig config;
    private final InstantSource clock;

    public IceServers(IceServerConfig config, InstantSource clock) {
        this.config = config;
        this.clock = clock;
    }

    /** How long what {@link #forUser} tells is good for. */
    public Duration lifetime() {
        return config.lifetime();
    }

    /** For one user; what a token calls it shows in the TURN server's log. */
    public List<IceServer> forUser(Optional<String> subject) {
        if (config.uris().isEmpty()) {
            return List.of();
        }
        Optional<IceServer.Login> login = config.secret().map(secret -> login(secret, subject.orElse(SOMEBODY)));
        return config.uris().stream()
                .map(uri -> new IceServer(uri, IceServerConfig.isTurn(uri) ? login : Optional.empty()))
                .toList();
    }

    private IceServer.Login login(String secret, String subject) {
        long expiry = clock.instant().plus(config.lifetime()).getEpochSecond();
        String username = expiry + ":" + subject.replaceAll("[^A-Za-z0-9._~@-]", "_");
        try {
            Mac mac = Mac.getInstance(HMAC);
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), HMAC));
            byte[] password = mac.doFinal(username.getBytes(StandardCharsets.UTF_8));
            return new IceServer.Login(username, Base64.getEncoder().encodeToString(password));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has " + HMAC, e);
        }
    }
}
