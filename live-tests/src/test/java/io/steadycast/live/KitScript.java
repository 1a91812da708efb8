package io.steadycast.live;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/**
 * Stateless. The kit's client and probes as one script for a page that is not the kit's. The product's pages load nothing from elsewhere (Content-Security-Policy), so it comes with the page's
 * own preload instead of as modules.
 */
final class KitScript {
    private static final String[] MODULES = {"source.js", "client.js", "probe.js"};

    private KitScript() {}

    /** Puts {@code kit} into the window. */
    static String text() {
        StringBuilder out = new StringBuilder("window.kit = (() => {\n");
        for (String module : MODULES) {
            out.append(resource(module)
                    .replaceAll("(?s)import \\{[^}]*} from '[^']*';", "")
                    .replaceAll("(?m)^export ", ""));
        }
        return out.append("return { measure, stats, candidates, throughRelay };\n})();\n")
                .toString();
    }

    /** The same, and whatever joins from this page goes through a relay. */
    static String through(String address, int port) {
        return text() + """
                kit.throughRelay('%s', %d);
                const apply = RTCPeerConnection.prototype.setRemoteDescription;
                RTCPeerConnection.prototype.setRemoteDescription = function ({ type, sdp }) {
                  return apply.call(this, { type, sdp: rewriteAnswer(sdp) });
                };
                """.formatted(address, port);
    }

    private static String resource(String name) {
        try (InputStream in = KitScript.class.getResourceAsStream("/live/" + name)) {
            if (in == null) {
                throw new IllegalStateException("no resource /live/" + name);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
