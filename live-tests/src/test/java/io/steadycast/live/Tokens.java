package io.steadycast.live;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** JSON Web Tokens as a shop's backend would make them (RFC 7519), written by hand so that the server's own code is not its own judge. */
final class Tokens {
    private Tokens() {}

    static String hs256(String secret, String room, String role, Instant expires) {
        String signed = part("{\"alg\":\"HS256\",\"typ\":\"JWT\"}") + "." + claims(room, role, expires);
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            return signed + "." + base64(mac.doFinal(signed.getBytes(StandardCharsets.US_ASCII)));
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    /** The oldest forgery: "alg": "none" and no signature. */
    static String unsigned(String room, String role, Instant expires) {
        return part("{\"alg\":\"none\",\"typ\":\"JWT\"}") + "." + claims(room, role, expires) + ".";
    }

    private static String claims(String room, String role, Instant expires) {
        return part("{\"room\":\"%s\",\"role\":\"%s\",\"exp\":%d}".formatted(room, role, expires.getEpochSecond()));
    }

    private static String part(String json) {
        return base64(json.getBytes(StandardCharsets.UTF_8));
    }

    private static String base64(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
