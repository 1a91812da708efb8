package io.steadycast.signaling.sdp;

/** Stateless. Small lexical helpers with errors that name the place. */
final class SdpText {
    private SdpText() {}

    /** RFC 8866 section 9, token; bounded because nothing that we read needs a longer one. */
    static boolean isToken(String text) {
        if (text.isEmpty() || text.length() > 256) {
            return false;
        }
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c <= 0x20 || c >= 0x7f || "\"(),/:;<=>?@[\\]".indexOf(c) >= 0) {
                return false;
            }
        }
        return true;
    }

    /** Decimal digits without sign, in a range. */
    static long number(int line, String context, String digits, String name, long low, long high) throws SdpException {
        long value = digits.isEmpty() || digits.length() > 18 ? -1 : 0;
        for (int i = 0; i < digits.length() && value >= 0; i++) {
            char c = digits.charAt(i);
            value = c < '0' || c > '9' ? -1 : value * 10 + (c - '0');
        }
        if (value < low || value > high) {
            throw new SdpException(line, context, name + " must be a number in " + low + ".." + high);
        }
        return value;
    }

    static long number(SdpAttribute attribute, String digits, String name, long low, long high) throws SdpException {
        String context = "a=" + attribute.name() + ":" + attribute.value();
        return number(attribute.line(), context, digits, name, low, high);
    }

    /** The words between spaces; one empty word if there are none. */
    static String[] words(String text) {
        return text.split(" +", -1);
    }

    /** The part before the first space. */
    static String head(String text) {
        int space = text.indexOf(' ');
        return space < 0 ? text : text.substring(0, space);
    }

    /** The part after the first space, stripped; empty if there is none. */
    static String tail(String text) {
        int space = text.indexOf(' ');
        return space < 0 ? "" : text.substring(space + 1).strip();
    }
}
