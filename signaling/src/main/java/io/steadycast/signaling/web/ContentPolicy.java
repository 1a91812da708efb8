package io.steadycast.signaling.web;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Stateless. Headers of our HTML: no inline script or style, nothing from elsewhere, no frame around it. */
final class ContentPolicy {
    private static final String PERMISSIONS =
            "camera=(self), microphone=(self), display-capture=(self), autoplay=(self)";

    private ContentPolicy() {}

    static Map<String, String> headers(@Nullable String host) {
        // Browsers before CSP level 3 do not count ws: as 'self'.
        String sockets =
                host != null && host.matches("[A-Za-z0-9.:\\[\\]-]{1,255}") ? " ws://" + host + " wss://" + host : "";
        String policy =
                "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self';"
                        + " manifest-src 'self'; media-src 'self' blob:; connect-src 'self'" + sockets
                        + "; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";
        return Map.of(
                "Content-Security-Policy",
                policy,
                "Permissions-Policy",
                PERMISSIONS,
                "Cross-Origin-Opener-Policy",
                "same-origin",
                "X-Frame-Options",
                "DENY");
    }
}
