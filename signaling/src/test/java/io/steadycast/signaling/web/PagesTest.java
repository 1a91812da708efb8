package io.steadycast.signaling.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Holds the pages to what no browser is needed for: every file they name is there, nothing in them needs more than {@code script-src 'self'},
 * and both languages say the same things.
 */
final class PagesTest {
    private static final Path WEB = web();
    private static final Pattern IMPORT = Pattern.compile("from\\s+'([^']+)'");
    private static final Pattern LINKED = Pattern.compile("(?:src|href)=\"(/[^\"]+)\"");
    private static final Pattern PRELOADED = Pattern.compile("rel=\"modulepreload\" href=\"([^\"]+)\"");
    private static final Pattern ENTRY = Pattern.compile("<script type=\"module\" src=\"([^\"]+)\"></script>");
    private static final Pattern TEXT = Pattern.compile("(?m)^  '?([\\w.]+)'?: (.*),$");
    private static final Pattern USED_TEXT = Pattern.compile("\\bt\\('([\\w.]+)'");
    private static final Pattern PLACEHOLDER = Pattern.compile("\\{(\\w+)}");

    @ParameterizedTest
    @ValueSource(strings = {"index.html", "studio.html", "watch.html", "admin.html"})
    void aPageNamesOnlyFilesThatAreThere(String page) {
        assertThat(matches(LINKED, read(WEB.resolve(page))))
                .hasSizeGreaterThan(10)
                .allSatisfy(path -> assertThat(exists(path)).as(path).isTrue());
    }

    /** Without the preloads a browser finds the modules one level after the other, each a round trip later. */
    @ParameterizedTest
    @ValueSource(strings = {"index.html", "studio.html", "watch.html", "admin.html"})
    void aPagePreloadsExactlyTheModulesItReaches(String page) {
        String html = read(WEB.resolve(page));
        String entry = matches(ENTRY, html).getFirst();
        Set<String> reached = modulesReachedFrom(entry);
        reached.remove(entry);
        assertThat(matches(PRELOADED, html)).containsExactlyInAnyOrderElementsOf(reached);
    }

    @Test
    void nothingNeedsMoreThanTheStrictPolicy() {
        for (Path file : files(".html", ".js")) {
            String text = read(file);
            assertThat(text)
                    .as(file.toString())
                    .doesNotContainPattern("<script(?![^>]*src=)")
                    .doesNotContainPattern("<style\\b")
                    .doesNotContainPattern("\\sstyle=")
                    .doesNotContainPattern("\\son[a-z]+=\"")
                    .doesNotContain("unsafeHTML", "innerHTML", "eval(", "javascript:");
        }
        for (Path file : files(".html", ".js", ".css")) {
            assertThat(read(file).replace("http://www.w3.org/2000/svg", "").replace("https:// ", ""))
                    .as(file.toString())
                    .doesNotContainPattern("[\"'(](https?:)?//[a-z]");
        }
    }

    @Test
    void bothLanguagesSayTheSameThings() {
        Map<String, String> english = texts("en");
        Map<String, String> chinese = texts("zh");
        assertThat(english).hasSizeGreaterThan(100);
        assertThat(chinese.keySet()).containsExactlyElementsOf(english.keySet());
        english.forEach((key, text) -> assertThat(placeholders(Objects.requireNonNull(chinese.get(key))))
                .as(key)
                .isEqualTo(placeholders(text)));
    }

    @Test
    void everyTextThatIsAskedForExists() {
        Set<String> asked = files(".js").stream()
                .flatMap(file -> matches(USED_TEXT, read(file)).stream())
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(asked).hasSizeGreaterThan(50);
        assertThat(texts("en").keySet()).containsAll(asked);
    }

    private static Set<String> modulesReachedFrom(String entry) {
        Set<String> reached = new LinkedHashSet<>();
        Deque<String> open = new ArrayDeque<>(List.of(entry));
        while (!open.isEmpty()) {
            String module = open.pop();
            if (reached.add(module) && module.startsWith("/assets/")) {
                Path directory = Path.of(module).resolveSibling("");
                for (String name : matches(IMPORT, read(WEB.resolve(module.substring(1))))) {
                    open.push(directory.resolve(name).normalize().toString());
                }
            }
        }
        return reached;
    }

    /** The same mapping as the server's: {@code /lib/NAME/PATH} is PATH inside the WebJar NAME, whatever its version. */
    private static boolean exists(String path) {
        if (!path.startsWith("/lib/")) {
            return path.equals("/") || Files.isRegularFile(WEB.resolve(path.substring(1)));
        }
        String[] parts = path.substring("/lib/".length()).split("/", 2);
        String version = webJarVersion(parts[0]);
        return resource("META-INF/resources/webjars/" + parts[0] + "/" + version + "/" + parts[1]) != null;
    }

    private static String webJarVersion(String name) {
        URL url = Objects.requireNonNull(resource("META-INF/maven/org.webjars.npm/" + name + "/pom.properties"), name);
        try (var in = url.openStream()) {
            var properties = new Properties();
            properties.load(in);
            return properties.getProperty("version");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Map<String, String> texts(String language) {
        Map<String, String> texts = new TreeMap<>();
        TEXT.matcher(read(WEB.resolve("assets/texts/" + language + ".js")))
                .results()
                .forEach(match -> assertThat(texts.put(match.group(1), match.group(2)))
                        .as("second text for " + match.group(1))
                        .isNull());
        return texts;
    }

    private static Set<String> placeholders(String text) {
        return new TreeSet<>(matches(PLACEHOLDER, text));
    }

    private static List<String> matches(Pattern pattern, String text) {
        return pattern.matcher(text)
                .results()
                .map((MatchResult match) -> match.group(1))
                .toList();
    }

    private static List<Path> files(String... endings) {
        try (Stream<Path> all = Files.walk(WEB)) {
            return all.filter(file -> Stream.of(endings).anyMatch(file.toString()::endsWith))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path web() {
        try {
            return Path.of(Objects.requireNonNull(resource("web/index.html")).toURI())
                    .resolveSibling("");
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private static @Nullable URL resource(String name) {
        return PagesTest.class.getClassLoader().getResource(name);
    }
}
