package io.steadycast.signaling.auth;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.auth.JWTOptions;
import io.vertx.ext.auth.PubSecKeyOptions;
import io.vertx.ext.auth.jwt.JWTAuthOptions;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/** Immutable. The keys that tokens are checked with, and the algorithms that they pin. */
record AuthKeys(JWTAuthOptions options, Set<String> algorithms) {
    /** RFC 7518 section 3.2: an HS256 key has at least the size of the hash. */
    private static final int MIN_SECRET_BYTES = 32;

    private static final long MAX_JWKS_BYTES = 1 << 20;

    static AuthKeys load(AuthConfig config) throws AuthSetupException {
        if (config.secret().isPresent() && config.jwksFile().isPresent()) {
            throw new AuthSetupException("auth.secret and auth.jwks-file exclude each other: set one of them");
        }
        JWTAuthOptions options = new JWTAuthOptions()
                .setJWTOptions(new JWTOptions().setLeeway((int) config.leeway().toSeconds()));
        if (config.secret().isPresent()) {
            return secret(config.secret().get(), options);
        }
        return jwks(config.jwksFile().orElseThrow(), options);
    }

    /** Without tokens everybody who reaches the port may publish; on loopback that is the user of this machine. */
    static void requireLoopback(String bindHost) throws AuthSetupException {
        boolean isLoopback;
        try {
            isLoopback = InetAddress.getByName(bindHost).isLoopbackAddress();
        } catch (UnknownHostException e) {
            throw new AuthSetupException("http.host \"" + bindHost + "\" is not an address of this machine");
        }
        if (!isLoopback) {
            throw new AuthSetupException(
                    "http.host is " + bindHost + ", which is not loopback, and no tokens are configured: everybody who"
                            + " reaches it could publish. Set auth.secret (at least " + MIN_SECRET_BYTES
                            + " bytes) or auth.jwks-file, or bind HTTP to 127.0.0.1");
        }
    }

    private static AuthKeys secret(String secret, JWTAuthOptions options) throws AuthSetupException {
        int bytes = secret.getBytes(StandardCharsets.UTF_8).length;
        if (bytes < MIN_SECRET_BYTES) {
            throw new AuthSetupException("auth.secret has " + bytes + " bytes; HS256 needs at least " + MIN_SECRET_BYTES
                    + " (RFC 7518 section 3.2), for example from: openssl rand -base64 32");
        }
        options.addPubSecKey(new PubSecKeyOptions().setAlgorithm("HS256").setBuffer(Buffer.buffer(secret)));
        return new AuthKeys(options, Set.of("HS256"));
    }

    private static AuthKeys jwks(Path file, JWTAuthOptions options) throws AuthSetupException {
        JsonArray keys;
        try {
            if (Files.size(file) > MAX_JWKS_BYTES) {
                throw new AuthSetupException("auth.jwks-file " + file + " is larger than " + MAX_JWKS_BYTES + " bytes");
            }
            keys = new JsonObject(Files.readString(file)).getJsonArray("keys", new JsonArray());
        } catch (IOException e) {
            throw new AuthSetupException("auth.jwks-file " + file + " cannot be read: " + e);
        } catch (DecodeException | ClassCastException e) {
            throw new AuthSetupException(
                    "auth.jwks-file " + file + " is not a JSON object with an array \"keys\" (RFC 7517 section 5)");
        }
        Set<String> algorithms = new TreeSet<>();
        for (int i = 0; i < keys.size(); i++) {
            JsonObject key = keys.getValue(i) instanceof JsonObject object ? object : new JsonObject();
            String algorithm = algorithm(file, i, key);
            algorithms.add(algorithm);
            options.addJwk(key.copy().put("alg", algorithm));
        }
        if (algorithms.isEmpty()) {
            throw new AuthSetupException("auth.jwks-file " + file + " has no keys");
        }
        return new AuthKeys(options, algorithms);
    }

    /** Public keys only: an "oct" key in a file of public keys is what the HS/RS confusion is made of. */
    private static String algorithm(Path file, int index, JsonObject key) throws AuthSetupException {
        String where = "auth.jwks-file " + file + ", key " + index + ": ";
        String algorithm = switch (String.valueOf(key.getValue("kty")).toUpperCase(Locale.ROOT)) {
            case "RSA" -> "RS256";
            case "EC" -> {
                if (!"P-256".equals(key.getValue("crv"))) {
                    throw new AuthSetupException(where + "crv must be P-256, not " + key.getValue("crv"));
                }
                yield "ES256";
            }
            default -> throw new AuthSetupException(where + "kty must be RSA or EC, not " + key.getValue("kty"));
        };
        Object named = key.getValue("alg");
        if (named != null && !named.equals(algorithm)) {
            throw new AuthSetupException(where + "alg must be " + algorithm + ", not " + named);
        }
        return algorithm;
    }
}
