package io.steadycast.netsim.report;

/** Immutable. Colours where a terminal shows them, and nothing where a file would keep them. */
public final class Colours {
    public static final Colours OFF = new Colours(false);
    public static final Colours ON = new Colours(true);

    private final boolean on;

    private Colours(boolean on) {
        this.on = on;
    }

    private String wrap(String code, String text) {
        return on ? "\u001B[" + code + "m" + text + "\u001B[0m" : text;
    }

    String good(String text) {
        return wrap("32", text);
    }

    String bad(String text) {
        return wrap("31;1", text);
    }

    String bold(String text) {
        return wrap("1", text);
    }

    String faint(String text) {
        return wrap("2", text);
    }
}
