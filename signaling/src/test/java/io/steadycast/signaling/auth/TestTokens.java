package io.steadycast.signaling.auth;

import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Stateless. HS256 tokens as another program would make them. */
public final class TestTokens {
    public static final String SECRET = "a secret of at least thirty-two bytes";
    private static final Base64.Encoder URL = Base64.getUrlEncoder().withoutPadding();

    private TestTokens() {}

    /** For {@code room} with {@code role}, expiring in so many seconds. */
    public static String token(String room, String role, int seconds) {
        return token(new JsonObject()
                .put("room", room)
                .put("role", role)
                .put("exp", System.currentTimeMillis() / 1000 + seconds));
    }

    public static String token(JsonObject claims) {
        String text = part("{\"alg\":\"HS256\",\"typ\":\"JWT\"}") + "." + part(claims.encode());
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(SECRET.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            return text + "." + URL.encodeToString(mac.doFinal(text.getBytes(StandardCharsets.US_ASCII)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String part(String json) {
        return URL.encodeToString(json.getBytes(StandardCharsets.UTF_8));
    }
}
