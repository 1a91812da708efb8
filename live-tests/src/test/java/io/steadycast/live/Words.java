package io.steadycast.live;

/**
 * Immutable. What a report's page says, in both languages; {@link ReportPage} shows one of them.
 *
 * @param en for reports as text, too
 */
record Words(String en, String zh) {
    /** The same in both: numbers, names, units. */
    static Words same(String text) {
        return new Words(text, text);
    }

    String html() {
        String english = SvgPlot.escaped(en);
        return en.equals(zh)
                ? english
                : "<span lang=\"en\">" + english + "</span><span lang=\"zh\">" + SvgPlot.escaped(zh) + "</span>";
    }
}
