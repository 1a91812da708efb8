package io.steadycast.netsim.emulate.control;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Both languages have every text, and the page asks for no other. */
final class EmulatorTextsTest {
    private static final Pattern KEY = Pattern.compile("'(em\\.[a-zA-Z.]+)'");

    @Test
    void everyLanguageHasEveryText() throws IOException {
        String texts = read("texts.js");
        int chinese = texts.indexOf("\n  zh: {");
        List<String> english = keys(texts.substring(0, chinese));
        assertThat(english).doesNotHaveDuplicates().hasSizeGreaterThan(40);
        assertThat(keys(texts.substring(chinese))).containsExactlyElementsOf(english);
        for (String file : List.of("emulator-page.js", "views.js", "plots.js")) {
            assertThat(english).as(file).containsAll(keys(read(file)));
        }
    }

    private static List<String> keys(String text) {
        List<String> keys = new ArrayList<>();
        for (Matcher matcher = KEY.matcher(text); matcher.find(); ) {
            keys.add(matcher.group(1));
        }
        return keys;
    }

    private static String read(String name) throws IOException {
        try (var in = EmulatorTextsTest.class.getResourceAsStream("/web/assets/emulator/" + name)) {
            return new String(java.util.Objects.requireNonNull(in, name).readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
