package io.steadycast.signaling.web;

import io.steadycast.signaling.http.ProblemException;
import io.steadycast.signaling.http.Reply;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.ConcurrentHashMap;

/** Any thread. Files of the class path: our pages and assets, and the WebJars. Only names that exist there are ever kept. */
public final class StaticFiles {
    private static final int MAX_PATH_CHARS = 200;
    private static final Map<String, String> TYPES = Map.ofEntries(
            Map.entry("html", "text/html; charset=utf-8"),
            Map.entry("js", "text/javascript; charset=utf-8"),
            Map.entry("mjs", "text/javascript; charset=utf-8"),
            Map.entry("css", "text/css; charset=utf-8"),
            Map.entry("json", "application/json"),
            Map.entry("map", "application/json"),
            Map.entry("webmanifest", "application/manifest+json"),
            Map.entry("svg", "image/svg+xml"),
            Map.entry("png", "image/png"),
            Map.entry("ico", "image/x-icon"),
            Map.entry("woff2", "font/woff2"));

    private final Map<String, File> files = new ConcurrentHashMap<>();
    private final Map<String, String> webJarVersions = new ConcurrentHashMap<>();

    private record File(Buffer bytes, String type, String entityTag) {}

    /** A file of ours under {@code web/}. */
    public Reply ours(String path, Optional<String> ifNoneMatch) throws ProblemException {
        return reply("web/" + path, ifNoneMatch, "no-cache");
    }

    /** {@code NAME/PATH} in the WebJar NAME, whatever its version. */
    public Reply webJar(String path, Optional<String> ifNoneMatch) throws ProblemException {
        int slash = path.indexOf('/');
        String name = slash < 0 ? path : path.substring(0, slash);
        Optional<String> version = isSafe(path) ? version(name) : Optional.empty();
        if (slash < 0 || version.isEmpty()) {
            throw notFound();
        }
        String resource = "META-INF/resources/webjars/" + name + "/" + version.get() + path.substring(slash);
        return reply(resource, ifNoneMatch, "max-age=3600");
    }

    private Optional<String> version(String webJar) {
        String known = webJarVersions.get(webJar);
        if (known != null) {
            return Optional.of(known);
        }
        try (InputStream in = open("META-INF/maven/org.webjars.npm/" + webJar + "/pom.properties")) {
            if (in == null) {
                return Optional.empty();
            }
            Properties properties = new Properties();
            properties.load(in);
            Optional<String> version = Optional.ofNullable(properties.getProperty("version"));
            version.ifPresent(found -> webJarVersions.put(webJar, found));
            return version;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Reply reply(String resource, Optional<String> ifNoneMatch, String cacheControl) throws ProblemException {
        File file = isSafe(resource) ? files.get(resource) : null;
        if (file == null) {
            file = load(resource).orElseThrow(StaticFiles::notFound);
            files.put(resource, file);
        }
        String current = file.entityTag();
        if (ifNoneMatch.filter(tags -> matches(tags, current)).isPresent()) {
            return Reply.empty(304).with("ETag", file.entityTag()).with("Cache-Control", cacheControl);
        }
        return new Reply(200, Map.of(), file.bytes())
                .with("Content-Type", file.type())
                .with("ETag", file.entityTag())
                .with("Cache-Control", cacheControl);
    }

    /** RFC 9110 section 13.1.2: any of a list, compared weakly, since a proxy that compresses weakens the tag. */
    private static boolean matches(String ifNoneMatch, String entityTag) {
        for (String tag : ifNoneMatch.split(",", -1)) {
            String strong = tag.strip().startsWith("W/") ? tag.strip().substring(2) : tag.strip();
            if (strong.equals(entityTag) || strong.equals("*")) {
                return true;
            }
        }
        return false;
    }

    private static Optional<File> load(String resource) {
        String extension = resource.substring(resource.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
        String type = TYPES.get(extension);
        if (type == null || !isSafe(resource)) {
            return Optional.empty();
        }
        try (InputStream in = open(resource)) {
            if (in == null) {
                return Optional.empty();
            }
            byte[] bytes = in.readAllBytes();
            String hash = HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(bytes), 0, 12);
            return Optional.of(new File(Buffer.buffer(bytes), type, "\"" + hash + "\""));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    @SuppressWarnings("NullAway") // getResourceAsStream is null for what is not there; callers look.
    private static InputStream open(String resource) {
        return StaticFiles.class.getClassLoader().getResourceAsStream(resource);
    }

    private static boolean isSafe(String path) {
        if (path.length() > MAX_PATH_CHARS || path.contains("..") || path.contains("//") || path.startsWith("/")) {
            return false;
        }
        return path.chars()
                .allMatch(c -> (c >= 'A' && c <= 'Z')
                        || (c >= 'a' && c <= 'z')
                        || (c >= '0' && c <= '9')
                        || "._-/@".indexOf(c) >= 0);
    }

    private static ProblemException notFound() {
        return new ProblemException(404, "not-found", "Not found", "There is no such file.");
    }
}
