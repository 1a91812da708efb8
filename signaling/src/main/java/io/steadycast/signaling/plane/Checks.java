package io.steadycast.signaling.plane;

import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/** Stateless. Validation shared by the records of the port: what is built is legal, so nobody downstream checks again. */
final class Checks {
    static final long MAX_SSRC = 0xffff_ffffL;

    private Checks() {}

    static void require(boolean condition, String message, Object value) {
        if (!condition) {
            throw new IllegalArgumentException(message + ", not " + value);
        }
    }

    static void range(long value, long low, long high, String name) {
        require(value >= low && value <= high, name + " must be in " + low + ".." + high, value);
    }

    /** RFC 5888 section 5 makes a mid a token; RFC 8843 section 15.1 recommends at most 3 bytes, an extension element holds 16. */
    static void mid(String mid) {
        require(isToken(mid, 16), "a mid must be a token of 1..16 characters", mid);
    }

    static boolean isToken(String text, int maxLength) {
        if (text.isEmpty() || text.length() > maxLength) {
            return false;
        }
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            // RFC 8866 section 9, token-char.
            boolean legal = c >= 0x21 && c <= 0x7e && "\"(),/:;<=>?@[\\]".indexOf(c) < 0;
            if (!legal) {
                return false;
            }
        }
        return true;
    }

    static <T, K> List<T> unique(List<T> items, Function<T, K> key, String name) {
        Set<K> seen = new HashSet<>();
        for (T item : items) {
            require(seen.add(key.apply(item)), name + " must be unique", key.apply(item));
        }
        return List.copyOf(items);
    }

    static <T extends Collection<?>> T notEmpty(T items, String name) {
        require(!items.isEmpty(), name + " must not be empty", items);
        return items;
    }
}
