package io.steadycast.signaling.auth;

import io.steadycast.signaling.http.ProblemException;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.auth.authentication.TokenCredentials;
import io.vertx.ext.auth.jwt.JWTAuth;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Any thread; calls block, so they are made from virtual threads. Checks bearer tokens. The algorithms are those of the configured keys:
 * what a token's header claims only selects among them, and {@code none} is never one.
 */
public final class Authenticator {
    private static final int MAX_TOKEN_CHARS = 8_192;
    private static final String CHALLENGE = "Bearer realm=\"steadycast\"";

    private final @Nullable JWTAuth jwt;
    private final Set<String> algorithms;
    private final long leewaySeconds;
    private final InstantSource clock;

    private Authenticator(@Nullable JWTAuth jwt, Set<String> algorithms, long leewaySeconds, InstantSource clock) {
        this.jwt = jwt;
        this.algorithms = Set.copyOf(algorithms);
        this.leewaySeconds = leewaySeconds;
        this.clock = clock;
    }

    /** Reads the keys, and refuses a configuration that would let strangers in. */
    public static Authenticator create(AuthConfig config, String bindHost, Vertx vertx, InstantSource clock)
            throws AuthSetupException {
        if (config.isOpen()) {
            AuthKeys.requireLoopback(bindHost);
            return new Authenticator(null, Set.of(), 0, clock);
        }
        AuthKeys keys = AuthKeys.load(config);
        JWTAuth jwt = JWTAuth.create(vertx, keys.options());
        return new Authenticator(jwt, keys.algorithms(), config.leeway().toSeconds(), clock);
    }

    public boolean isOpen() {
        return jwt == null;
    }

    /** What the bearer may do in {@code room}; 401 without a valid token, 403 if the token is for something else. */
    public Grant require(Optional<String> token, String room, Role role) throws ProblemException {
        return requireAny(token, room, role);
    }

    /** The same where each of some roles will do. */
    public Grant requireAny(Optional<String> token, String room, Role... roles) throws ProblemException {
        Grant grant = authenticate(token);
        if (!grant.covers(room)) {
            throw forbidden("The token is for room \"" + grant.room() + "\", not for \"" + room + "\".");
        }
        if (Collections.disjoint(grant.roles(), List.of(roles))) {
            String needed = Arrays.stream(roles).map(Role::claim).collect(Collectors.joining("\" or \""));
            throw forbidden("The token's role is "
                    + grant.roles().stream().map(Role::claim).sorted().toList() + "; this needs \"" + needed + "\".");
        }
        return grant;
    }

    /** Everything the bearer may do; 401 without a valid token. */
    public Grant authenticate(Optional<String> token) throws ProblemException {
        JWTAuth provider = jwt;
        if (provider == null) {
            return Grant.EVERYTHING;
        }
        if (token.isEmpty()) {
            throw new ProblemException(401, "no-token", "No token", "Send Authorization: Bearer TOKEN.")
                    .with("WWW-Authenticate", CHALLENGE);
        }
        requirePinnedAlgorithm(token.get());
        try {
            JsonObject claims = provider.authenticate(new TokenCredentials(token.get()))
                    .toCompletionStage()
                    .toCompletableFuture()
                    .get(10, TimeUnit.SECONDS)
                    .attributes()
                    .getJsonObject("accessToken"); // The principal lacks exp; here are all claims as signed.
            return grant(claims);
        } catch (ExecutionException | TimeoutException e) {
            throw unauthorized("The signature does not match, or the token is expired or not yet valid.");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw unauthorized("The server is stopping.");
        }
    }

    private void requirePinnedAlgorithm(String token) throws ProblemException {
        String[] parts = token.split("\\.", -1);
        if (token.length() > MAX_TOKEN_CHARS || parts.length != 3) {
            throw unauthorized(
                    "A token must be three base64url parts joined by '.', at most " + MAX_TOKEN_CHARS + " characters.");
        }
        String algorithm;
        try {
            JsonObject header =
                    new JsonObject(new String(Base64.getUrlDecoder().decode(parts[0]), StandardCharsets.UTF_8));
            algorithm = String.valueOf(header.getValue("alg"));
        } catch (RuntimeException e) {
            throw unauthorized("The token's header is not base64url JSON.");
        }
        if (!algorithms.contains(algorithm)) {
            throw unauthorized("The token's alg must be " + String.join(" or ", algorithms) + ".");
        }
    }

    private Grant grant(JsonObject claims) throws ProblemException {
        long nowSeconds = clock.instant().getEpochSecond();
        if (!(claims.getValue("exp") instanceof Number expiry)) {
            throw unauthorized("The token needs the claim exp, in seconds since 1970.");
        }
        if (expiry.longValue() + leewaySeconds <= nowSeconds) {
            throw unauthorized("The token has expired.");
        }
        if (!(claims.getValue("room") instanceof String room) || room.isEmpty()) {
            throw unauthorized("The token needs the claim room: a room's name, or \"*\".");
        }
        Object subject = claims.getValue("sub");
        return new Grant(
                room,
                roles(claims.getValue("role")),
                subject instanceof String text && !text.isEmpty() ? Optional.of(text) : Optional.empty());
    }

    private static Set<Role> roles(@Nullable Object claim) throws ProblemException {
        List<?> names = switch (claim) {
            case String name -> List.of(name);
            case JsonArray array -> array.getList();
            case null, default -> List.of();
        };
        Set<Role> roles = EnumSet.noneOf(Role.class);
        for (Role role : Role.values()) {
            if (names.contains(role.claim())) {
                roles.add(role);
            }
        }
        if (roles.isEmpty() || roles.size() != Set.copyOf(names).size()) {
            throw unauthorized(
                    "The token needs the claim role: \"publish\", \"view\", \"operate\", or an array of them.");
        }
        return roles;
    }

    private static ProblemException unauthorized(String detail) {
        return new ProblemException(401, "invalid-token", "Token refused", detail)
                .with("WWW-Authenticate", CHALLENGE + ", error=\"invalid_token\"");
    }

    private static ProblemException forbidden(String detail) {
        return new ProblemException(403, "forbidden", "Not allowed", detail)
                .with("WWW-Authenticate", CHALLENGE + ", error=\"insufficient_scope\"");
    }
}
