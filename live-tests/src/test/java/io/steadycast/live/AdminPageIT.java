package io.steadycast.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.steadycast.live.browser.Browser;
import io.steadycast.live.browser.Page;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;

/** An operator opens /admin while a show goes on, looks for a viewer and asks why it sees what it sees. */
@ExtendWith(LiveResources.class)
final class AdminPageIT {
    private static final Duration SHOWN = Duration.ofSeconds(20);

    private final Live live;

    AdminPageIT(Live live) {
        this.live = live;
    }

    @Test
    void anOperatorSeesWhyAViewerSeesWhatItSees() {
        String url = live.server().url();
        try (Page studio = live.chromium().open(url + "/studio/operated?auto=1&width=960&height=540&fps=25");
                Page watch = live.chromium().open(url + "/watch/operated")) {
            watch.await("return (await steadycast.stats())?.video?.framesDecoded > 50;", SHOWN);
            looksAt(live.chromium(), url);
            looksAt(live.firefox(), url);
            assertThat(studio.errors()).isEmpty();
        }
    }

    private static void looksAt(Browser browser, String url) {
        try (Page admin = browser.open(url + "/admin")) {
            admin.await("""
                    return [...document.querySelectorAll('[data-row]')].some(row => row.textContent.includes('operated') && /\\d+p/.test(row.textContent));
                    """, SHOWN);
            assertThat(admin.run("return find('.hosts').textContent;").asString())
                    .as("what arrives of the host")
                    .contains("operated", "kbps");
            admin.run("""
                    [...document.querySelectorAll('[data-row]')].find(row => row.textContent.includes('operated')).click();
                    return true;
                    """);
            JsonNode why = admin.await("""
                    const why = document.querySelector('.why');
                    const drawn = [...document.querySelectorAll('.plot-line')].filter(line => line.getAttribute('d').length > 0);
                    return why && drawn.length >= 6 ? { reason: why.dataset.reason, text: why.textContent, language: document.documentElement.lang } : null;
                    """, SHOWN);
            System.out.println(browser.name() + " shows an operator " + why);
            assertThat(why.path("reason").asString()).isNotEmpty();
            admin.click("[data-language=zh]");
            JsonNode chinese = admin.await("""
                    const why = document.querySelector('.why');
                    return document.documentElement.lang === 'zh-CN' && why ? why.textContent : null;
                    """, SHOWN);
            assertThat(chinese.asString())
                    .containsPattern("\\p{IsHan}{4}")
                    .isNotEqualTo(why.path("text").asString());
            admin.click("[data-language=en]");
            admin.click("[data-action=close]");
            admin.await("return document.querySelector('.why') === null;", SHOWN);
            assertThat(admin.errors()).isEmpty();
        }
    }
}
