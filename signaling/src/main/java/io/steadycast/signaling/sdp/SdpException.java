package io.steadycast.signaling.sdp;

/** Malformed SDP: names the line, what stood there and what would be legal. The message is fit to be shown to the client. */
public final class SdpException extends Exception {
    private static final long serialVersionUID = 1;
    private static final int MAX_SHOWN_CHARS = 120;

    private final int line;
    private final String value;
    private final String legal;

    /** Lines are counted from 1; 0 means the whole description. */
    public SdpException(int line, String value, String legal) {
        super((line > 0 ? "line " + line + ": " : "") + "\"" + shown(value) + "\": " + legal);
        this.line = line;
        this.value = value;
        this.legal = legal;
    }

    /** The same, where {@code lines} were added to or taken from what the client wrote. */
    SdpException shifted(int lines) {
        return new SdpException(Math.max(line + lines, 0), value, legal);
    }

    public int line() {
        return line;
    }

    /** Text of a stranger, cut and made printable. */
    static String shown(String value) {
        StringBuilder shown = new StringBuilder();
        int end = Math.min(value.length(), MAX_SHOWN_CHARS);
        for (int i = 0; i < end; i++) {
            char c = value.charAt(i);
            boolean loneSurrogate = Character.isSurrogate(c);
            shown.append(c < 0x20 || c == 0x7f || loneSurrogate ? '?' : c);
        }
        return end < value.length() ? shown + "..." : shown.toString();
    }
}
