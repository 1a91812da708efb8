package io.steadycast.live;

/** Stateless. One page that needs nothing else, in English or Chinese: as the reader's browser asks for, and by a button. */
final class ReportPage {
    private ReportPage() {}

    static String of(Words title, CharSequence body) {
        return head(title) + body + tail(title);
    }

    private static String head(Words title) {
        return """
                <!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
                <title>%s</title><link rel="icon" href="data:,"><style>%s
                html[lang=en] [lang=zh],html[lang=zh-CN] [lang=en]{display:none}
                #language{float:right;font:inherit}</style><button type="button" id="language"></button><h1>%s</h1>
                """.formatted(SvgPlot.escaped(title.en()), SvgPlot.STYLE, title.html());
    }

    private static String tail(Words title) {
        return """
                <script>
                const button = document.getElementById('language');
                const titles = { 'en': %s, 'zh-CN': %s };
                function show(language) {
                  document.documentElement.lang = language;
                  document.title = titles[language];
                  button.textContent = language === 'en' ? '中文' : 'English';
                  button.onclick = () => show(language === 'en' ? 'zh-CN' : 'en');
                }
                show((navigator.language || 'en').startsWith('zh') ? 'zh-CN' : 'en');
                </script></html>
                """.formatted(quoted(title.en()), quoted(title.zh()));
    }

    private static String quoted(String text) {
        return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'";
    }
}
