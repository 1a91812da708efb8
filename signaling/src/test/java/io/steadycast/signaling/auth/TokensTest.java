package io.steadycast.signaling.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.steadycast.signaling.FakeMediaPlane;
import io.steadycast.signaling.TestServer;
import io.steadycast.signaling.ice.IceServerConfig;
import io.steadycast.signaling.room.PausePolicy;
import io.steadycast.signaling.room.RoomLimits;
import io.steadycast.signaling.sdp.Negotiations;
import io.steadycast.signaling.web.HttpConfig;
import io.steadycast.signaling.web.SignalingConfig;
import io.steadycast.signaling.web.SignalingServer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.math.BigInteger;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TokensTest {
    private static final String SECRET = "a secret of at least thirty-two bytes";
    private static final Base64.Encoder URL = Base64.getUrlEncoder().withoutPadding();

    @TempDir
    Path dir;

    private static JsonObject claims(String room, Object role) {
        return new JsonObject()
                .put("room", room)
                .put("role", role)
                .put("sub", "anna")
                .put("exp", System.currentTimeMillis() / 1000 + 60);
    }

    private static String unsigned(String alg, JsonObject claims) {
        String header = new JsonObject().put("alg", alg).put("typ", "JWT").encode();
        return URL.encodeToString(header.getBytes(StandardCharsets.UTF_8)) + "."
                + URL.encodeToString(claims.encode().getBytes(StandardCharsets.UTF_8));
    }

    private static String hs256(byte[] key, JsonObject claims) throws Exception {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(key, "HmacSHA256"));
        String text = unsigned("HS256", claims);
        return text + "." + URL.encodeToString(mac.doFinal(text.getBytes(StandardCharsets.US_ASCII)));
    }

    private static String signed(String alg, String algorithm, KeyPair keys, JsonObject claims) throws Exception {
        Signature signature = Signature.getInstance(algorithm);
        signature.initSign(keys.getPrivate());
        String text = unsigned(alg, claims);
        signature.update(text.getBytes(StandardCharsets.US_ASCII));
        return text + "." + URL.encodeToString(signature.sign());
    }

    private static int publish(TestServer server, Optional<String> token) {
        var request = server.sdp("/whip/shop", TestServer.fixture("chromium-simulcast"));
        token.ifPresent(text -> request.header("Authorization", "Bearer " + text));
        HttpResponse<String> response = server.send(request);
        if (response.statusCode() == 401) {
            assertThat(response.headers().firstValue("WWW-Authenticate").orElseThrow())
                    .startsWith("Bearer");
        }
        return response.statusCode();
    }

    @Test
    void onlyAFittingTokenPublishes() throws Exception {
        try (TestServer server = new TestServer(AuthConfig.hs256(SECRET), RoomLimits.DEFAULT)) {
            byte[] key = SECRET.getBytes(StandardCharsets.UTF_8);
            long nowSeconds = System.currentTimeMillis() / 1000;
            assertThat(publish(server, Optional.empty())).isEqualTo(401);
            assertThat(publish(server, Optional.of("nonsense"))).isEqualTo(401);
            assertThat(publish(server, Optional.of("a.b.c"))).isEqualTo(401);
            assertThat(publish(
                            server,
                            Optional.of(hs256("another".getBytes(StandardCharsets.UTF_8), claims("shop", "publish")))))
                    .isEqualTo(401);
            assertThat(publish(
                            server,
                            Optional.of(hs256(key, claims("shop", "publish").put("exp", nowSeconds - 6)))))
                    .isEqualTo(401);
            JsonObject forever = claims("shop", "publish");
            forever.remove("exp");
            assertThat(publish(server, Optional.of(hs256(key, forever)))).isEqualTo(401);
            assertThat(publish(server, Optional.of(unsigned("none", claims("shop", "publish")) + ".")))
                    .isEqualTo(401);
            assertThat(publish(server, Optional.of(hs256(key, claims("shop", "owner")))))
                    .isEqualTo(401);
            assertThat(publish(server, Optional.of(hs256(key, claims("other", "publish")))))
                    .isEqualTo(403);
            assertThat(publish(server, Optional.of(hs256(key, claims("shop", "view")))))
                    .isEqualTo(403);
            assertThat(publish(server, Optional.of(hs256(key, claims("shop", "publish")))))
                    .isEqualTo(201);
            assertThat(publish(
                            server,
                            Optional.of(hs256(key, claims("shop", "publish").put("exp", nowSeconds - 2)))))
                    .isEqualTo(201);
            assertThat(publish(
                            server,
                            Optional.of(hs256(
                                    key, claims("*", new JsonArray().add("view").add("publish"))))))
                    .isEqualTo(201);
            // All three were the same subject, so each replaced the one before.
            assertThat(server.server.rooms().view("shop").hosts()).hasSize(1);
            String ben = hs256(key, claims("shop", "publish").put("sub", "ben"));
            String publisher =
                    server.server.rooms().view("shop").hosts().getFirst().publisher();
            HttpResponse<String> taken = server.send(
                    server.sdp("/whip/shop?publisher=" + publisher, TestServer.fixture("chromium-simulcast"))
                            .header("Authorization", "Bearer " + ben));
            assertThat(taken.statusCode()).isEqualTo(403);
        }
    }

    @Test
    void leewayIsForBothEndsAndNoLonger() {
        assertThatThrownBy(() -> new AuthConfig(Optional.empty(), Optional.empty(), Duration.ofSeconds(-1)))
                .hasMessageContaining("0 s .. 5 minutes");
        assertThatThrownBy(() -> new AuthConfig(Optional.empty(), Optional.empty(), Duration.ofSeconds(301)))
                .hasMessageContaining("0 s .. 5 minutes");
        AuthConfig minute = new AuthConfig(Optional.of(TestTokens.SECRET), Optional.empty(), Duration.ofSeconds(60));
        try (TestServer server = new TestServer(minute, RoomLimits.DEFAULT)) {
            assertThat(publish(server, Optional.of(TestTokens.token("shop", "publish", -50))))
                    .isEqualTo(201);
            assertThat(publish(server, Optional.of(TestTokens.token("shop", "publish", -61))))
                    .isEqualTo(401);
            long nowSeconds = System.currentTimeMillis() / 1000;
            JsonObject early = claims("shop", "publish");
            assertThat(publish(server, Optional.of(TestTokens.token(early.put("nbf", nowSeconds + 50)))))
                    .isEqualTo(201);
            assertThat(publish(server, Optional.of(TestTokens.token(early.put("nbf", nowSeconds + 120)))))
                    .isEqualTo(401);
        }
    }

    @Test
    void keySetsPinTheirAlgorithms() throws Exception {
        KeyPairGenerator ec = KeyPairGenerator.getInstance("EC");
        ec.initialize(new ECGenParameterSpec("secp256r1"));
        KeyPair ecKeys = ec.generateKeyPair();
        KeyPairGenerator rsa = KeyPairGenerator.getInstance("RSA");
        rsa.initialize(2048);
        KeyPair rsaKeys = rsa.generateKeyPair();
        Path file = Files.writeString(
                dir.resolve("jwks.json"), jwks(ecKeys, rsaKeys).encode());
        try (TestServer server = new TestServer(AuthConfig.jwks(file), RoomLimits.DEFAULT)) {
            JsonObject claims = claims("shop", "publish");
            assertThat(publish(server, Optional.of(signed("ES256", "SHA256withECDSAinP1363Format", ecKeys, claims))))
                    .isEqualTo(201);
            assertThat(publish(server, Optional.of(signed("RS256", "SHA256withRSA", rsaKeys, claims))))
                    .isEqualTo(201);
            // The public key as an HMAC secret, which a library that trusts the header would accept.
            assertThat(publish(server, Optional.of(hs256(rsaKeys.getPublic().getEncoded(), claims))))
                    .isEqualTo(401);
            assertThat(publish(server, Optional.of(unsigned("none", claims) + ".")))
                    .isEqualTo(401);
            assertThat(publish(server, Optional.of(signed("RS256", "SHA256withRSA", rsa.generateKeyPair(), claims))))
                    .isEqualTo(401);
        }
    }

    private static JsonObject jwks(KeyPair ec, KeyPair rsa) {
        ECPublicKey ecPublic = (ECPublicKey) ec.getPublic();
        RSAPublicKey rsaPublic = (RSAPublicKey) rsa.getPublic();
        JsonObject ecKey = new JsonObject()
                .put("kty", "EC")
                .put("crv", "P-256")
                .put("x", unsigned(ecPublic.getW().getAffineX(), 32))
                .put("y", unsigned(ecPublic.getW().getAffineY(), 32));
        JsonObject rsaKey = new JsonObject()
                .put("kty", "RSA")
                .put("n", unsigned(rsaPublic.getModulus(), 256))
                .put("e", unsigned(rsaPublic.getPublicExponent(), 3));
        return new JsonObject().put("keys", new JsonArray().add(ecKey).add(rsaKey));
    }

    private static String unsigned(BigInteger value, int length) {
        byte[] bytes = new byte[length];
        byte[] raw = value.toByteArray();
        int from = Math.max(raw.length - length, 0);
        System.arraycopy(raw, from, bytes, length - (raw.length - from), raw.length - from);
        return URL.encodeToString(bytes);
    }

    @Test
    void serversThatWouldLetStrangersInDoNotStart() throws Exception {
        refused("0.0.0.0", AuthConfig.open(), "auth.secret");
        refused("127.0.0.1", AuthConfig.hs256("short"), "at least 32");
        refused("127.0.0.1", AuthConfig.jwks(dir.resolve("missing.json")), "cannot be read");
        Path oct = Files.writeString(dir.resolve("oct.json"), "{\"keys\":[{\"kty\":\"oct\",\"k\":\"c2VjcmV0\"}]}");
        refused("127.0.0.1", AuthConfig.jwks(oct), "kty must be RSA or EC");
        refused("127.0.0.1", AuthConfig.jwks(Files.writeString(dir.resolve("none.json"), "{}")), "no keys");
        refused(
                "127.0.0.1",
                AuthConfig.jwks(Files.writeString(dir.resolve("text.json"), "hello")),
                "is not a JSON object");
    }

    private static void refused(String host, AuthConfig auth, String inMessage) {
        SignalingConfig config = new SignalingConfig(
                HttpConfig.at(host, 0),
                auth,
                RoomLimits.DEFAULT,
                PausePolicy.DEFAULT,
                Negotiations.DEFAULT,
                IceServerConfig.NONE);
        assertThatThrownBy(() ->
                        SignalingServer.start(config, new FakeMediaPlane()).close())
                .isInstanceOf(AuthSetupException.class)
                .hasMessageContaining(inMessage);
    }
}
